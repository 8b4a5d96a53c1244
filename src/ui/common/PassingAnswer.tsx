import { useEffect, useState } from 'react';
import './passingAnswer.css';

const shownMs = 5_000;

/** A text, empty at first, that is gone again after a few seconds; and what sets it. */
export function usePassingText(): [text: string, say: (text: string) => void] {
  const [text, setText] = useState('');

  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => setText(''), shownMs);
    return () => clearTimeout(timer);
  }, [text]);

  return [text, setText];
}

/** Says over the page why a key or a dropped file did nothing. */
export function PassingAnswer({ text }: { readonly text: string }) {
  return (
    <p className="passing-answer" role="status">
      {text}
    </p>
  );
}

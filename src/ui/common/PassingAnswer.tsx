import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import './passingAnswer.css';

const shownMs = 5_000;

const AnswerContext = createContext<(text: string) => void>(() => {});

/**
 * Says over the page, for a few seconds, what shows nowhere else: why a key, a button or a dropped file did nothing, or what was
 * downloaded. An empty text takes it back.
 */
export function usePassingAnswer(): (text: string) => void {
  return useContext(AnswerContext);
}

/** The place where that is said: one for the whole page, so that one answer does not lie on another. */
export function PassingAnswers({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');

  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => setText(''), shownMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <AnswerContext value={setText}>
      {children}
      <p className="passing-answer" role="status">
        {text}
      </p>
    </AnswerContext>
  );
}

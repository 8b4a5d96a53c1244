import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import './toast.css';

const shownMs = 5_000;

const ToastContext = createContext<(text: string) => void>(() => {});

/**
 * Returns a function that shows a text over the page for a few seconds: why a key, a button or a dropped file did nothing, or what
 * was downloaded. An empty text hides it.
 */
export function useToast(): (text: string) => void {
  return useContext(ToastContext);
}

/** Holds the one toast of the page, so that two never overlap. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');

  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => setText(''), shownMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <ToastContext value={setText}>
      {children}
      <p className="toast" role="status">
        {text}
      </p>
    </ToastContext>
  );
}

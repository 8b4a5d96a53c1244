import { useEffect, useState } from 'react';

/** Whether any of the element can be seen: it is in the window, and the tab is in front. */
export function useIsSeen(element: { readonly current: Element | null }): boolean {
  const [isInWindow, setIsInWindow] = useState(false);
  const [isInFront, setIsInFront] = useState(false);

  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => {
      setIsInWindow(entries.at(-1)?.isIntersecting ?? false);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);

  useEffect(() => {
    const look = () => setIsInFront(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);

  return isInWindow && isInFront;
}

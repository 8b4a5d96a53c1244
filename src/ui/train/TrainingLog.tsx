import { useEffect, useRef } from 'react';
import { useSessionState } from '../common/sessionContext.ts';

/** What the article's program prints to the terminal. */
export function TrainingLog() {
  const lines = useSessionState(({ log }) => log);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (!element || lines.length === 0) return;
    // With the next frame, which lays the page out anyway: asked for sizes now, the browser would do it in the midst of this task.
    const frame = requestAnimationFrame(() => followEnd(element));
    return () => cancelAnimationFrame(frame);
  }, [lines]);

  return (
    <div className="training-log">
      <h3 id="log-title">Training log</h3>
      <div
        ref={box}
        role="log"
        aria-labelledby="log-title"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="log-lines"
      >
        {lines.length === 0 ? (
          <p className="quiet">The lines that the article’s program prints appear here.</p>
        ) : (
          lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever appended
            <p key={index} translate="no">
              {line}
            </p>
          ))
        )}
      </div>
    </div>
  );
}

/** Unless the reader has scrolled back to look at something. */
function followEnd(element: HTMLElement): void {
  const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
  if (distance < 80) element.scrollTop = element.scrollHeight;
}

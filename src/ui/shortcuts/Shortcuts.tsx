import { useEffect } from 'react';
import { InfoDialog } from '../common/InfoDialog.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { useDialog } from '../common/useDialog.ts';
import { isTaken, press, shortcuts } from './shortcuts.ts';
import './shortcuts.css';

/** Listens to the page's keys, and lists them under `?`. */
export function Shortcuts() {
  const session = useSession();
  const { dialog, open } = useDialog();
  const toast = useToast();

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTaken(event, key)) return;
      const shortcut = shortcuts.find((candidate) => candidate.key === key);
      if (key === '?') open();
      else if (shortcut) toast(press(shortcut, session) ?? '');
      else return;
      event.preventDefault();
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [session, toast, open]);

  return (
    <>
      <button type="button" className="button button-plain shortcuts-button" onClick={open}>
        Shortcuts <kbd>?</kbd>
      </button>
      <InfoDialog dialog={dialog} title="Shortcuts">
        <dl className="shortcuts">
          {shortcuts.map(({ keyName, effect }) => (
            <div key={keyName}>
              <dt>
                <kbd>{keyName}</kbd>
              </dt>
              <dd>{effect}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>?</kbd>
            </dt>
            <dd>This list</dd>
          </div>
        </dl>
        <p className="quiet">
          Shortcuts do not work while you type, or while a slider or a list has the focus. On a button, Space
          presses that button.
        </p>
      </InfoDialog>
    </>
  );
}

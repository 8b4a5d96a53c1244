import { useEffect } from 'react';
import type { DeliveredFile } from '../../session/state/sessionState.ts';
import { bytesText, wholeNumber } from '../words/numbers.ts';
import { useSessionState } from './sessionContext.ts';
import { useToast } from './Toast.tsx';

/** Says that what was pressed is done, where nothing else on the screen does. */
export default function Confirmations() {
  const toast = useToast();
  const files = useSessionState((state) => state.deliveredFiles);
  const checkpoint = useSessionState((state) => state.savedCheckpoint);

  useEffect(() => {
    if (files.length > 0) toast(deliveredText(files));
  }, [files, toast]);

  useEffect(() => {
    if (checkpoint) toast(`Checkpoint saved at step ${wholeNumber(checkpoint.step)}.`);
  }, [checkpoint, toast]);

  return null;
}

/** Some browsers do not show it. */
function deliveredText(files: readonly DeliveredFile[]): string {
  const named = files.map(({ name, byteLength }) => `${name}, ${bytesText(byteLength)}`);
  return `Sent to your browser’s downloads: ${named.join('; ')}.`;
}

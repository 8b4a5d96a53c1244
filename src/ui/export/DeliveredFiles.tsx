import { useEffect } from 'react';
import type { DeliveredFile } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { bytesText } from '../words/numbers.ts';

/** Says which files were sent to the browser's downloads: some browsers do not show it. */
export function DeliveredFiles() {
  const toast = useToast();
  const files = useSessionState((state) => state.deliveredFiles);
  useEffect(() => {
    if (files.length > 0) toast(deliveredText(files));
  }, [files, toast]);
  return null;
}

function deliveredText(files: readonly DeliveredFile[]): string {
  const named = files.map(({ name, byteLength }) => `${name}, ${bytesText(byteLength)}`);
  return `Sent to your browser’s downloads: ${named.join('; ')}.`;
}

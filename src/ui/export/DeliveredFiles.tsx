import { useEffect } from 'react';
import type { DeliveredFile } from '../../session/state/sessionState.ts';
import { usePassingAnswer } from '../common/PassingAnswer.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { bytesText } from '../words/numbers.ts';

/** Says what was handed to the browser's downloads: some browsers show it nowhere. */
export function DeliveredFiles() {
  const say = usePassingAnswer();
  const files = useSessionState((state) => state.deliveredFiles);
  useEffect(() => {
    if (files.length > 0) say(deliveredText(files));
  }, [files, say]);
  return null;
}

function deliveredText(files: readonly DeliveredFile[]): string {
  const named = files.map(({ name, byteLength }) => `${name}, ${bytesText(byteLength)}`);
  return `Handed to your browser’s downloads: ${named.join('; ')}.`;
}

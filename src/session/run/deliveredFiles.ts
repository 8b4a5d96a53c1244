import type { StoreApi } from 'zustand/vanilla';
import type { ExportedFile } from '../../export/exportedFile.ts';
import { safeFileName } from '../../export/fileName.ts';
import type { SessionState } from '../state/sessionState.ts';

/** Hands files over, under names that every file system takes, and notes which. */
export function recordDeliveries(
  store: StoreApi<SessionState>,
  deliverFiles: (files: readonly ExportedFile[]) => void,
): typeof deliverFiles {
  return (files) => {
    const named = files.map((file) => ({ ...file, name: safeFileName(file.name) }));
    deliverFiles(named);
    store.setState({
      deliveredFiles: named.map(({ name, bytes }) => ({ name, byteLength: bytes.byteLength })),
    });
  };
}

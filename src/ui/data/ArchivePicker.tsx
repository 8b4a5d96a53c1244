import { useRef } from 'react';
import { FileInput } from '../common/FileInput.tsx';
import { useSession } from '../common/sessionContext.ts';

interface ArchivePickerProps {
  readonly isUsable: boolean;
}

/** For those who have the official archive: choose it here, or drop it anywhere on the page. */
export function ArchivePicker({ isUsable }: ArchivePickerProps) {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <p className="quiet">
      Have the archive already?{' '}
      <button type="button" className="link" aria-disabled={!isUsable} onClick={() => input.current?.click()}>
        Choose <span translate="no">cifar-10-binary.tar.gz</span>
      </button>{' '}
      or its .bin files, or drop them or their folder on this page.
      {isUsable && (
        <FileInput
          ref={input}
          label="CIFAR-10 archive"
          multiple
          onFiles={(files) => session.importFiles(files.map((file) => ({ kind: 'file', file })))}
        />
      )}
    </p>
  );
}

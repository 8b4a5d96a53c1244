import { useRef } from 'react';
import { useSession } from '../common/sessionContext.ts';

/** For those who have the official archive: choose it here, or drop it anywhere on the page. */
export function ArchivePicker() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <p className="quiet">
      Have the archive already?{' '}
      <button type="button" className="link" onClick={() => input.current?.click()}>
        Choose cifar-10-binary.tar.gz
      </button>{' '}
      or its .bin files, or drop them on this page.
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="CIFAR-10 archive"
        accept=".gz,.tgz,.bin,application/gzip,application/octet-stream"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file chosen again must fire again.
          event.target.value = '';
          if (files.length > 0) session.importFiles(files);
        }}
      />
    </p>
  );
}

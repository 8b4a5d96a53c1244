import type { RefObject } from 'react';

interface FileInputProps {
  /** For the button that opens it. */
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly label: string;
  /** Which files the browser offers. Where a file is known by its content, all. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Called with one at least. */
  readonly onFiles: (files: readonly [File, ...File[]]) => void;
}

/** The browser's choice of files, without its own button. */
export function FileInput({ ref, label, accept, multiple = false, onFiles }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      multiple={multiple}
      hidden
      aria-label={label}
      accept={accept}
      onChange={(event) => {
        const [first, ...others] = event.target.files ?? [];
        // The same file chosen again must fire again.
        event.target.value = '';
        if (first) onFiles([first, ...others]);
      }}
    />
  );
}

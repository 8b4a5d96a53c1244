/**
 * The files of one version of the page, all but `index.html`: their addresses below the page's folder, and their SHA-256 as
 * `fetch` takes it. The build writes this list into `index.html` (`build/versionFiles.ts`), so that the SHA-256 of `index.html`
 * stands for the whole version.
 */
export type VersionFiles = Readonly<Record<string, string>>;

/** The element of `index.html` that has the list. */
export const versionFilesId = 'version-files';

/** The list in a built `index.html`; null where there is none: the text is something else, or cut off. */
export function versionFilesIn(html: string): VersionFiles | null {
  return readVersionFiles(new RegExp(` id="${versionFilesId}">([^<]*)</script>`).exec(html)?.[1] ?? '');
}

/** @param text of the element; null where it is none */
export function readVersionFiles(text: string): VersionFiles | null {
  try {
    const list: unknown = JSON.parse(text);
    return isVersionFiles(list) ? list : null;
  } catch {
    return null;
  }
}

function isVersionFiles(list: unknown): list is VersionFiles {
  return (
    typeof list === 'object' && list !== null && Object.values(list).every((one) => typeof one === 'string')
  );
}

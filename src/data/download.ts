import { Failure, failureData } from '../failure.ts';
import { streamChunks } from './streamChunks.ts';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** `totalBytes` is null where the server does not say. */
  readonly onProgress?: (receivedBytes: number, totalBytes: number | null) => void;
}

/** Three times the largest file. Anything longer is another file, and must not fill the memory. */
const maxBytes = 70_000_000;

/**
 * Downloads a file and yields its bytes as they arrive. Cancelling the iteration cancels the download.
 *
 * @throws Failure `download-failed` where the server cannot be reached (status null) or answers with an error,
 *   `download-incomplete`; RangeError when out of memory; the signal's reason where it was aborted
 */
export async function* fetchChunks(
  url: URL,
  { signal, onProgress }: DownloadOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  // Bypasses the cache in both directions: a damaged file must not be served again, and the data is stored elsewhere.
  const response = await fetch(url, { signal, cache: 'no-store' }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw failed(file, null, cause);
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw failed(file, response.status);
  }
  const expectedBytes = contentLength(response);
  let receivedBytes = 0;
  const incomplete = (cause?: unknown): Failure =>
    expectedBytes === null
      ? failed(file, null, cause)
      : new Failure(
          { code: 'download-incomplete', details: { file, receivedBytes, expectedBytes } },
          { cause },
        );

  try {
    for await (const chunk of streamChunks(response.body)) {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) throw failed(file, response.status);
      onProgress?.(receivedBytes, expectedBytes);
      yield chunk;
    }
  } catch (cause) {
    signal.throwIfAborted();
    const { code } = failureData(cause);
    throw cause instanceof Failure || code === 'out-of-memory' ? cause : incomplete(cause);
  }
  if (expectedBytes !== null && receivedBytes < expectedBytes) throw incomplete();
}

/** The length of the body as read; null where it was compressed, because the header then has another length. */
function contentLength({ headers, type }: Response): number | null {
  const header = headers.get('Content-Length');
  // For a cross-origin response the browser exposes the length but hides the encoding.
  if (header === null || headers.has('Content-Encoding') || type === 'cors') return null;
  return Number(header);
}

function failed(file: string, status: number | null, cause?: unknown): Failure {
  return new Failure({ code: 'download-failed', details: { file, status } }, { cause });
}

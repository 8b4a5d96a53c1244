/** Answers the requests to this worker, one after the other, with `{ answer }` or `{ error }`. */
export function serveRequests<Request>(answer: (request: Request) => Promise<unknown>): void {
  addEventListener('message', ({ data }: MessageEvent<Request>) => {
    answer(data).then(
      (value) => postMessage({ answer: value }),
      (error: unknown) => postMessage({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
}

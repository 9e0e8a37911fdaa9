const TRIES = 3;
/** Longest wait between two tries; who is told to wait for longer is told so, too. */
const MAX_WAIT_MS = 3_000;
const FIRST_WAIT_MS = 250;

/** Whether a request may come twice: it changes nothing, puts things as they are to be, or has a key. */
const isRepeatable = ({method, headers}: Request): boolean =>
  method !== 'POST' || headers.has('Idempotency-Key');

/**
 * Sends a request again when nobody answered it or the service was away (503), while it may come twice.
 * @throws TypeError of `fetch` when nobody answered
 */
export function patiently(
  fetch: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async request => {
    for (let left = TRIES - 1; left > 0 && isRepeatable(request); left--) {
      const waitMs = FIRST_WAIT_MS * 2 ** (TRIES - 1 - left) * (1 + Math.random());
      const response = await fetch(request.clone()).catch((error: unknown) => {
        if (request.signal.aborted) throw error;
        return undefined;
      });
      if (response && response.status !== 503) return response;
      const askedMs = Number(response?.headers.get('Retry-After') ?? 0) * 1000;
      if (response && askedMs > MAX_WAIT_MS) return response;
      await response?.body?.cancel();
      await new Promise(resolve => setTimeout(resolve, Math.max(waitMs, askedMs)));
    }
    return fetch(request);
  };
}

import {createParser} from 'eventsource-parser';
import type {components} from './schema.mjs';

export type CloudEvent = components['schemas']['CloudEvent'];

export interface ListenOptions {
  /** Of the stream. Default `/api/v1/eventos`. */
  readonly path?: '/api/v1/eventos' | '/api/v1/catalogo/eventos';
  /** Id of the last event that was heard of: what came since comes first. */
  readonly lastEventId?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: CloudEvent) => void;
  /** What was missed is no longer kept: read anew what is shown. */
  readonly onResync?: () => void;
  /** Whether it hears anything at the moment. */
  readonly onConnection?: (isConnected: boolean) => void;
}

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** The service is heard of every ten seconds; a connection that is silent for three times that is none. */
const SILENCE_LIMIT_MS = 30_000;

/**
 * Hears of events until `signal` says so, over as many connections as it takes; each names the last event that was heard of,
 * so none is missed.
 * @param connect asks for the stream, from that event on
 * @throws Error when it is refused (4xx but 408 and 429): to ask again would change nothing; and what `onEvent` throws
 */
export async function listen(
  connect: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>,
  {signal, onEvent, onResync, onConnection, ...options}: ListenOptions,
): Promise<void> {
  let lastEventId = options.lastEventId;
  let waitMs = FIRST_WAIT_MS;
  const parser = createParser({
    onEvent: ({id, event, data}) => {
      lastEventId = id ?? lastEventId;
      if (event === undefined) onEvent(JSON.parse(data) as CloudEvent);
      else if (event === 'resync') onResync?.();
    },
    onRetry: ms => (waitMs = ms),
  });
  while (!signal.aborted) {
    const silence = new AbortController();
    // Whatever becomes of a connection, the next one goes on from the last event.
    const response = await connect(lastEventId, AbortSignal.any([signal, silence.signal])).catch(
      () => undefined,
    );
    if (response && isFinal(response.status))
      throw new Error(`The stream of events was refused: ${response.status}.`);
    if (response?.ok && response.body) {
      onConnection?.(true);
      waitMs = FIRST_WAIT_MS;
      for await (const text of chunksOf(response.body, silence)) parser.feed(text);
    } else await response?.body?.cancel().catch(() => undefined);
    if (signal.aborted) return;
    parser.reset();
    onConnection?.(false);
    await pause(waitMs, signal);
    waitMs = Math.min(waitMs * 2, MAX_WAIT_MS);
  }
}

const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Text as it comes, until the connection ends or breaks; `silence` breaks it when none comes. */
async function* chunksOf(body: ReadableStream<Uint8Array>, silence: AbortController): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const timer = setTimeout(() => silence.abort(), SILENCE_LIMIT_MS);
      const {value} = await reader
        .read()
        .catch(() => ({value: undefined}))
        .finally(() => clearTimeout(timer));
      if (!value) return;
      yield decoder.decode(value, {stream: true});
    }
  } finally {
    // Whoever listens may have failed: nobody reads the rest.
    await reader.cancel().catch(() => undefined);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), {once: true});
  });
}

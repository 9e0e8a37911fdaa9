import {StartupError} from '../../config/startup-error';
import type {SmokeClient} from './client';

/** From a change to hearing of it, the worker's relay between them included. */
const EVENT_LIMIT_MS = 30_000;

/** What is told of changes, from the moment it was opened. */
export class EventListener {
  private constructor(
    private readonly lines: AsyncIterator<string>,
    private readonly stop: AbortController,
  ) {}

  static async open(client: SmokeClient): Promise<EventListener> {
    const stop = new AbortController();
    const answer = await client.send('/api/v1/eventos', {signal: stop.signal});
    return new EventListener(linesOf(answer.body!), stop);
  }

  /** Resolves when such an event comes. @throws StartupError when it takes too long */
  async hears(type: string, subject: string): Promise<void> {
    const timer = setTimeout(() => this.stop.abort(), EVENT_LIMIT_MS);
    try {
      for (let next = await this.lines.next(); !next.done; next = await this.lines.next()) {
        if (!next.value.startsWith('data: ')) continue;
        const event = JSON.parse(next.value.slice('data: '.length)) as {type?: string; subject?: string};
        if (event.type === type && event.subject === subject) return;
      }
    } catch (cause) {
      throw new StartupError(`No event ${type} of ${subject} came; is a worker up?`, {cause});
    } finally {
      clearTimeout(timer);
    }
    throw new StartupError(`The stream of events ended before ${type} of ${subject} came.`);
  }

  close(): void {
    this.stop.abort();
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    yield* lines;
  }
}

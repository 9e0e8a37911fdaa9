import {IncomingMessage, request} from 'node:http';
import {eventually} from './eventually';

export interface StreamEvent {
  readonly id?: string;
  /** Absent: `message`. */
  readonly event?: string;
  readonly data: string;
}

/** What comes on a stream of server-sent events, comments apart. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  ended = false;
  private text = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.read(chunk));
    response.on('close', () => (this.ended = true));
    response.on('error', () => undefined);
  }

  /** @param url of the stream */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, {headers}).once('response', resolve).once('error', reject).end();
    });
    return new EventStream(response);
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  header(name: string): string | undefined {
    return this.response.headers[name] as string | undefined;
  }

  until(what: string, isWanted: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    return eventually(what, () => this.events.find(isWanted));
  }

  close(): void {
    this.response.destroy();
  }

  private read(chunk: string): void {
    const blocks = (this.text + chunk).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      ) as unknown as StreamEvent;
      if (fields.data !== undefined) this.events.push(fields);
    }
  }
}

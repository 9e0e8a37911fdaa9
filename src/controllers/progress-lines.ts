import type {Response} from '@loopback/rest';

/** Proxies give up on an answer of which they hear nothing for a minute. */
const REPEAT_MS = 10_000;

/** An answer that grows by a line of JSON for each step; it begins with the first one, so that a refusal before is a status. */
export class ProgressLines {
  private last?: string;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly response: Response,
    private readonly mediaType: string,
  ) {}

  show(progress: object): void {
    this.last = JSON.stringify({progresso: progress});
    this.write(this.last);
    this.timer ??= setInterval(() => this.write(this.last!), REPEAT_MS);
  }

  /** @param status counts where nothing was written before */
  end(report: object, status: number): Response {
    this.stop();
    if (!this.response.headersSent) this.response.status(status);
    this.write(JSON.stringify(report));
    return this.response.end();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private write(line: string): void {
    if (!this.response.headersSent) this.response.setHeader('Content-Type', this.mediaType);
    this.response.write(`${line}\n`);
  }
}

import {setTimeout as delay} from 'node:timers/promises';

/** How often work is done. */
export interface Pace {
  /** Shortest time from the begin of a run to the next one, in milliseconds; that one is for all who ask meanwhile. */
  readonly restMs: number;
  /** Longest time between two runs. */
  readonly pauseMs: number;
}

/** Work that is done again and again: when it is woken, and after a while by itself; never twice at once. */
export class Wakeable {
  private running?: Promise<void>;
  private isWanted = false;
  private hasFailed = false;
  private readonly stopping = new AbortController();
  private timer?: NodeJS.Timeout;

  /** @param failed is told the first failure of a series; the next run is after the pause */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly pace: Pace,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Does the work now, or once more after the run that is going on, when both have rested. */
  wake(): void {
    if (this.stopping.signal.aborted) return;
    this.isWanted = true;
    this.running ??= this.run();
  }

  /** Waits for the run that is going on; there is no other. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const {signal} = this.stopping;
    clearTimeout(this.timer);
    try {
      while (this.isWanted && !signal.aborted) {
        this.isWanted = false;
        const rested = delay(this.pace.restMs, undefined, {signal}).catch(() => undefined);
        await this.work();
        await rested;
      }
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.failed(error);
      this.hasFailed = true;
    }
    this.running = undefined;
    if (!signal.aborted) this.timer = setTimeout(() => this.wake(), this.pace.pauseMs);
  }
}

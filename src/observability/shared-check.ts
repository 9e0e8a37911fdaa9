import {withLimit} from './with-limit';

/** How long a result is believed: probes of several watchers share it. */
const BELIEVED_MS = 1_000;
const LIMIT_MS = 1_000;

/** A check that many ask for: it runs once at a time, and at most once a second, however many they are. */
export class SharedCheck<T> {
  private running?: Promise<T>;
  private latest?: {readonly result: Promise<T>; readonly endedAt: number};

  /** @param now milliseconds of a clock that is never set back */
  constructor(
    private readonly run: () => Promise<T>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Its result, a second old at most. @throws what the check threw, or Error after a second without an answer */
  get(): Promise<T> {
    if (this.latest && this.now() - this.latest.endedAt < BELIEVED_MS) return this.latest.result;
    this.running ??= this.start();
    return withLimit(this.running, LIMIT_MS);
  }

  private start(): Promise<T> {
    const result = this.run();
    const ended = (): void => {
      this.running = undefined;
      this.latest = {result, endedAt: this.now()};
    };
    result.then(ended, ended);
    return result;
  }
}

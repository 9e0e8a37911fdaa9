/** Work that is done again and again: when it is woken, and after a while by itself; never twice at once. */
export class Wakeable {
  private running?: Promise<void>;
  private isWanted = false;
  private isStopped = false;
  private hasFailed = false;
  private timer?: NodeJS.Timeout;

  /**
   * @param pauseMs longest time between two runs
   * @param failed is told the first failure of a series; the next run is after the pause
   */
  constructor(
    private readonly work: () => Promise<void>,
    private readonly pauseMs: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Does the work now, or once more after the run that is going on. */
  wake(): void {
    if (this.isStopped) return;
    this.isWanted = true;
    this.running ??= this.run();
  }

  /** Waits for the run that is going on; there is no other. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    try {
      while (this.isWanted && !this.isStopped) {
        this.isWanted = false;
        await this.work();
      }
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.failed(error);
      this.hasFailed = true;
    }
    this.running = undefined;
    if (!this.isStopped) this.timer = setTimeout(() => this.wake(), this.pauseMs);
  }
}

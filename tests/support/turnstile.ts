/** Holds up whoever comes by until it is opened. */
export class Turnstile {
  private readonly opened = Promise.withResolvers<void>();
  private readonly arrived = Promise.withResolvers<void>();

  pass(): Promise<void> {
    this.arrived.resolve();
    return this.opened.promise;
  }

  /** Resolves when the first one waits. */
  waiting(): Promise<void> {
    return this.arrived.promise;
  }

  open(): void {
    this.opened.resolve();
  }
}

/** Versions of tables by name. */
export type Versions = ReadonlyMap<string, number>;

/**
 * What the versions of tables are now. Who asks gets a reading that began after the question, so it knows of every change
 * that was committed before; all who ask while one reading runs share the next one. Where that one fails they are told so,
 * too: a database that hangs must not be waited for twice.
 */
export class TableVersions {
  private running?: Promise<Versions>;
  private next?: Promise<Versions>;

  constructor(private readonly read: () => Promise<Versions>) {}

  /** @throws whatever the reading throws */
  current(): Promise<Versions> {
    if (!this.running) return this.begin();
    this.next ??= this.running.then(
      () => this.begin(),
      (error: unknown) => {
        this.next = undefined;
        throw error;
      },
    );
    return this.next;
  }

  private begin(): Promise<Versions> {
    this.next = undefined;
    const reading = this.read().finally(() => {
      if (this.running === reading) this.running = undefined;
    });
    this.running = reading;
    return reading;
  }
}

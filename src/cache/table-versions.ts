import {othersHaveCome} from '../repositories/gathering';
import type {Versions} from '../repositories/versao.repository';

/**
 * What the versions of tables are now. Who asks gets a reading that began after the question, so it knows of every change
 * that was committed before. All who ask at the same time, or while one reading runs, share the next one. Where the
 * one that runs fails they are told so, too: a database that hangs must not be waited for twice.
 */
export class TableVersions {
  private running?: Promise<Versions>;
  private next?: Promise<Versions>;

  constructor(private readonly read: () => Promise<Versions>) {}

  /** @throws whatever the reading throws */
  current(): Promise<Versions> {
    this.next ??= this.readNext();
    return this.next;
  }

  private async readNext(): Promise<Versions> {
    try {
      await this.running;
      await othersHaveCome();
    } finally {
      this.next = undefined;
    }
    const reading = this.read().finally(() => (this.running = undefined));
    this.running = reading;
    return reading;
  }
}

import {setImmediate as turn} from 'node:timers/promises';
import type {Versions} from '../repositories/versao.repository';

/**
 * What the versions of tables are now. Who asks gets a reading that began after the question, so it knows of every change
 * that was committed before. All who ask in one turn of the loop, or while one reading runs, share the next one. Where the
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
      // Answers to the last reading bring the next requests of their clients all at once.
      await turn();
    } finally {
      this.next = undefined;
    }
    const reading = this.read().finally(() => (this.running = undefined));
    this.running = reading;
    return reading;
  }
}

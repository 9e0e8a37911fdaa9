import {othersHaveCome} from '../repositories/gathering';
import type {Versions} from '../repositories/versao.repository';

/** A question for the versions of tables. */
export interface Question {
  /** There is nothing to be gained by waiting: it has been sent, or another one has to be answered first. */
  readonly sent: Promise<void>;
  /** Rejects with whatever the reading throws; nobody has to wait for it. */
  readonly answer: Promise<Versions>;
}

/**
 * What the versions of tables are now. Who asks gets a reading that began after the question, so it knows of every change
 * that was committed before. All who ask at the same time, or while one reading runs, share the next one. Where the
 * one that runs fails they are told so, too: a database that hangs must not be waited for twice.
 */
export class TableVersions {
  private running?: Promise<Versions>;
  private next?: Question;

  constructor(private readonly read: () => Promise<Versions>) {}

  ask(): Question {
    this.next ??= this.prepare();
    return this.running ? {...this.next, sent: Promise.resolve()} : this.next;
  }

  private prepare(): Question {
    const {promise: sent, resolve} = Promise.withResolvers<void>();
    const answer = this.readNext(resolve);
    answer.catch(() => undefined);
    return {sent, answer};
  }

  private async readNext(onSent: () => void): Promise<Versions> {
    try {
      await this.running;
      await othersHaveCome();
    } finally {
      this.next = undefined;
      // A statement is written in this turn, when a connection has been found.
      setImmediate(onSent);
    }
    const reading = this.read().finally(() => (this.running = undefined));
    this.running = reading;
    return reading;
  }
}

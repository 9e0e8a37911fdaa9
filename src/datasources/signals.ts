import {EventEmitter} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';

/** Before the next call of a name that was sent again while the last one went out: in PostgreSQL each is a transaction. */
const REST_MS = 20;

/**
 * Short calls between processes that say "look", and carry nothing. One may get lost, or come twice or for nothing, so
 * whoever listens also looks by itself now and then.
 */
export abstract class Signals {
  private readonly listeners = new EventEmitter().setMaxListeners(0);
  private readonly sending = new Map<string, {again: boolean}>();

  constructor(private readonly restMs = REST_MS) {}

  /** Calls all that listen, in this process at once. Others hear of the first one at once, and of those that come meanwhile together. */
  send(name: string): void {
    this.heard(name);
    const underWay = this.sending.get(name);
    if (underWay) underWay.again = true;
    else void this.sendOut(name);
  }

  /** Calls `listener` each time, and when calls may have been missed. @param name letters, digits and `_` */
  listen(name: string, listener: () => void): void {
    const isNew = this.listeners.listenerCount(name) === 0;
    this.listeners.on(name, listener);
    if (isNew) this.subscribe(name);
  }

  /** Calls every process that is subscribed. What it throws is a call that got lost. */
  protected abstract publish(name: string): Promise<void>;
  /** Has `heard` called from now on. */
  protected abstract subscribe(name: string): void;

  protected heard(name: string): void {
    this.listeners.emit(name);
  }

  /** The connection was away for a while. */
  protected heardAll(): void {
    for (const name of this.names()) this.heard(name);
  }

  protected names(): string[] {
    return this.listeners.eventNames() as string[];
  }

  private async sendOut(name: string): Promise<void> {
    const state = {again: true};
    this.sending.set(name, state);
    while (state.again) {
      state.again = false;
      await this.publish(name).catch(() => undefined);
      if (state.again) await delay(this.restMs, undefined, {ref: false});
    }
    this.sending.delete(name);
  }
}

import {setTimeout as delay} from 'node:timers/promises';
import type {Frame} from './frame';
import {MAX_WAITING_BYTES, READY_WAITING_BYTES, SEND_LIMIT_MS} from './limits';

const READY_POLL_MS = 20;

/** What carries frames to one client. */
export interface Wire {
  /** Bytes that wait for the client to read. */
  readonly waitingBytes: number;
  /** Grows while the client reads. */
  readonly progress: number;
  send(frame: Frame): void;
  /** Lets the client know. @param code of RFC 6455, where the transport has one */
  close(code: number, reason: string): void;
  /** Ends it at once: the client does not read. */
  terminate(): void;
  /** Whether the client may still be there; where the transport has a way to ask, it asks now and then. */
  isAlive(now: number): boolean;
}

/** One client. Whoever reads too slowly is cut off, so that it takes no memory from the others. */
export abstract class Connection {
  private progressBefore = -1;
  private stalledSince = 0;
  private isOpen = true;

  constructor(protected readonly wire: Wire) {}

  /** Looks after it, each second. @param now milliseconds */
  tick(now: number): void {
    if (this.wire.waitingBytes > MAX_WAITING_BYTES || this.isStalled(now) || !this.wire.isAlive(now))
      this.wire.terminate();
    else this.onTick(now);
  }

  close(code: number, reason: string): void {
    this.wire.close(code, reason);
  }

  /** Ends it without a word. */
  cutOff(): void {
    this.wire.terminate();
  }

  /** The transport is gone, whoever ended it. */
  closed(): void {
    this.isOpen = false;
    this.onClosed();
  }

  /** When it can take more of a replay. */
  async ready(): Promise<void> {
    while (this.isOpen && this.wire.waitingBytes > READY_WAITING_BYTES) await delay(READY_POLL_MS);
  }

  protected abstract onTick(now: number): void;
  protected abstract onClosed(): void;

  protected write(frame: Frame): void {
    if (!this.isOpen) return;
    this.wire.send(frame);
    if (this.wire.waitingBytes > MAX_WAITING_BYTES) this.wire.terminate();
  }

  private isStalled(now: number): boolean {
    const {progress, waitingBytes} = this.wire;
    if (waitingBytes === 0 || progress !== this.progressBefore) {
      this.progressBefore = progress;
      this.stalledSince = now;
      return false;
    }
    return now - this.stalledSince > SEND_LIMIT_MS;
  }
}

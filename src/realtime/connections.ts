import {BindingScope, inject, injectable} from '@loopback/core';
import {setTimeout as delay} from 'node:timers/promises';
import {AuthKeys} from '../auth/keys';
import type {Revocations} from '../auth/revocations';
import type {Connection} from './connection';
import {CLOSES_PER_SECOND, MAX_CONNECTIONS, TICK_MS} from './limits';

/** RFC 6455: the server restarts; come back. */
const SERVICE_RESTART = 1012;
const CLOSING_REASON = 'O serviço está reiniciando';
/** Part of the drain window in which clients that come back would still be sent to this process. */
const HEAD_PART = 0.1;
/** Part of it in which they are told to go; the rest is theirs, to answer. */
const WAVE_PART = 0.8;
/** Longest wait for the last answers. */
const ANSWER_LIMIT_MS = 1_000;
const ANSWER_POLL_MS = 20;

/** Every client that is connected, on whichever transport. */
@injectable({scope: BindingScope.SINGLETON})
export class Connections {
  private readonly all = new Set<Connection>();
  private timer?: NodeJS.Timeout;
  private unwatch?: () => void;
  private isDraining = false;

  constructor(@inject(AuthKeys.REVOCATIONS) private readonly revocations: Revocations) {
    // Whoever is signed out hears of it at once, when users have been forgotten.
    revocations.onRevoked(() => setImmediate(() => this.tick()));
  }

  get size(): number {
    return this.all.size;
  }

  /** Whether there is room for one more, and the process stays. */
  get areOpen(): boolean {
    return !this.isDraining && this.all.size < MAX_CONNECTIONS;
  }

  add(connection: Connection): void {
    this.all.add(connection);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    this.unwatch ??= this.revocations.watch();
  }

  remove(connection: Connection): void {
    if (!this.all.delete(connection)) return;
    connection.closed();
    if (this.all.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.unwatch?.();
    this.unwatch = undefined;
  }

  /** Lets everybody go, one after the other in an order of chance, so that they do not all come back at once. */
  async drain(seconds: number): Promise<void> {
    this.isDraining = true;
    await delay(seconds * HEAD_PART * 1000);
    const connections = shuffled([...this.all]);
    const windowMs = Math.min(seconds * WAVE_PART, connections.length / CLOSES_PER_SECOND) * 1000;
    const started = performance.now();
    for (const [i, connection] of connections.entries()) {
      const waitMs = started + (windowMs * i) / connections.length - performance.now();
      if (waitMs > 1) await delay(waitMs);
      if (this.all.has(connection)) connection.close(SERVICE_RESTART, CLOSING_REASON);
    }
    await this.cutOff();
  }

  /** Whoever does not hang up in time is no longer waited for. */
  private async cutOff(): Promise<void> {
    const deadline = performance.now() + ANSWER_LIMIT_MS;
    while (this.all.size > 0 && performance.now() < deadline) await delay(ANSWER_POLL_MS);
    for (const connection of [...this.all]) connection.cutOff();
  }

  private tick(): void {
    const now = performance.now();
    for (const connection of [...this.all]) connection.tick(now);
  }
}

function shuffled<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

import type {V1ObjectMeta} from '@kubernetes/client-node';
import type {Logger} from 'pino';
import {setTimeout as delay} from 'node:timers/promises';
import type {ApiClient} from './api-client';
import {isConflict, isNotFound} from './api-error';
import {pathOf, resourceOf} from './resources';

export interface LeaseTimes {
  /** How long others wait since they last saw the lease change before they take it. */
  readonly durationMs: number;
  /** How long we lead after the last renewal that went through; shorter, so that nobody else leads yet when we stop. */
  readonly renewLimitMs: number;
  /** Between two looks or renewals. */
  readonly retryMs: number;
}

/** What Kubernetes' own controllers use. */
export const LEASE_TIMES: LeaseTimes = {durationMs: 15_000, renewLimitMs: 10_000, retryMs: 2_000};
const LEASE = resourceOf('Lease');
/** The lease is looked at so often whether it still holds. */
const WATCHDOG_MS = 250;

interface Lease {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: V1ObjectMeta;
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    /** RFC 3339 with microseconds. */
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

export interface LeaseElectorOptions {
  /** Without a fence: the lease is what the fence asks for. */
  readonly client: ApiClient;
  readonly namespace: string;
  readonly name: string;
  /** Unlike any other process's, also an earlier one's of the same pod. */
  readonly identity: string;
  readonly times?: LeaseTimes;
  /** Called once, on the way from waiting to leading. */
  readonly onElected: () => void;
  /** Called once, when we led and may not any more. The process has to end. */
  readonly onLost: (reason: string) => void;
  readonly logger: Logger;
}

/**
 * One leader of all processes that share a Lease. Time is this process's own, of a clock that also goes on while the
 * process is stopped; what another machine's clock says is not looked at, only whether the lease changes.
 */
export class LeaseElector {
  private readonly times: LeaseTimes;
  private readonly path: string;
  /** As last seen, and since when it has not changed. */
  private seen?: {readonly lease: Lease; readonly mark: string; readonly since: number};
  private validUntil = -Infinity;
  private leads = false;
  private isOver = false;
  /** When the API server last answered, by our clock. */
  heardAt = -Infinity;

  constructor(private readonly options: LeaseElectorOptions) {
    this.times = options.times ?? LEASE_TIMES;
    this.path = pathOf(LEASE, options.namespace, options.name);
  }

  get isLeading(): boolean {
    return this.leads && !this.isOver && performance.now() < this.validUntil;
  }

  /** The fence of every write. @throws Error when another process may be leading by now */
  assertLeading = (): void => {
    if (!this.isLeading) throw new Error('This process does not lead any more; nothing is written.');
  };

  /** Tries to lead, then keeps leading, until told to stop or until the lease is lost. */
  async run(signal: AbortSignal): Promise<void> {
    const watchdog = setInterval(() => this.checkLoss(), WATCHDOG_MS);
    signal.addEventListener('abort', () => clearInterval(watchdog), {once: true});
    while (!signal.aborted && !this.isOver) {
      const from = performance.now();
      try {
        if (await this.tryToHold()) this.hold(from);
      } catch (error) {
        this.options.logger.warn({part: 'lease', reason: (error as Error).message}, 'lease out of reach');
      }
      await delay(this.times.retryMs, undefined, {signal}).catch(() => undefined);
    }
    clearInterval(watchdog);
  }

  /** Gives the lease back, so that the next leader need not wait. Call when nothing is written any more. */
  async release(): Promise<void> {
    const wasLeading = this.isLeading;
    this.isOver = true;
    if (!wasLeading || !this.seen) return;
    const {lease} = this.seen;
    await this.put({...lease, spec: {...lease.spec, holderIdentity: '', leaseDurationSeconds: 1}});
  }

  private hold(from: number): void {
    this.validUntil = from + this.times.renewLimitMs;
    if (this.leads || this.isOver || !(performance.now() < this.validUntil)) return;
    this.leads = true;
    this.options.logger.info({part: 'lease', identity: this.options.identity}, 'leading');
    this.options.onElected();
  }

  private checkLoss(): void {
    if (!this.leads || this.isOver || this.isLeading) return;
    this.isOver = true;
    this.options.onLost(`the lease was not renewed for ${this.times.renewLimitMs / 1000} s`);
  }

  /** One look, and one write if the lease is ours or nobody's. @returns whether we hold it now */
  private async tryToHold(): Promise<boolean> {
    // While we lead nobody else writes it: no need to look first.
    const lease = this.leads && this.seen ? this.seen.lease : await this.look();
    if (lease && !this.mayTake(lease)) {
      if (this.leads) this.loseTo(lease);
      return false;
    }
    try {
      await this.put(this.renewed(lease));
      return true;
    } catch (error) {
      if (!isConflict(error) && !isNotFound(error)) throw error;
      const now = await this.look();
      if (this.leads && now && !this.mayTake(now)) this.loseTo(now);
      return false;
    }
  }

  private loseTo({spec}: Lease): void {
    if (this.isOver) return;
    this.isOver = true;
    this.options.onLost(`${spec?.holderIdentity ?? 'another process'} holds the lease`);
  }

  private async look(): Promise<Lease | undefined> {
    try {
      const lease = await this.options.client.call<Lease>({
        method: 'GET',
        path: this.path,
        limitMs: this.callLimitMs,
      });
      this.remember(lease);
      return lease;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.heardAt = performance.now();
      this.seen = undefined;
      return undefined;
    }
  }

  private mayTake({spec}: Lease): boolean {
    if (!spec?.holderIdentity || spec.holderIdentity === this.options.identity) return true;
    return performance.now() - (this.seen?.since ?? Infinity) > this.times.durationMs;
  }

  private renewed(lease: Lease | undefined): Lease {
    const {name, namespace, identity} = this.options;
    const now = new Date().toISOString().replace('Z', '000Z');
    const isOurs = lease?.spec?.holderIdentity === identity;
    return {
      apiVersion: LEASE.apiVersion,
      kind: LEASE.kind,
      metadata: lease?.metadata ?? {name, namespace},
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: Math.ceil(this.times.durationMs / 1000),
        acquireTime: isOurs ? lease?.spec?.acquireTime : now,
        renewTime: now,
        leaseTransitions: (lease?.spec?.leaseTransitions ?? 0) + (isOurs ? 0 : 1),
      },
    };
  }

  /** With the resource version that was seen, so that of two only one gets through. */
  private async put(body: Lease): Promise<void> {
    const isNew = body.metadata.resourceVersion === undefined;
    const path = isNew ? pathOf(LEASE, this.options.namespace) : this.path;
    const method = isNew ? 'POST' : 'PUT';
    this.remember(await this.options.client.call<Lease>({method, path, body, limitMs: this.callLimitMs}));
  }

  private remember(lease: Lease): void {
    this.heardAt = performance.now();
    const {holderIdentity, renewTime, leaseTransitions} = lease.spec ?? {};
    const mark = [holderIdentity, renewTime, leaseTransitions].join(' ');
    this.seen = {lease, mark, since: this.seen?.mark === mark ? this.seen.since : performance.now()};
  }

  /** Several attempts have to fit before we lose it. */
  private get callLimitMs(): number {
    return this.times.renewLimitMs / 2;
  }
}

import type {IncomingMessage, ServerResponse} from 'node:http';

/** What is running: from the package, and from the file that the build leaves behind. */
export interface BuildInfo {
  readonly name: string;
  readonly version: string;
  /** Full hash; absent where the build knew none. */
  readonly commit?: string;
  /** ISO 8601, UTC; absent where the program was compiled by hand. */
  readonly buildTime?: string;
}

/** Where `/metrics` listens; port 0 picks a free one. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

export type HealthStatus = 'UP' | 'DOWN' | 'OUT_OF_SERVICE' | 'UNKNOWN';

/** State of one part of the service, as `/actuator/health` shows it; members stand in the order they are given. */
export interface Health {
  readonly status: HealthStatus;
  readonly description?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly components?: Readonly<Record<string, Health>>;
}

/** Tells the state of one part. Bound with `asHealthIndicator`, it becomes a component of `/actuator/health`. */
export interface HealthIndicator {
  /** Name of the component, such as `db`. */
  readonly name: string;
  /** Name of the service that we use, in metrics and log; absent: it is a part of ours. */
  readonly dependency?: string;
  /** What it throws, or an answer that takes longer than a second, counts as DOWN. */
  check(): Promise<Health>;
}

/** A page for administrators, which finds out by itself who comes. */
export interface AdminPage {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

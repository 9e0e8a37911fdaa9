export interface EmbeddedPostgresOptions {
  /** Absolute path; the cluster lives in `postgres` below it. Created when absent. */
  readonly dataDir: string;
  /** `false` turns off what survives a power cut (fsync): for tests. Default `true`. */
  readonly durable?: boolean;
  /** Connections at once, all clients together. Default 60. */
  readonly maxConnections?: number;
  /** Receives each line the server logs, without its line end. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** `postgresql://user:password@127.0.0.1:port/artistas`; a secret. The port differs from start to start. */
  readonly url: string;
  /** Settles only if the server ends without `stop()`, with a sentence that says so. */
  readonly exited: Promise<string>;
  /** Ends sessions and writes everything to disk; resolves when the server is gone. May be called twice. */
  readonly stop: () => Promise<void>;
}

/** The account that runs the server when ours may not (PostgreSQL refuses root). */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** A data folder of PostgreSQL, ready to be served. */
export interface Cluster {
  /** Real path of what PostgreSQL calls PGDATA. */
  readonly dataFolder: string;
  readonly password: string;
}

/** Absolute paths of the programs; their `lib` and `share` lie beside them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

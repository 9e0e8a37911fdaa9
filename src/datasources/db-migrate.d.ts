/** The parts of db-migrate that we call; the package ships no types. Read from its sources, version 0.11. */
declare module 'db-migrate/connect' {
  type Callback<T = void> = (error: Error | null | undefined, result?: T) => void;

  /** What db-migrate's command line would have put together from arguments, files and the environment. */
  export interface Internals {
    readonly migrationTable: string;
    /** Prefix of recorded names before `/`: a scope; we have none. */
    readonly matching: '';
    readonly parser: {readonly filesRegEx: RegExp};
    readonly migrationOptions: object;
    /** Looked at by name only; no argument of ours lives here. */
    readonly argv: object;
  }

  export interface Settings {
    readonly driver: {readonly require: string};
    /** Stands in for the driver's own connection. */
    readonly db: {
      connect(callback: Callback): void;
      query(...parameters: unknown[]): void;
    };
    readonly database: string;
    readonly schema: string;
    /** Folder of the migrations, absolute. */
    readonly 'migrations-dir': string;
  }

  export interface Migrator {
    createMigrationsTable(callback: Callback): void;
    /** Runs up to `count` migrations that have no record, oldest first, each in a transaction with its record. */
    upToBy(lastName: undefined, count: number, callback: Callback): void;
  }

  export function connect<T>(
    config: {config: Settings; internals: Internals},
    migrator: new () => T,
    callback: Callback<T>,
  ): void;
}

declare module 'db-migrate/lib/migrator' {
  import {Migrator} from 'db-migrate/connect';
  const implementation: new () => Migrator;
  export = implementation;
}

declare module 'db-migrate/api' {
  /** Only the prototype is of use to us: making an instance reads the command line and the environment. */
  class DbMigrate {
    silence(isSilent: boolean): boolean;
  }
  export = DbMigrate;
}

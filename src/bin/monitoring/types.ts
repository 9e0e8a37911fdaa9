/** `critical`: somebody is called at night; `warning`: somebody looks today. */
export type AlertSeverity = 'critical' | 'warning';

/** One alarm; its page is `docs/runbooks/<name>.md`. */
export interface Alert {
  /** Begins with `Artistas`. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** PromQL. It names no job, so that it holds however the processes are scraped. */
  readonly expr: string;
  /** How long it has to hold. */
  readonly for: string;
  /** One line, which says what is wrong and where. */
  readonly summary: string;
  /** What it means to users, in a sentence. */
  readonly description: string;
  /** `summary` in Portuguese. */
  readonly resumo: string;
}

/** A figure that is kept, because several alarms ask for it. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
}

export interface AlertGroup {
  readonly name: string;
  readonly recordings?: readonly Recording[];
  readonly alerts: readonly Alert[];
}

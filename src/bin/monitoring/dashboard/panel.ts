/** One line of a panel. */
export interface Query {
  /** PromQL, with `$namespace` and `$__rate_interval` of the dashboard. */
  readonly expr: string;
  /** Legend, with labels as `{{label}}`. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** Name of a unit of Grafana, such as `s`, `bytes`, `reqps`. */
  readonly unit: string;
  readonly queries: readonly Query[];
  readonly description?: string;
  /** A single figure, not a line over time. */
  readonly isFigure?: true;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Selects the installations that the person chose. */
export const HERE = 'namespace=~"$namespace"';

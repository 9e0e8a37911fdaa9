/** What one row of the scoreboard came to. */
export interface RowResult {
  readonly passed: boolean;
  /** What was measured, with units. */
  readonly figure: string;
  /** What it has to reach. */
  readonly bar: string;
}

export interface RowOptions {
  /** The same harm or load, fewer times. */
  readonly quick: boolean;
  /** A load that goes on for half an hour, in place of the harm; for nights. */
  readonly soak?: boolean;
}

/** Does what a row of the scoreboard says, for real. */
export type Row = (options: RowOptions) => Promise<RowResult>;

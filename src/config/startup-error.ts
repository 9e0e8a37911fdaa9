/**
 * A reason not to start that a person can act on: `message` is one sentence that says what is wrong and what to do.
 * `bin/*` prints it without a stack and exits with `exitCode`.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly exitCode: number;

  /** @param options `exitCode` for whoever reads it off the process; default 1 */
  constructor(message: string, {exitCode = 1, ...options}: ErrorOptions & {readonly exitCode?: number} = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

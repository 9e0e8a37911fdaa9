/**
 * A reason not to start that a person can act on: `message` is one sentence that says what is wrong and what to do.
 * `bin/*` prints it without a stack and exits with code 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

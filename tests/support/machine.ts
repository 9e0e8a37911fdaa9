import {Context, Hook} from 'mocha';

/**
 * Skips the test, or from a `before` hook all tests beside it, when the machine cannot provide what they need.
 * The reason is shown with them.
 * @throws Error instead of skipping where `CI=true`, since CI has to provide everything
 */
export function requireOnMachine(context: Context, condition: boolean, reason: string): void {
  if (condition) return;
  if (process.env.CI === 'true') throw new Error(`CI has to provide what this test needs: ${reason}`);
  const runnable = context.runnable();
  const note = ` (skipped: ${reason})`;
  if (runnable instanceof Hook) runnable.parent?.eachTest(test => (test.title += note));
  else runnable.title += note;
  context.skip();
}

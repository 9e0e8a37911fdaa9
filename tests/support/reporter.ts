import {MochaOptions, reporters, Runner} from 'mocha';

/**
 * The usual report; at its end a line for each failure, and as the very last one `N passed, N failed, N skipped`, for
 * programs to read. A failing hook counts as a failure.
 */
class CountingSpec extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    // Not at the end of the run: what is torn down after it may still have something to say.
    process.on('exit', () => {
      for (const test of this.failures) process.stdout.write(`FAIL ${test.fullTitle()}: ${reasonOf(test)}\n`);
      const {passes, failures, pending} = runner.stats!;
      process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`);
    });
  }
}

/** The first line of what it says. */
const reasonOf = ({err}: Mocha.Test): string => String(err?.message ?? err).split('\n', 1)[0]!;

export = CountingSpec;

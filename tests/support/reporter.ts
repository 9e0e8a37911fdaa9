import {MochaOptions, reporters, Runner} from 'mocha';

/**
 * The usual report, whose very last line is `N passed, N failed, N skipped`, for programs to read.
 * A failing hook counts as a failure.
 */
class CountingSpec extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    // Not at the end of the run: what is torn down after it may still have something to say.
    process.on('exit', () => {
      const {passes, failures, pending} = runner.stats!;
      process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`);
    });
  }
}

export = CountingSpec;

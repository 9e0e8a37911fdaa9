import type {Config} from '../../config/config';
import {StartupError} from '../../config/startup-error';
import {createLogger} from '../../observability/logger';
import {Problem} from '../../problems/problem';
import {TaskApplication} from '../../worker-application';
import {languageFrom} from '../commands/language';
import {withDatabase} from './with-database';

/**
 * Does something with our own services that has an end, on the database of the settings.
 * @param add what the services need beside the foundation
 * @throws StartupError where a caller of the API would have been told a problem
 */
export async function withTask<T>(
  config: Config,
  use: (app: TaskApplication) => Promise<T>,
  add: (app: TaskApplication) => void = () => undefined,
): Promise<T> {
  return withDatabase(config, async databaseUrl => {
    // Nobody looks at a process that is gone in a moment.
    const parts = {config: {...config, metricsPort: 0}, databaseUrl, logger: createLogger(config.logLevel)};
    const app = new TaskApplication(parts);
    add(app);
    await app.boot();
    await app.start();
    try {
      return await use(app);
    } catch (error) {
      throw error instanceof Problem ? new StartupError(textOf(error), {cause: error}) : error;
    } finally {
      await app.stop();
    }
  });
}

/** The sentence, and each field that it is about, in the language of who called. */
function textOf(problem: Problem): string {
  const language = languageFrom(process.argv, process.env);
  const fields = Object.entries(problem.fieldsIn(language)).map(([field, what]) => `${field}: ${what}`);
  return [problem.messageIn(language), ...fields].join('\n');
}

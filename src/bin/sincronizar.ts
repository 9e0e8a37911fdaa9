import {loadConfig} from '../config/config';
import {StartupError} from '../config/startup-error';
import {createLogger} from '../observability/logger';
import {Problem} from '../problems/problem';
import {TaskApplication} from '../worker-application';
import {fail} from './process';

/** The one thing that is called here, of the service of that name. */
interface Synchroniser {
  synchronise(request: {origem: 'AGENDADA'; signal: AbortSignal}): Promise<object>;
}

/**
 * Brings the list of regional offices in step, once, and ends: exit code 0 with what was changed, or 1 with a sentence. It
 * is for a clock outside of ours, such as a CronJob.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const databaseUrl = config.database.url;
  if (!databaseUrl) throw new StartupError('DATABASE_URL must be set: this is for a database that is there.');
  if (!config.regionais.url)
    throw new StartupError('REGIONAIS_URL is "off": there is no list to be in step with.');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
  // Nobody looks at a process that is gone in a moment.
  const parts = {config: {...config, metricsPort: 0}, databaseUrl, logger: createLogger(config.logLevel)};
  const app = new TaskApplication(parts);
  await app.boot();
  await app.start();
  try {
    const service = await app.get<Synchroniser>('services.SincronizacaoService');
    const run = await service.synchronise({origem: 'AGENDADA', signal: stopping.signal});
    process.stdout.write(`${JSON.stringify(run)}\n`);
  } catch (error) {
    throw error instanceof Problem ? new StartupError(error.message, {cause: error}) : error;
  } finally {
    await app.stop();
  }
}

main().catch(fail);

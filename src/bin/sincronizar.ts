import {loadConfig} from '../config/config';
import {StartupError} from '../config/startup-error';
import {readArguments} from './commands/arguments';
import {withTask} from './work/with-task';
import {fail} from './process';

/** What is called here, of the service of that name. */
interface Synchroniser {
  simulate(request: object): Promise<object>;
  synchronise(request: {origem: 'AGENDADA'; signal: AbortSignal}): Promise<object>;
}

/**
 * Brings the list of regional offices in step, once, and ends: exit code 0 with what was changed, or 1 with a sentence. It
 * is for a clock outside of ours, such as a CronJob. With `--dry-run` it says what would be changed, and changes nothing.
 */
async function main(): Promise<void> {
  const {values} = readArguments('sincronizar', {'dry-run': {type: 'boolean'}});
  const config = loadConfig(process.env);
  if (!config.database.url)
    throw new StartupError('DATABASE_URL must be set: this is for a database that is there.');
  if (!config.regionais.url)
    throw new StartupError('REGIONAIS_URL is "off": there is no list to be in step with.');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
  await withTask(config, async app => {
    const service = await app.get<Synchroniser>('services.SincronizacaoService');
    const done = values['dry-run']
      ? await service.simulate({})
      : await service.synchronise({origem: 'AGENDADA', signal: stopping.signal});
    process.stdout.write(`${JSON.stringify(done)}\n`);
  });
}

main().catch(fail);

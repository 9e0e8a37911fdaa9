import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {RegionaisApi} from '../support/regionais-api';
import {runSchemathesis} from '../support/schemathesis';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import type {Row} from './types';

const LIST = Array.from({length: 20}, (_, i) => ({id: i + 1, nome: `R${i + 1}`}));
/** Their answers do not end. */
const STREAMS = ['/api/v1/eventos', '/api/v1/catalogo/eventos'];

/**
 * The account that asks is among those whose role and password are changed: all is answered as ever, and it stays as it was.
 * Nor does it wait for the wrong passwords that are sent on purpose; of that there is row S5.
 */
const CALLER_STAYS = `
  create function fica() returns trigger language plpgsql as 'begin return old; end';
  create trigger fica before update on usuario for each row when (old.nome_usuario = 'seletivo') execute function fica();
  create function nada_conta() returns trigger language plpgsql as 'begin new.falhas := 0; new.livre_em := ''-infinity''; return new; end';
  create trigger nada_conta before insert or update on tentativa_login for each row execute function nada_conta();`;

/** Statuses of each stream for a caller with credentials, and for one without. */
async function streamStatuses(url: string): Promise<string> {
  const statuses = STREAMS.flatMap(path =>
    [basic(), {}].map(async headers => {
      const cut = new AbortController();
      const {status} = await fetch(url + path, {headers, signal: cut.signal});
      cut.abort();
      return status;
    }),
  );
  return (await Promise.all(statuses)).join();
}

/** S1: every operation of our own document, by Schemathesis: signed in, in sequences of calls too, and not. */
export const everyOperation: Row = async ({quick}) => {
  const database = await givenDatabase({template: 'sample'});
  const external = await RegionaisApi.start();
  external.behave(LIST);
  const folder = await mkdtemp(join(tmpdir(), 'artistas-s1-'));
  const service = await ServiceProcess.start('api', {
    DATABASE_URL: database.url,
    REGIONAIS_URL: external.url,
    DATA_DIR: folder,
  });
  const excluded = STREAMS;
  try {
    await sql(database.url, CALLER_STAYS);
    const phases = 'examples,coverage,fuzzing,stateful';
    const examples = quick ? 6 : 100;
    const auth = 'seletivo:admin';
    const signedIn = await runSchemathesis(service.url, {phases, examples, auth, excluded});
    const anonymous = await runSchemathesis(service.url, {phases: 'examples,coverage', examples, excluded});
    const stream = await streamStatuses(service.url);
    const failures = [
      ...signedIn.failures,
      ...anonymous.failures,
      ...(stream === '200,401,200,200' ? [] : [stream]),
    ];
    const {selected, tested} = signedIn;
    return {
      passed: failures.length === 0 && tested === selected && anonymous.tested === anonymous.selected,
      figure:
        `${tested + STREAMS.length} of ${selected + STREAMS.length} operations, ${signedIn.cases} requests signed in, ${anonymous.cases} not: ` +
        `${failures.length} failures ${failures.slice(0, 3).join(' · ')}`,
      bar: 'all; 0: no 5xx, no schema or status violation, no ignored authentication',
    };
  } finally {
    await service.stop();
    await external.stop();
    await database.drop();
    await rm(folder, {recursive: true});
  }
};

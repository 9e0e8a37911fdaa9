import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {insideHosts, listenInside} from '../support/inside-targets';
import {redirectingTo, RegionaisApi} from '../support/regionais-api';
import {ServiceProcess} from '../support/service-process';
import type {Row} from './types';

/** S7: the external API sends us to places that lead inside. */
export const redirectsInside: Row = async () => {
  const database = await givenDatabase();
  const external = await RegionaisApi.start();
  const env = {DATABASE_URL: database.url, REGIONAIS_URL: external.url, RUN_WORKER: 'off'};
  const service = await ServiceProcess.start('api', env);
  const inside = await listenInside();
  let refused = 0;
  let connections: number;
  try {
    for (const host of insideHosts) {
      external.behave(redirectingTo(`http://${host}:${inside.port}/`));
      const answer = await fetch(`${service.url}/api/v1/regionais/sincronizar`, {
        method: 'POST',
        headers: basic(),
      });
      if (answer.status === 502) refused += 1;
    }
  } finally {
    connections = await inside.stop();
    await service.stop();
    await external.stop();
    await database.drop();
  }
  return {
    passed: connections === 0 && refused === insideHosts.length,
    figure: `${insideHosts.length} targets: ${connections} connections, ${refused} answers of 502`,
    bar: '≥ 15 targets: 0; all',
  };
};

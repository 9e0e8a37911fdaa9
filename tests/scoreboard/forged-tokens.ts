import {basic, bearer} from '../support/auth';
import {givenDatabase} from '../support/database';
import {FORGERIES} from '../support/forged';
import {ServiceProcess} from '../support/service-process';
import {claimsOf, signToken} from '../support/tokens';
import type {Row} from './types';

const SECRET = 'um-segredo-de-mais-de-trinta-e-dois-bytes';
const PATHS = ['/api/v1/album', '/api/v1/usuarios', '/api/v1/eu'];

/** What differs from one answer to the next by nature. */
const comparable = (text: string): string =>
  text.replace(/"(timestamp|requestId|path|instance)":"[^"]*"/g, '');

/** S3: tokens that were forged, have aged or are meant for something else. */
export const forgedTokens: Row = async () => {
  const database = await givenDatabase();
  const service = await ServiceProcess.start('api', {DATABASE_URL: database.url, JWT_SECRET: SECRET});
  const ask = (path: string, token: string) => fetch(service.url + path, {headers: bearer(token)});
  try {
    const login = await fetch(`${service.url}/api/v2/auth/login`, {method: 'POST', headers: basic()});
    const {accessToken} = (await login.json()) as {accessToken: string};
    const claims = claimsOf(accessToken);
    const isGenuineTaken = (await ask(PATHS[0]!, signToken(claims, {secret: SECRET}))).status === 200;
    const accepted: string[] = [];
    const bodies = new Set<string>();
    for (const {name, make} of FORGERIES) {
      for (const path of PATHS) {
        const answer = await ask(path, make(claims, SECRET));
        bodies.add(comparable(await answer.text()));
        if (answer.status !== 401) accepted.push(`${name}: ${answer.status}`);
      }
    }
    return {
      passed: isGenuineTaken && FORGERIES.length >= 30 && accepted.length === 0 && bodies.size === 1,
      figure: `${FORGERIES.length} tokens × ${PATHS.length} paths: ${accepted.length} accepted ${accepted.join(', ')}; ${bodies.size} kind(s) of body`,
      bar: '≥ 30 kinds: 0 accepted; 401; one body',
    };
  } finally {
    await service.stop();
    await database.drop();
  }
};

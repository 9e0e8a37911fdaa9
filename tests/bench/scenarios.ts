import type {LoadStep} from './load';
import type {Target} from './target';

/** What is asked of a server. */
export interface Scenario {
  readonly name: string;
  /** Gives the answers that each server has to give to the same requests. */
  steps(target: Target): Promise<LoadStep[]>;
}

/** Different rows, so that neither side has a single one at hand. */
const IDS = 97;

async function ask({port, headers}: Target, path: string): Promise<{body: string; link: string}> {
  const [name = '', value = ''] = headers.trim().split(': ');
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {headers: name ? {[name]: value} : {}});
  const body = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${body}`);
  return {body, link: answer.headers.get('link') ?? ''};
}

const get = async (target: Target, path: string): Promise<LoadStep> => ({
  text: `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\n${target.headers}\r\n`,
  body: (await ask(target, path)).body,
});

export const listOfTwenty: Scenario = {
  name: 'list of 20 with its exact total',
  steps: async target => [await get(target, '/api/v1/album?size=20')],
};

export const byId: Scenario = {
  name: 'album by id',
  steps: target =>
    Promise.all(Array.from({length: IDS}, (_, i) => get(target, `/api/v1/album/${i * 97 + 1}`))),
};

/** Behind a cursor. @param page whose `next` it is */
export const deepPage = (pageOf: (target: Target) => number): Scenario => ({
  name: 'page behind a cursor, half way',
  steps: async target => {
    const {link} = await ask(target, `/api/v1/album?size=20&page=${pageOf(target)}`);
    return [await get(target, /<([^>]+)>; rel="next"/.exec(link)![1]!)];
  },
});

/** @param nomes one request each */
export const search = (name: string, nomes: readonly string[]): Scenario => ({
  name,
  steps: target => Promise.all(nomes.map(nome => get(target, `/api/v1/album?nome=${nome}`))),
});

export const create: Scenario = {
  name: 'create an album with its event',
  steps: ({port, headers}) => {
    const body = '{"nome":"Álbum da bancada"}';
    const entity = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    const text = `POST /api/v1/album HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}${entity}\r\n${body}`;
    return Promise.resolve([{text, body: '{"id":', isBeginning: true}]);
  },
};

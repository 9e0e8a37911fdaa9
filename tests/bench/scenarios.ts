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

async function bodyOf({port, headers}: Target, path: string): Promise<string> {
  const [name = '', value = ''] = headers.trim().split(': ');
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {headers: name ? {[name]: value} : {}});
  const body = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${body}`);
  return body;
}

const get = async (target: Target, path: string): Promise<LoadStep> => ({
  text: `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\n${target.headers}\r\n`,
  body: await bodyOf(target, path),
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

export const create: Scenario = {
  name: 'create an album with its event',
  steps: ({port, headers}) => {
    const body = '{"nome":"Álbum da bancada"}';
    const entity = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    const text = `POST /api/v1/album HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}${entity}\r\n${body}`;
    return Promise.resolve([{text, body: '{"id":', isBeginning: true}]);
  },
};

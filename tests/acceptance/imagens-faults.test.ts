import {expect} from '@loopback/testlab';
import {hash} from 'node:crypto';
import {connect} from 'node:net';
import pLimit from 'p-limit';
import type {VarreduraService} from '../../src/services/varredura.service';
import {eventually} from '../support/eventually';
import {givenAlbum} from '../support/given';
import {png} from '../support/images';
import {Random} from '../support/random';
import {ApiWithStore, StoreKind, withApiOver} from '../support/stores';
import {form, replace, upload} from '../support/uploads';

const OPERATIONS = 500;
/** Operations in whose place the store is killed … */
const KILLED_AT = [120, 350];
/** … and how many later it comes back. What is refused at once would else use up all the rest. */
const AWAY_FOR = 30;
const AT_ONCE = 4;
const STORES: readonly StoreKind[] = ['local', 'minio'];

/** A request for an upload whose client goes away in the middle. */
async function abandonedUpload({api}: ApiWithStore, albumId: number, content: Buffer): Promise<void> {
  const {body, headers} = form([{content}]);
  const {hostname, port} = new URL(api.url);
  const socket = connect(Number(port), hostname);
  const head = [
    `POST /api/v1/albuns/${albumId}/imagens HTTP/1.1`,
    'Host: x',
    `Authorization: Basic ${Buffer.from('seletivo:admin').toString('base64')}`,
    `Content-Type: ${headers['content-type']}`,
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise<void>(resolve => socket.write(body.subarray(0, body.length - 40), () => resolve()));
  socket.destroy();
}

for (const kind of STORES) {
  describe(`${OPERATIONS} random uploads, replacements and removals over ${kind} with faults in between`, () => {
    const given = withApiOver(kind);
    /** What clients were told: cover to the hash of its bytes. A cover whose last answer was a failure may be either. */
    const acknowledged = new Map<number, Set<string> | undefined>();
    const random = new Random(20_261_124);
    const albums: number[] = [];

    const digest = (content: Buffer): string => hash('sha1', content);
    const newImage = (): Buffer => png({width: 1 + random.below(120), height: 1 + random.below(120)});
    const idOf = async (key: string): Promise<number> => {
      const [row] = await given.api.sql<{id: string}>('select id from album_imagens where url = $1', [key]);
      return Number(row!.id);
    };

    async function add(): Promise<void> {
      const content = newImage();
      const {status, json} = await upload(given.api, random.of(albums), {content});
      if (status === 200) acknowledged.set(await idOf(json.urls[0] as string), new Set([digest(content)]));
    }

    async function change(): Promise<void> {
      const [id, before] = random.of([...acknowledged]) ?? [];
      if (id === undefined || before === undefined) return;
      const content = newImage();
      acknowledged.set(id, new Set([...before, digest(content)]));
      const {status} = await replace(given.api, id, {content});
      if (status === 200) acknowledged.set(id, new Set([digest(content)]));
    }

    async function remove(): Promise<void> {
      const [id, before] = random.of([...acknowledged]) ?? [];
      if (id === undefined || before === undefined) return;
      // Whatever is answered, nothing is promised of it any more.
      acknowledged.delete(id);
      await given.api.request('DELETE', `/api/v1/albuns/${id}`);
    }

    const accepted = (): Promise<unknown> =>
      eventually('an upload is taken', async () => {
        const {status} = await upload(given.api, albums[0]!, {content: png()});
        return status === 200;
      });

    const faults = {
      'a file that is no image': async () =>
        void (await upload(given.api, random.of(albums), {content: 'x'})),
      'a good one and a cut one': async () =>
        void (await upload(
          given.api,
          random.of(albums),
          {content: newImage()},
          {content: newImage().subarray(0, -9)},
        )),
      'a client that goes away': () => abandonedUpload(given, random.of(albums), newImage()),
      'connections of the database that are cut': async () =>
        void (await given.api.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name like 'artistas-%'`,
        )),
      'a store that is killed': async () => {
        if (kind !== 'local') await given.server.kill();
      },
      'a store that comes back': async () => {
        if (kind === 'local') return;
        // It may still be ending.
        await given.server.kill();
        await given.server.start();
        await accepted();
      },
      'a run of the job': async () =>
        void (await (
          await given.api.app.get<VarreduraService>('services.VarreduraService')
        )
          .removeObjects()
          .catch(() => undefined)),
    };

    it('rows and objects match one to one after the sweep, and what was acknowledged is there', async function () {
      this.timeout(180_000);
      for (let i = 0; i < 5; i++) albums.push((await givenAlbum(given.api)).id);
      const atOnce = pLimit(AT_ONCE);
      // A cover is in one hand at a time, or nobody could say what its last answer was.
      let turn: Promise<unknown> = Promise.resolve();
      const inTurn = (work: () => Promise<void>): Promise<void> => {
        const next = turn.then(work);
        turn = next.catch(() => undefined);
        return next;
      };
      let isBack: Promise<void> = Promise.resolve();
      const operation = async (i: number): Promise<void> => {
        if (KILLED_AT.includes(i)) return faults['a store that is killed']();
        if (KILLED_AT.includes(i - AWAY_FOR)) isBack = faults['a store that comes back']();
        await isBack;
        const dice = random.below(100);
        if (dice < 50) return add();
        if (dice < 75) return inTurn(change);
        if (dice < 90) return inTurn(remove);
        return faults[random.of(Object.keys(faults).slice(0, 4)) as keyof typeof faults]();
      };
      const work = Array.from({length: OPERATIONS}, (_, i) => atOnce(() => operation(i).catch(ignoreCut)));
      const runs = setInterval(() => void faults['a run of the job'](), 200);
      await Promise.all(work);
      clearInterval(runs);

      await accepted();
      const service = await given.api.app.get<VarreduraService>('services.VarreduraService');
      const report = await eventually('the sweep goes through', () =>
        service.sweep({before: new Date(Date.now() + 60_000)}).catch(() => undefined),
      );
      const rows = await given.api.sql<{id: string; url: string}>(
        'select id, url from album_imagens order by url collate "C"',
      );
      expect(report.capasSemObjeto).to.equal(0);
      expect(await given.keys()).to.eql(rows.map(({url}) => url));
      expect(rows.length).to.be.greaterThan(OPERATIONS / 5);

      const keys = new Map(rows.map(({id, url}) => [Number(id), url]));
      for (const [id, contents] of acknowledged) {
        const bytes: Buffer[] = [];
        for await (const piece of await given.store.read(keys.get(id)!)) bytes.push(piece as Buffer);
        expect([...contents!]).to.containEql(digest(Buffer.concat(bytes)));
      }
    });
  });
}

/** A client of ours that was cut off has no answer. */
function ignoreCut(error: unknown): void {
  const {code = ''} = error as {code?: string};
  if (!/^(ECONNRESET|EPIPE|57P01)$/.test(code)) throw error;
}

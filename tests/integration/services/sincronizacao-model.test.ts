import {expect} from '@loopback/testlab';
import {ClientKeys} from '../../../src/clients/keys';
import type {RegionaisClient} from '../../../src/clients/regionais.client';
import type {RegionalItem} from '../../../src/clients/types';
import type {RegionalService} from '../../../src/services/regional.service';
import type {SincronizacaoService} from '../../../src/services/sincronizacao.service';
import {withApi} from '../../support/api';
import {Random} from '../../support/random';
import {withClient} from '../../support/sql';

const HISTORIES = 1_000;
const STEPS = 5;
const IDS = [1, 2, 3, 4];
const NAMES = ['A', 'B', 'C'];

/** Active offices by id: what the rules say, in the plainest form. */
type List = ReadonlyMap<number, string>;

interface Row {
  readonly id: number;
  readonly regional_id: number;
  readonly nome: string;
  readonly ativo: boolean;
}

describe('the rules of the synchronisation', function () {
  this.timeout(180_000);
  const running = withApi();

  it(`hold over ${HISTORIES} random histories, undoing included`, async () => {
    let list: readonly RegionalItem[] = [];
    const {app} = running.api;
    const client: Pick<RegionaisClient, 'fetchAll'> = {fetchAll: () => Promise.resolve([...list])};
    // Whoever uses the client has it since the start.
    Object.assign(await app.get(ClientKeys.REGIONAIS), client);
    const syncs = await app.get<SincronizacaoService>('services.SincronizacaoService');
    const byHand = await app.get<RegionalService>('services.RegionalService');

    await withClient(running.api.databaseUrl, async database => {
      const rows = async (): Promise<Row[]> =>
        (await database.query<Row>('select id::int, regional_id, nome, ativo from regionais order by id'))
          .rows;
      for (let seed = 1; seed <= HISTORIES; seed++) {
        const random = new Random(seed);
        await database.query('truncate regionais, sincronizacao');
        let model: List = new Map();
        let before: Row[] = [];
        /** Lists that were the active ones before each run, by the run's id. */
        const undoable = new Map<number, List>();
        for (let step = 0; step < STEPS; step++) {
          const previous = model;
          const action = random.below(10);
          const id = random.of(IDS);
          if (action < 5) {
            list = IDS.filter(() => random.below(3) > 0).map(each => ({id: each, nome: random.of(NAMES)}));
            if (list.length === 0) continue;
            const run = await syncs.synchronise({origem: 'MANUAL'});
            undoable.set(run.id, previous);
            model = new Map(list.map(item => [item.id, item.nome]));
          } else if (action < 7 && undoable.size > 0) {
            const target = random.of([...undoable.keys()]);
            const run = await syncs.undo(target, undefined);
            undoable.set(run.id, previous);
            model = undoable.get(target)!;
          } else if (model.has(id) && action === 9) {
            await byHand.deactivate(id, {ator: {endereco: '', requisicao: ''}});
            model = new Map([...model].filter(([each]) => each !== id));
          } else {
            const nome = random.of(NAMES);
            await (model.has(id) ? byHand.change(id, {nome}, {}) : byHand.create({regionalId: id, nome}));
            model = new Map([...model, [id, nome]]);
          }
          const now = await rows();
          expectModel(`seed ${seed}, step ${step}`, {model, previous, before, now});
          before = now;
        }
      }
    });
  });
});

interface Step {
  readonly model: List;
  readonly previous: List;
  readonly before: readonly Row[];
  readonly now: readonly Row[];
}

/** One active row for each office of the model, no row gone or rewritten, and a new one only where a name is new. */
function expectModel(where: string, {model, previous, before, now}: Step): void {
  const active = now.filter(({ativo}) => ativo);
  expect([where, active.map(row => [row.regional_id, row.nome]).sort()]).to.eql([where, [...model].sort()]);
  const kept = now.slice(0, before.length);
  expect([where, kept.map(withoutState)]).to.eql([where, before.map(withoutState)]);
  const added = [...model].filter(([id, nome]) => previous.get(id) !== nome);
  expect([where, now.length - before.length]).to.eql([where, added.length]);
  const untouched = before.filter(({ativo, regional_id, nome}) => ativo && model.get(regional_id) === nome);
  expect([where, untouched.filter(row => !active.some(({id}) => id === row.id))]).to.eql([where, []]);
}

const withoutState = ({id, regional_id, nome}: Row): unknown => ({id, regional_id, nome});

import {expect} from '@loopback/testlab';
import {Client} from 'pg';
import {withApi} from '../../support/api';
import {Item, withRegionaisApi} from '../../support/regionais-api';

const offices = (count: number, suffix: string): Item[] =>
  Array.from({length: count}, (_, i) => ({id: i + 1, nome: `R${i + 1}${suffix}`}));

/** Who calls is looked at now and then, and the database whether it still answers, however long a request takes. */
const OF_OTHERS = /\b(usuario|revogacao|tentar_login|acertar_login|listen|pg_notify)\b|^select 1$/;
const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : String((statement as {text?: string}).text);

describe('a synchronisation', () => {
  const external = withRegionaisApi();
  const running = withApi({env: () => ({REGIONAIS_URL: external.api.url})});

  /** Statements that this process sends to the database meanwhile. */
  const statementsOf = async (list: readonly Item[]): Promise<number> => {
    external.api.behave(list);
    const query = Object.getOwnPropertyDescriptor(Client.prototype, 'query')!.value as Client['query'];
    let count = 0;
    Client.prototype.query = function (this: Client, ...args: Parameters<Client['query']>) {
      if (!OF_OTHERS.test(textOf(args[0]))) count += 1;
      return query.apply(this, args);
    } as Client['query'];
    try {
      const {status} = await running.api.request('POST', '/api/v1/regionais/sincronizar?forcar=true');
      expect(status).to.equal(204);
      return count;
    } finally {
      Client.prototype.query = query;
    }
  };

  it('takes the same number of statements for ten offices and for ten thousand', async () => {
    await statementsOf(offices(1, ''));
    const few = await statementsOf(offices(10, ' a'));
    expect(few).to.be.within(8, 20);
    expect(await statementsOf(offices(10_000, ' b'))).to.equal(few);
    expect(await statementsOf(offices(10_000, ' c'))).to.equal(few);
  });
});

import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {send} from '../support/auth';

const PATH = '/api/v1/artistas';

/** With one request a minute for each address, the second answer tells whether the two came from one. */
describe('the address of a caller behind proxies', () => {
  describe('that are trusted', () => {
    const running = withApi({env: {RATE_LIMIT: '1', TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8, fd00::/8'}});
    const isLimited = async (headers: Record<string, string>): Promise<boolean> =>
      (await send(running.api, 'GET', PATH, {headers})).status === 429;

    const same = [
      {name: 'a proxy', first: '192.0.2.1', second: '192.0.2.1'},
      {name: 'two proxies', first: '192.0.2.2', second: '192.0.2.2, 10.1.2.3'},
      {name: 'a proxy with an IPv6 address', first: '192.0.2.3', second: '192.0.2.3, fd00::5'},
      {name: 'an address that the client made up', first: '192.0.2.4', second: '198.51.100.7, 192.0.2.4'},
      {name: 'a proxy of ours that the client made up', first: '192.0.2.5', second: '10.0.0.9, 192.0.2.5'},
      {name: 'something that is no address', first: '192.0.2.6', second: 'unknown, 192.0.2.6'},
      {name: 'no blanks', first: '192.0.2.7', second: '192.0.2.7,10.0.0.1,10.0.0.2'},
      {name: 'IPv4 in IPv6', first: '192.0.2.8', second: '::ffff:192.0.2.8'},
      {name: 'a network of ours alone', first: '10.9.9.9', second: '10.9.9.9, 10.0.0.1'},
      {name: 'another host of an IPv6 network', first: '2001:db8:0:1::1', second: '2001:db8:0:1:ffff::2'},
      {name: 'an IPv6 address written out', first: '2001:db8:0:2::1', second: '2001:db8:0:2:0:0:0:1'},
      {name: 'an IPv6 network with zeros', first: '2001:db8::1', second: '2001:db8:0:0:1::1'},
    ];
    for (const {name, first, second} of same) {
      it(`is seen through ${name}`, async () => {
        expect(await isLimited({'x-forwarded-for': first})).to.be.false();
        expect(await isLimited({'x-forwarded-for': second})).to.be.true();
      });
    }

    const different = [
      {name: 'another address', first: '203.0.113.1', second: '203.0.113.2'},
      {name: 'what the client made up', first: '203.0.113.3', second: '203.0.113.3, 203.0.113.4'},
      {name: 'another IPv6 network', first: '2001:db8:1:1::1', second: '2001:db8:1:2::1'},
    ];
    for (const {name, first, second} of different) {
      it(`is another one: ${name}`, async () => {
        expect(await isLimited({'x-forwarded-for': first})).to.be.false();
        expect(await isLimited({'x-forwarded-for': second})).to.be.false();
      });
    }

    it('is that of the peer without X-Forwarded-For, and for all other fields', async () => {
      expect(await isLimited({})).to.be.false();
      for (const name of ['forwarded', 'x-real-ip', 'client-ip', 'cf-connecting-ip']) {
        expect(await isLimited({[name]: '192.0.2.200', 'x-forwarded-for': ''})).to.be.true();
      }
    });
  });

  describe('that nobody trusts', () => {
    const running = withApi({env: {RATE_LIMIT: '1', TRUSTED_PROXIES: '192.0.2.0/24'}});

    it('is that of the peer, whatever X-Forwarded-For says', async () => {
      const statuses = [];
      for (const address of ['203.0.113.1', '203.0.113.2, 192.0.2.1']) {
        const headers = {'x-forwarded-for': address};
        statuses.push((await send(running.api, 'GET', PATH, {headers})).status);
      }
      expect(statuses).to.eql([401, 429]);
    });
  });
});

import {expect} from '@loopback/testlab';
import {StartupError} from '../../../src/config/startup-error';
import {ClientAddress} from '../../../src/rest/client-address';

describe('whom limits count', () => {
  const cases: {name: string; address: string; want: string}[] = [
    {name: 'an IPv4 address alone', address: '192.0.2.1', want: '192.0.2.1'},
    {name: 'IPv4 in IPv6 as IPv4', address: '::ffff:192.0.2.1', want: '192.0.2.1'},
    {name: 'IPv4 in IPv6 in capitals', address: '::FFFF:192.0.2.1', want: '192.0.2.1'},
    {name: 'IPv4 in IPv6 in hexadecimal', address: '0:0:0:0:0:ffff:c000:201', want: '192.0.2.1'},
    {name: 'an IPv6 address by its first half', address: '2001:db8:1:2:3:4:5:6', want: '2001:db8:1:2'},
    {name: 'an IPv6 address without its zeros', address: '2001:db8::1', want: '2001:db8:0:0'},
    {name: 'zeros in the second half', address: '2001:db8:1:2::6', want: '2001:db8:1:2'},
    {name: 'zeros within the first half', address: '2001::2:3:4:5:6:7', want: '2001:0:2:3'},
    {name: 'zeros at the end', address: '2001:db8:1:2::', want: '2001:db8:1:2'},
    {name: 'leading zeros and capitals', address: '2001:0DB8:0001:2::6', want: '2001:db8:1:2'},
    {name: 'IPv4 at the end of another address', address: '1:2::3:4:5:192.0.2.1', want: '1:2:0:3'},
    {name: 'an address of one link', address: 'fe80::1%eth0', want: 'fe80:0:0:0'},
    {name: 'the own host', address: '::1', want: '0:0:0:0'},
    {name: 'what is no address', address: 'unknown', want: 'unknown'},
    {name: 'nobody', address: '', want: ''},
  ];
  for (const {name, address, want} of cases) {
    it(`${name}: ${address || '(empty)'}`, () => {
      expect(ClientAddress.limitKeyOf(address)).to.equal(want);
    });
  }
});

describe('trusted proxies', () => {
  for (const entry of ['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '::1', '10.0.0.0/255.0.0.0', 'loopback']) {
    it(`may be ${entry}`, () => {
      expect(() => new ClientAddress([entry])).to.not.throw();
    });
  }

  for (const entry of ['proxy.example', '10.0.0.0/33', '10.0.0.0/0', '10.0.0', 'fd00::/129', '10.0.0.0/x']) {
    it(`may not be ${entry}, and the setting is named`, () => {
      expect(() => new ClientAddress(['192.0.2.1', entry])).to.throw(StartupError, {
        message: /^TRUSTED_PROXIES holds an entry that is no address or network: .+\.$/,
      });
    });
  }
});

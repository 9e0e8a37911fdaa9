import {expect} from '@loopback/testlab';
import {visit} from '../../support/doctor';
import {freePort} from '../../support/free-port';
import {requireOnMachine} from '../../support/machine';
import {Nginx} from '../../support/nginx';

describe('the doctor looks at what a proxy passes on', function () {
  this.timeout(60_000);
  before(function () {
    requireOnMachine(this, Nginx.isOnMachine(), 'nginx');
  });

  interface Case {
    readonly proxy: string;
    readonly lines: readonly string[];
    readonly trusted: string;
    readonly expected: Readonly<Record<string, string>>;
  }
  const APPENDS = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;';
  const cases: Case[] = [
    {
      proxy: 'that appends',
      lines: [APPENDS],
      trusted: '127.0.0.1',
      expected: {address_known: 'ok', origin_known: 'ok'},
    },
    {
      proxy: 'that nobody trusts',
      lines: [APPENDS],
      trusted: '10.0.0.0/8',
      expected: {proxy_not_trusted: 'error'},
    },
    {
      proxy: 'that passes on what callers claim',
      lines: [],
      trusted: '127.0.0.1',
      expected: {address_forged: 'error'},
    },
    {
      proxy: 'that adds nothing, untrusted',
      lines: [],
      trusted: '',
      expected: {address_absent: 'warning', origin_known: 'ok'},
    },
    {
      proxy: 'that hides the caller',
      lines: ['proxy_set_header X-Forwarded-For "";'],
      trusted: '127.0.0.1',
      expected: {address_absent: 'warning'},
    },
    {
      proxy: 'that names another host',
      lines: [APPENDS, 'proxy_set_header X-Forwarded-Host outro.example;'],
      trusted: '127.0.0.1',
      expected: {address_known: 'ok', origin_unknown: 'warning'},
    },
    {
      proxy: 'that leads elsewhere',
      lines: ['return 502;'],
      trusted: '127.0.0.1',
      expected: {public_url: 'error'},
    },
  ];
  for (const {proxy, lines, trusted, expected} of cases) {
    it(`finds ${Object.keys(expected).join(', ')} of a proxy ${proxy}`, async () => {
      const port = await freePort();
      const nginx = await Nginx.start([{host: '127.0.0.1', target: `http://127.0.0.1:${port}`, lines}]);
      const {severities, exitCode} = await visit(
        {PORT: String(port), TRUSTED_PROXIES: trusted},
        {args: ['--json', `--url=http://127.0.0.1:${nginx.port}`]},
      );
      await nginx.stop();
      expect(severities).to.containEql(expected);
      expect(exitCode).to.equal(Object.values(expected).includes('error') ? 1 : 0);
    });
  }

  it('says so when the API is in its place', async () => {
    const nginx = await Nginx.start([{host: '127.0.0.1', target: 'http://127.0.0.1:1'}]);
    const url = `http://127.0.0.1:${nginx.port}`;
    const {severities} = await visit({PORT: String(nginx.port)}, {args: ['--json', `--url=${url}`]});
    await nginx.stop();
    expect(severities['port_in_use']).to.equal('warning');
  });

  it('refuses proxies that are none', async () => {
    const {severities} = await visit({TRUSTED_PROXIES: 'nginx'});
    expect(severities['proxies_invalid']).to.equal('error');
  });
});

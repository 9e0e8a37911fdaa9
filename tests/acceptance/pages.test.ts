import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {Answer} from '../support/http';

const BROWSER = {accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'};
const FOREIGN_HOST = /(?:src|href)="(?:https?:)?\/\//;

describe('the document and its pages', () => {
  const given = withApi();
  const open = (path: string, headers: Record<string, string> = BROWSER): Promise<Answer> =>
    given.api.request('GET', path, {auth: 'none', headers});

  it('has every operation, and both schemes', async () => {
    const {status, headers, json} = await open('/openapi.json', {});
    expect([status, headers['content-type']]).to.eql([200, 'application/json']);
    expect(json.openapi).to.match(/^3\.0\./);
    expect(Object.keys(json.components.securitySchemes as object)).to.eql(['bearerAuth', 'basicAuth']);
    expect(Object.keys(json.paths['/api/v1/album'] as object).sort()).to.eql(['get', 'post']);
    expect(json.paths['/api/v1/album/{id}'].delete.security).to.eql([{bearerAuth: []}, {basicAuth: []}]);
  });

  it('is where the replaced service had it', async () => {
    const {text} = await open('/openapi.json', {});
    expect((await open('/v3/api-docs', {})).text).to.equal(text);
    expect((await open('/v3/api-docs/swagger-config', {})).json.url).to.equal('/v3/api-docs');
    expect((await open('/v3/api-docs.yaml', {})).status).to.equal(401);
  });

  it('leads old bookmarks to the explorer', async () => {
    const first = await open('/swagger-ui.html');
    expect([first.status, first.headers.location]).to.eql([302, '/swagger-ui/index.html']);
    const page = await open('/swagger-ui/index.html');
    expect([200, 302]).to.containEql(page.status);
    for (const path of ['/swagger-ui', '/swagger-ui/']) expect((await open(path)).status).to.equal(404);
  });

  it('shows the explorer with files of its own alone', async () => {
    const {status, headers, text} = await open('/explorer/');
    expect([status, headers['content-type']]).to.eql([200, 'text/html; charset=utf-8']);
    expect(text)
      .to.match(/<title>Artistas API<\/title>/)
      .and.not.match(FOREIGN_HOST);
    const files = [...text.matchAll(/(?:src|href)="(?:\.\/)?([\w.-]+)"/g)].map(([, file]) => file);
    expect(files.length).to.be.greaterThan(3);
    for (const file of files) expect([file, (await open(`/explorer/${file}`)).status]).to.eql([file, 200]);
  });
});

describe('the monitor page', () => {
  const given = withApi();
  const PAGE =
    '<html><body><h1>401 - Autenticação Necessária</h1><p>Por favor, recarregue a página e insira as credenciais.</p></body></html>';

  it('asks strangers to sign in, as it did', async () => {
    for (const path of ['/monitor.html', '/qualquer/monitor.html']) {
      const {status, headers, text} = await given.api.request('GET', path, {auth: 'none', headers: BROWSER});
      expect([status, headers['www-authenticate'], text]).to.eql([401, 'Basic realm="Monitoramento"', PAGE]);
      expect(headers['content-type']).to.match(/^text\/html/);
    }
  });

  it('opens by Basic and by Bearer, with files of its own alone', async () => {
    for (const auth of ['basic', 'bearer'] as const) {
      const {status, headers, text} = await given.api.request('GET', '/monitor.html', {
        auth,
        headers: BROWSER,
      });
      expect([status, headers['content-type']]).to.eql([200, 'text/html;charset=UTF-8']);
      expect(headers['content-security-policy']).to.match(/default-src 'none'; script-src 'self'/);
      expect(text)
        .to.not.match(FOREIGN_HOST)
        .and.not.match(/<script>|onclick=/);
    }
    for (const file of ['monitor.js', 'monitor.css']) {
      const {status} = await given.api.request('GET', `/monitor/${file}`, {auth: 'none'});
      expect([file, status]).to.eql([file, 200]);
    }
  });
});

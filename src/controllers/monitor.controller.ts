import {authenticate} from '@loopback/authentication';
import {BindingScope, injectable} from '@loopback/core';
import {get} from '@loopback/rest';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {PUBLIC_DIR} from '../rest/public-dir';
import {Reply} from '../rest/reply';

/** Scripts and styles of ours alone, no frames, no forms to elsewhere. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The monitor page. Its scripts and styles are static files and open; what it shows is not. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class MonitorController {
  private page?: Promise<Buffer>;

  @get('/monitor.html', {
    'x-visibility': 'undocumented',
    'x-media-types': ['text/html'],
    security: [{bearerAuth: []}, {basicAuth: []}],
    responses: {200: {description: 'The page'}},
  })
  async read(): Promise<Reply<Buffer>> {
    this.page ??= readFile(join(PUBLIC_DIR, 'monitor.html'));
    const headers = {
      'Content-Type': 'text/html;charset=UTF-8',
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    };
    return new Reply(await this.page, {headers});
  }
}

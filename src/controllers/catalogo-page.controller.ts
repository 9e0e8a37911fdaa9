import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get} from '@loopback/rest';
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {HOME_PAGE} from '../rest/negotiation';
import {PUBLIC_DIR} from '../rest/public-dir';
import {Reply} from '../rest/reply';
import {StorageKeys} from '../storage/keys';
import type {S3Settings} from '../storage/types';

const IMPORT_MAP = /<script type="importmap">([^]*?)<\/script>/;

/** The catalogue page, which is also what a browser is shown at `/`. What it reads is elsewhere. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class CatalogoPageController {
  private page?: Promise<Reply<Buffer>>;

  constructor(@inject(StorageKeys.S3, {optional: true}) private readonly s3?: S3Settings) {}

  @get(HOME_PAGE, {
    'x-visibility': 'undocumented',
    'x-media-types': ['text/html'],
    security: [],
    responses: {200: {description: 'The page'}},
  })
  read(): Promise<Reply<Buffer>> {
    this.page ??= this.load();
    return this.page;
  }

  private async load(): Promise<Reply<Buffer>> {
    const page = await readFile(join(PUBLIC_DIR, HOME_PAGE));
    const [, importMap = ''] = IMPORT_MAP.exec(page.toString()) ?? [];
    const hash = createHash('sha256').update(importMap).digest('base64');
    // Covers are where links to them lead; `blob:` is the picture that somebody is about to send.
    const covers = this.s3 ? ` ${new URL(this.s3.publicEndpoint).origin}` : '';
    const policy = [
      "default-src 'none'",
      `script-src 'self' 'sha256-${hash}'`,
      "style-src 'self'",
      `img-src 'self' blob:${covers}`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ];
    return new Reply(page, {
      headers: {
        'Content-Type': 'text/html;charset=UTF-8',
        'Content-Security-Policy': policy.join('; '),
        // At `/` only browsers get it.
        Vary: 'Origin, Accept',
      },
    });
  }
}

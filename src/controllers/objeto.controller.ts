import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param, post, Request, requestBody, Response, RestBindings} from '@loopback/rest';
import {pipeline} from 'node:stream/promises';
import {problems} from '../problems/catalogue';
import {filesBody, operation, pathText, queryText} from '../rest/openapi';
import {Reply} from '../rest/reply';
import type {UploadBody} from '../rest/types';
import {StorageKeys} from '../storage/keys';
import type {LocalObjects} from '../storage/local-objects';

const PATH = '/objetos';
const TAG = 'Imagens';
/** Nothing in an object may run, whatever a browser takes it for. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox";

/** Objects of the local folder, by the links that were signed for them; where there is an S3, nothing is here. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class ObjetoController {
  constructor(@inject(StorageKeys.LOCAL_OBJECTS, {optional: true}) private readonly objects?: LocalObjects) {}

  @get(`${PATH}/{chave}`, {
    ...operation(TAG, {
      summary: 'Read a stored object by a signed link',
      open: true,
      problems: ['link_invalid', 'object_not_found', 'storage_unavailable'],
    }),
    'x-media-types': ['image/*'],
  })
  async read(
    @param(pathText('chave', 'As the link has it')) key: string,
    @param(queryText('expira', 'As the link has it')) expira: string | undefined,
    @param(queryText('disposicao', 'As the link has it')) disposicao: string | undefined,
    @param(queryText('assinatura', 'As the link has it')) assinatura: string | undefined,
    @inject(RestBindings.Http.REQUEST) request: Request,
    @inject(RestBindings.Http.RESPONSE) response: Response,
  ): Promise<Response> {
    const object = await this.required().open(key, {expira, disposicao, assinatura});
    response.setHeader('Content-Type', object.contentType);
    response.setHeader('Content-Length', object.size);
    response.setHeader('Content-Disposition', disposicao ?? 'inline');
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    // Pages elsewhere show it; only who has the link can ask for it.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.setHeader('Cache-Control', 'private, max-age=600');
    if (request.method === 'HEAD') {
      await object.close();
      return response.status(200).end();
    }
    const content = object.content();
    try {
      await pipeline(content, response);
    } finally {
      // To a client that has gone already nothing is piped, and nobody else closes the file.
      content.destroy();
    }
    return response;
  }

  @post(
    PATH,
    operation(TAG, {
      summary: 'Write an object by a signed form',
      description: 'What `envio` answers names it. All fields of the form come before the part `file`.',
      open: true,
      hasFiles: true,
      problems: ['link_invalid', 'storage_unavailable'],
    }),
  )
  async write(@requestBody(filesBody('file')) body: UploadBody): Promise<Reply<undefined>> {
    await this.required().receive(body);
    return new Reply(undefined);
  }

  private required(): LocalObjects {
    if (!this.objects) throw problems.routeNotFound();
    return this.objects;
  }
}

import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {del, get, param, post, put, Request, requestBody, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import type {ConfirmacaoEnvio, NewEnvio} from '../models/new-envio.model';
import type {ClientAddress} from '../rest/client-address';
import {toAtor} from '../auth/caller';
import {HttpBindings} from '../rest/keys';
import {filesBody, ifMatchParam, jsonBody, operation, pathId, schemaRef} from '../rest/openapi';
import {Reply} from '../rest/reply';
import {toPrecondition} from '../rest/representation';
import {rowReply} from '../rest/row-reply';
import type {Once, UploadBody} from '../rest/types';
import {AlbumImagemService, Envio} from '../services/album-imagem.service';
import {ImagemLinkService} from '../services/imagem-link.service';
import {toImagem} from './imagem';

const PATH = '/api/v1/albuns';
const TAG = 'Imagens';

/** Covers of albums. The number in a path is an album in GET and POST, a cover in PUT and DELETE, as it always was. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class AlbumImagemController {
  constructor(
    @inject('services.AlbumImagemService') private readonly service: AlbumImagemService,
    @inject('services.ImagemLinkService') private readonly links: ImagemLinkService,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
  ) {}

  @get(
    `${PATH}/{albumId}`,
    operation(TAG, {
      summary: 'List the covers of an album with links to them',
      answer: {type: 'array', items: schemaRef('Imagem')},
      problems: ['parameter_invalid', 'album_not_found'],
    }),
  )
  async list(
    @param(pathId('albumId')) albumId: number,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<object[]> {
    const covers = await this.links.list(albumId, this.addresses.originOf(request));
    return covers.map(toImagem);
  }

  @get(
    `${PATH}/{imagemId}/download`,
    operation(TAG, {
      summary: 'A link by which a cover is saved under the name that its file had',
      answer: schemaRef('ImagemDownload'),
      problems: ['parameter_invalid', 'imagem_not_found'],
    }),
  )
  async download(
    @param(pathId('imagemId')) id: number,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<{downloadUrl: string}> {
    return {downloadUrl: await this.links.download(id, this.addresses.originOf(request))};
  }

  @post(
    `${PATH}/{albumId}/imagens`,
    operation(TAG, {
      summary: 'Add covers to an album, all of them or none',
      description:
        'JPEG, PNG, WebP, AVIF or GIF, told by the content, of up to 40 megapixels. What tells where a picture was made is taken out.',
      answer: schemaRef('ImagensRecebidas'),
      hasFiles: true,
    }),
  )
  async add(
    @param(pathId('albumId')) albumId: number,
    @requestBody(filesBody('files', {several: true})) body: UploadBody,
    @inject(SecurityBindings.USER) {name}: UserProfile,
  ): Promise<{urls: string[]}> {
    return {urls: await this.service.add(albumId, body, name)};
  }

  @put(
    `${PATH}/{imagemId}`,
    operation(TAG, {
      summary: 'Replace a cover',
      description: 'Its id stays. The old object is valid until the new one is there.',
      answer: schemaRef('ImagemRecebida'),
      headers: ['ETag'],
      hasFiles: true,
      conditional: true,
    }),
  )
  async replace(
    @param(pathId('imagemId')) id: number,
    @requestBody(filesBody('file')) body: UploadBody,
    @param(ifMatchParam) ifMatch: string | undefined,
    @inject(SecurityBindings.USER) {name: ator}: UserProfile,
  ): Promise<Reply<{url: string}>> {
    return rowReply({url: await this.service.replace(id, body, {ator, ifMatch: toPrecondition(ifMatch)})});
  }

  @del(
    `${PATH}/{imagemId}`,
    operation(TAG, {
      summary: 'Remove a cover',
      conditional: true,
      problems: ['parameter_invalid', 'imagem_not_found'],
    }),
  )
  remove(
    @param(pathId('imagemId')) id: number,
    @param(ifMatchParam) ifMatch: string | undefined,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<void> {
    return this.service.remove(id, {ator: toAtor(caller), ifMatch: toPrecondition(ifMatch)});
  }

  @post(
    `${PATH}/{albumId}/imagens/envio`,
    operation(TAG, {
      summary: 'A form for a large file, which then goes to the store itself',
      description:
        'Post all `fields` and then the part `file` to `url` as `multipart/form-data`, within 15 minutes, and confirm within an hour.',
      answer: schemaRef('Envio'),
      hasBody: true,
      problems: ['parameter_invalid', 'upload_target_not_found', 'storage_unavailable'],
    }),
  )
  begin(
    @param(pathId('albumId')) albumId: number,
    @requestBody(jsonBody('NewEnvio')) body: NewEnvio,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<Envio> {
    return this.service.beginEnvio(albumId, body, this.addresses.originOf(request));
  }

  @post(
    `${PATH}/{albumId}/imagens/confirmar`,
    operation(TAG, {
      summary: 'Make a cover of a file that was sent to the store',
      answer: schemaRef('ImagemRecebida'),
      hasBody: true,
      once: true,
      problems: [
        'parameter_invalid',
        'imagem_invalid',
        'file_too_large',
        'upload_target_not_found',
        'envio_not_found',
        'storage_unavailable',
      ],
    }),
  )
  async confirm(
    @param(pathId('albumId')) albumId: number,
    @requestBody(jsonBody('ConfirmacaoEnvio')) body: ConfirmacaoEnvio,
    @inject(SecurityBindings.USER) {name: ator}: UserProfile,
    @inject(HttpBindings.ONCE) once: Once,
  ): Promise<Reply<{url: string}>> {
    const earlier = await once.find<{url: string}>();
    if (earlier) return earlier;
    let reply: Reply<{url: string}> | undefined;
    await this.service.confirmEnvio(albumId, body, {
      ator,
      whenKept: (url, options) => once.record((reply = new Reply({url})), options),
    });
    return reply!;
  }
}

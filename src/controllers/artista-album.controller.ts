import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {del, param, post, requestBody} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {NewVinculo} from '../models/new-vinculo.model';
import {AlbumRow} from '../repositories/album.repository';
import {HttpBindings} from '../rest/keys';
import {jsonBody, operation, pathId, schemaRef} from '../rest/openapi';
import {Reply} from '../rest/reply';
import type {Once} from '../rest/types';
import {ArtistaService} from '../services/artista.service';

const PATH = '/api/v1/artistas-albuns';
const TAG = 'Vínculos';

@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class ArtistaAlbumController {
  constructor(@inject('services.ArtistaService') private readonly service: ArtistaService) {}

  @post(
    PATH,
    operation(TAG, {
      summary: 'Link an artist and an album',
      description: 'Answers the album. Linked already is as good.',
      answer: schemaRef('Album'),
      hasBody: true,
      once: true,
      problems: ['album_not_found', 'artista_not_found'],
    }),
  )
  link(
    @requestBody(jsonBody('NewVinculo')) body: NewVinculo,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(HttpBindings.ONCE) once: Once,
  ): Promise<Reply<AlbumRow>> {
    return once.run(async options => new Reply(await this.service.link(body, caller.name, options)));
  }

  @del(
    `${PATH}/{artistaId}/{albumId}`,
    operation(TAG, {
      summary: 'Remove the link of an artist and an album',
      problems: ['parameter_invalid', 'vinculo_not_found'],
    }),
  )
  unlink(
    @param(pathId('artistaId')) artistaId: number,
    @param(pathId('albumId')) albumId: number,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<void> {
    return this.service.unlink({artistaId, albumId}, caller.name);
  }
}

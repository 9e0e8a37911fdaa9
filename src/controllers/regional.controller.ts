import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {del, get, param, post, put, requestBody} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toAtor} from '../auth/caller';
import {NewRegional, RegionalChange} from '../models/new-regional.model';
import {RegionalRepository, RegionalRow} from '../repositories/regional.repository';
import {HttpBindings} from '../rest/keys';
import {ifMatchParam, jsonBody, operation, pathInt, schemaRef} from '../rest/openapi';
import {Reply} from '../rest/reply';
import {toPrecondition} from '../rest/representation';
import {rowReply} from '../rest/row-reply';
import type {Once} from '../rest/types';
import {RegionalService} from '../services/regional.service';

const PATH = '/api/v1/regionais';
const TAG = 'Regionais';
const regional = schemaRef('Regional');
const regionalId = pathInt('regionalId');

/** The active regional offices. Their synchronisation is in `sincronizacao.controller.ts`. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class RegionalController {
  constructor(
    @inject('services.RegionalService') private readonly service: RegionalService,
    @repository(RegionalRepository) private readonly regionais: RegionalRepository,
  ) {}

  @get(
    PATH,
    operation(TAG, {
      summary: 'All active offices, by id, not paged',
      reads: ['regionais'],
      answer: {type: 'array', items: regional},
    }),
  )
  list(): Promise<RegionalRow[]> {
    return this.regionais.listActive();
  }

  @get(
    `${PATH}/{regionalId}`,
    operation(TAG, {
      summary: 'Read an active office',
      reads: ['regionais'],
      answer: regional,
      headers: ['ETag'],
      problems: ['parameter_invalid', 'regional_not_found'],
    }),
  )
  read(@param(regionalId) id: number): Promise<RegionalRow> {
    return this.regionais.getActive(id);
  }

  @post(
    PATH,
    operation(TAG, {
      summary: 'Add an office',
      answer: regional,
      status: 201,
      headers: ['Location', 'ETag'],
      hasBody: true,
      once: true,
      problems: ['regional_already_active'],
    }),
  )
  create(
    @requestBody(jsonBody('NewRegional')) body: NewRegional,
    @inject(HttpBindings.ONCE) once: Once,
  ): Promise<Reply<RegionalRow>> {
    return once.run(async options => {
      const created = await this.service.create(body, options);
      return rowReply(created, {status: 201, location: `${PATH}/${created.id}`});
    });
  }

  @put(
    `${PATH}/{regionalId}`,
    operation(TAG, {
      summary: 'Rename an office',
      description: 'It keeps its id; what it was called before stays as an inactive row.',
      answer: regional,
      headers: ['ETag'],
      hasBody: true,
      conditional: true,
      problems: ['parameter_invalid', 'regional_not_found'],
    }),
  )
  async change(
    @param(regionalId) id: number,
    @requestBody(jsonBody('RegionalChange')) body: RegionalChange,
    @param(ifMatchParam) ifMatch?: string,
  ): Promise<Reply<RegionalRow>> {
    return rowReply(await this.service.change(id, body, {ifMatch: toPrecondition(ifMatch)}));
  }

  @del(
    `${PATH}/{regionalId}`,
    operation(TAG, {
      summary: 'Deactivate an office',
      conditional: true,
      problems: ['parameter_invalid', 'regional_not_found'],
    }),
  )
  deactivate(
    @param(regionalId) id: number,
    @param(ifMatchParam) ifMatch: string | undefined,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<void> {
    return this.service.deactivate(id, {ator: toAtor(caller), ifMatch: toPrecondition(ifMatch)});
  }
}

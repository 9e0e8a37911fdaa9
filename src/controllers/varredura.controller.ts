import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {param, post} from '@loopback/rest';
import type {Varredura} from '../models/varredura';
import {operation, queryText, schemaRef} from '../rest/openapi';
import {VarreduraService} from '../services/varredura.service';

/** Keeping covers and stored objects one to one; the clock does it too. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class VarreduraController {
  constructor(@inject('services.VarreduraService') private readonly service: VarreduraService) {}

  @post(
    '/api/v1/imagens/varredura',
    operation('Imagens', {
      summary: 'Compare covers and stored objects, and mend what does not agree',
      description:
        'For administrators. Objects that no cover has had for an hour go, and covers whose object is lost. With `dryRun=true` it is only told.',
      answer: schemaRef('Varredura'),
      problems: ['parameter_invalid', 'storage_unavailable', 'queue_unavailable'],
    }),
  )
  sweep(
    @param(queryText('dryRun', 'Tell what would be done, and do nothing', ['true', 'false']))
    dryRun: string | undefined,
    @param(queryText('forcar', 'Remove them, however many they are', ['true', 'false']))
    forcar: string | undefined,
  ): Promise<Varredura> {
    return this.service.sweep({dryRun: dryRun === 'true', forcar: forcar === 'true'});
  }
}

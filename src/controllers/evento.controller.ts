import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param, Request, Response, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {problems} from '../problems/catalogue';
import type {EventStreams} from '../realtime/event-streams';
import {RealtimeKeys} from '../realtime/keys';
import {operation, queryText, schemaRef} from '../rest/openapi';

const BEARER = 'Bearer ';

/** Events of the catalogue as a stream. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class EventoController {
  constructor(@inject(RealtimeKeys.EVENT_STREAMS) private readonly streams: EventStreams) {}

  @get('/api/v1/eventos', {
    ...operation('Eventos', {
      summary: 'Listen to everything that changes, as server-sent events',
      description:
        'Each event has its `id`, and its data are a CloudEvent. With `Last-Event-ID`, what was missed comes first; an event `resync` says that it is no longer kept.',
      answer: schemaRef('CloudEvent'),
      answerType: 'text/event-stream',
      problems: ['parameter_invalid'],
    }),
    'x-media-types': ['text/event-stream'],
  })
  async listen(
    @param(queryText('metricas', '`true`: figures of the process, too, as events of the type `metricas`'))
    metricas: string | undefined,
    @param(queryText('lastEventId', 'As `Last-Event-ID`, for clients that cannot set header fields'))
    lastEventId: string | undefined,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) request: Request,
    @inject(RestBindings.Http.RESPONSE) response: Response,
  ): Promise<Response> {
    if (!this.streams.areOpen) throw problems.overloaded();
    const {authorization = '', 'last-event-id': named = lastEventId} = request.headers;
    await this.streams.open(response, {
      lastEventId: String(named ?? '') || undefined,
      metrics: metricas === 'true',
      name: caller.name ?? '',
      token: authorization.startsWith(BEARER) ? authorization : undefined,
    });
    return response;
  }
}

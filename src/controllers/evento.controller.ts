import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param, Request, Response, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {problems} from '../problems/catalogue';
import type {EventStreams} from '../realtime/event-streams';
import {RealtimeKeys} from '../realtime/keys';
import {operation, queryText, schemaRef} from '../rest/openapi';

const BEARER = 'Bearer ';
const lastEventIdParam = queryText(
  'lastEventId',
  'As `Last-Event-ID`, for clients that cannot set header fields',
);

interface Asked {
  readonly request: Request;
  readonly response: Response;
  readonly lastEventId?: string;
  readonly metrics: boolean;
}

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
    @param(lastEventIdParam) lastEventId: string | undefined,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) request: Request,
    @inject(RestBindings.Http.RESPONSE) response: Response,
  ): Promise<Response> {
    return this.open(caller, {request, response, lastEventId, metrics: metricas === 'true'});
  }

  @get('/api/v1/catalogo/eventos', {
    ...operation('Catálogo', {
      summary: 'Listen to everything that changes, for the catalogue page',
      description: 'As `/api/v1/eventos`, without figures.',
      answer: schemaRef('CloudEvent'),
      answerType: 'text/event-stream',
      open: 'catalogo',
    }),
    'x-media-types': ['text/event-stream'],
  })
  listenToCatalogo(
    @param(lastEventIdParam) lastEventId: string | undefined,
    @inject(SecurityBindings.USER, {optional: true}) caller: UserProfile | undefined,
    @inject(RestBindings.Http.REQUEST) request: Request,
    @inject(RestBindings.Http.RESPONSE) response: Response,
  ): Promise<Response> {
    return this.open(caller, {request, response, lastEventId, metrics: false});
  }

  private async open(caller: UserProfile | undefined, asked: Asked): Promise<Response> {
    if (!this.streams.areOpen) throw problems.overloaded();
    const {request, response, metrics} = asked;
    const {authorization = '', 'last-event-id': named = asked.lastEventId} = request.headers;
    await this.streams.open(response, {
      lastEventId: String(named ?? '') || undefined,
      metrics,
      name: caller && (caller.name ?? ''),
      token: caller && authorization.startsWith(BEARER) ? authorization : undefined,
    });
    return response;
  }
}

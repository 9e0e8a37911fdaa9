import {BindingScope, inject, injectable} from '@loopback/core';
import {randomUUID} from 'node:crypto';
import type {IncomingMessage, RequestListener, ServerResponse} from 'node:http';
import type {Logger} from 'pino';
import type {Authenticator} from '../auth/authenticator';
import {requirePapel} from '../auth/caller';
import {AuthKeys} from '../auth/keys';
import {ObservabilityKeys} from '../observability/keys';
import type {AdminPage} from '../observability/types';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {CorsPolicy} from '../rest/cors';
import {commonHead, writeProblem} from '../rest/writer';
import type {JobQueues} from './job-queues';
import {JobKeys} from './keys';
import {jobNames} from './registry';

const PATH = '/admin/filas';
/** Bull Board sets styles of its own, and names a font on another host, which it does without. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";
/** A browser sends remembered credentials along with whatever page it comes from: only our own may ask for anything. */
const OWN_HOST_ALONE = new CorsPolicy([]);

/** The page about all queues, for administrators. It is loaded when somebody first looks, because it brings an Express of its own. */
@injectable({scope: BindingScope.SINGLETON})
export class Dashboard implements AdminPage {
  private board?: Promise<RequestListener>;

  constructor(
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
    @inject(AuthKeys.AUTHENTICATOR) private readonly authenticator: Authenticator,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const requestId = randomUUID();
    commonHead({requestId, isSecure: false}).moveTo(response);
    try {
      const caller = await this.authenticator.authenticate(request, ['jwt', 'basic']);
      if (!caller) throw problems.credentialsRequired();
      requirePapel(caller, 'admin');
      if (!OWN_HOST_ALONE.admits(request)) throw problems.originRefused();
      if (path !== PATH && !path.startsWith(`${PATH}/`)) throw problems.routeNotFound();
      const board = await this.open();
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      request.url = (request.url ?? '').slice(PATH.length) || '/';
      board(request, response);
    } catch (error) {
      const problem = error instanceof Problem ? error : problems.internalError({cause: error});
      if (problem.status >= 500)
        this.logger.error({err: problem, part: 'jobs', requestId}, 'page of the queues');
      writeProblem({request, response, path, requestId}, problem);
    }
  }

  /** @throws queue_unavailable; the next one who looks tries again */
  private open(): Promise<RequestListener> {
    this.board ??= openBoard(this.queues).catch((cause: unknown) => {
      this.board = undefined;
      throw problems.queueUnavailable({cause});
    });
    return this.board;
  }
}

async function openBoard(queues: JobQueues): Promise<RequestListener> {
  const {createBullBoard} = await import('@bull-board/api');
  const {BullMQAdapter} = await import('@bull-board/api/bullMQAdapter');
  const {ExpressAdapter} = await import('@bull-board/express');
  const serverAdapter = new ExpressAdapter().setBasePath(PATH);
  const opened = await Promise.all(jobNames.map(name => queues.open(name)));
  createBullBoard({
    queues: opened.map(queue => new BullMQAdapter(queue)),
    serverAdapter,
    options: {uiConfig: {boardTitle: 'Filas', hideRedisDetails: true}},
  });
  return serverAdapter.getRouter() as RequestListener;
}

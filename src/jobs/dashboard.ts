import {RestApplication} from '@loopback/rest';
import {problems} from '../problems/catalogue';
import type {JobQueues} from './job-queues';
import {JobKeys} from './keys';
import {jobNames} from './registry';

type RequestHandler = Parameters<RestApplication['mountExpressRouter']>[1];

/** Under `/admin`, where the sequence lets administrators alone in. */
const PATH = '/admin/filas';
/** Bull Board sets styles of its own, and names a font on another host, which it does without. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

/** Adds the page about all queues. It is loaded when somebody first looks, because it brings an Express of its own. */
export function addDashboard(application: RestApplication): void {
  let board: RequestHandler | undefined;
  application.mountExpressRouter(PATH, (request, response, next) => {
    const show = async (): Promise<void> => {
      board ??= await openBoard(await application.get(JobKeys.QUEUES));
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      board(request, response, next);
    };
    show().catch((cause: unknown) => next(problems.queueUnavailable({cause})));
  });
}

async function openBoard(queues: JobQueues): Promise<RequestHandler> {
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
  return serverAdapter.getRouter() as RequestHandler;
}

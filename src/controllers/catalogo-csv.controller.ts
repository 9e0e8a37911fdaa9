import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param, post, Request, requestBody, Response, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toAtor} from '../auth/caller';
import type {CatalogoCsv} from '../csv/catalogo-csv';
import {CsvKeys} from '../csv/keys';
import {CSV_LIMITS} from '../csv/limits';
import {toWire, WireReport} from '../csv/report';
import {problems} from '../problems/catalogue';
import {languageFields, languageOf} from '../rest/language';
import {negotiate} from '../rest/negotiation';
import {csvBody, operation, queryText, schemaRef} from '../rest/openapi';
import {Reply} from '../rest/reply';
import type {TextBody} from '../rest/text-body';
import {ProgressLines} from './progress-lines';

const PATH = '/api/v1/catalogo/csv';
const TAG = 'Catálogo';
const NDJSON = 'application/x-ndjson';
const importacao = schemaRef('Importacao');

/** The whole catalogue as one file. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class CatalogoCsvController {
  constructor(@inject(CsvKeys.CATALOGO) private readonly catalogo: CatalogoCsv) {}

  @post(PATH, {
    ...operation(TAG, {
      summary: 'Import artists, albums and links',
      description: `Columns \`artista\`, \`tipo\`, \`album\`, \`referencia\`; separated by \`;\` or \`,\`; UTF-8. All or nothing, and what is there already stays as it is. With \`Accept: ${NDJSON}\` the answer is a line of JSON for each step, and the last one is the report.`,
      answer: importacao,
      otherAnswers: {422: importacao},
      hasText: true,
      problems: ['importacao_in_progress', 'importacao_overtaken', 'overloaded'],
    }),
    'x-media-types': ['application/json', NDJSON],
  })
  async import(
    @requestBody(csvBody) body: TextBody,
    @param(queryText('dryRun', '`true`: only say what would be added', ['true', 'false'])) dryRun: string,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) request: Request,
    @inject(RestBindings.Http.RESPONSE) response: Response,
  ): Promise<Reply<WireReport> | Response> {
    const accepted = negotiate(request, ['application/json', 'application/problem+json', NDJSON]);
    if (!accepted) throw problems.notAcceptable();
    const lines = accepted === NDJSON ? new ProgressLines(response, NDJSON) : undefined;
    try {
      const report = await this.catalogo.import(body.bytes(CSV_LIMITS.bytes), {
        simulacao: dryRun === 'true',
        ator: toAtor(caller),
        signal: goneSignal(response),
        onProgress: progress => lines?.show(progress),
      });
      const language = languageOf(request);
      const answer = toWire(report, language);
      if (!response.headersSent)
        for (const [name, value] of languageFields(language)) response.setHeader(name, value);
      const status = report.totalErros === 0 ? 200 : 422;
      return lines ? lines.end(answer, status) : new Reply(answer, {status});
    } finally {
      lines?.stop();
    }
  }

  @get(PATH, {
    ...operation(TAG, {
      summary: 'Export artists, albums and links',
      description:
        'What an import takes. UTF-8 with a BOM, as Excel likes it; a name that a spreadsheet would run has an apostrophe before it.',
      answer: {type: 'string'},
      answerType: 'text/csv',
      problems: ['parameter_invalid'],
    }),
    'x-media-types': ['text/csv'],
  })
  async export(
    @param(queryText('separador', '`;` unless it is said', [';', ','])) separador: string | undefined,
    @inject(RestBindings.Http.REQUEST) request: Request,
    @inject(RestBindings.Http.RESPONSE) response: Response,
  ): Promise<Response> {
    if (!negotiate(request, ['text/csv', 'application/json'])) throw problems.notAcceptable();
    response.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
    response.setHeader('Content-Disposition', 'attachment; filename="catalogo.csv"');
    if (request.method === 'HEAD') return response.status(200).end();
    await this.catalogo.export(separador === ',' ? ',' : ';', response, goneSignal(response));
    return response.end();
  }
}

/** Aborted when the client is gone, whose file then changes nothing. */
function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(problems.uploadMalformed('O corpo não chegou inteiro'));
  });
  return gone.signal;
}

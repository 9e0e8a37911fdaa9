import {once} from 'node:events';
import {createServer, IncomingHttpHeaders, Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json} from 'node:stream/consumers';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status?: {readonly code?: number};
  readonly attributes?: readonly {
    readonly key: string;
    readonly value: {readonly stringValue?: string; readonly intValue?: number | string};
  }[];
}

interface OtlpExport {
  readonly resourceSpans: readonly {
    readonly resource: Pick<OtlpSpan, 'attributes'>;
    readonly scopeSpans: readonly {readonly spans: readonly OtlpSpan[]}[];
  }[];
}

export interface ReceivedSpan extends Omit<OtlpSpan, 'attributes'> {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Name of the process that made it. */
  readonly service: unknown;
}

/** Takes traces as a collector does: OTLP over HTTP, in JSON. */
export class TraceReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Of the calls so far. */
  readonly calls: IncomingHttpHeaders[] = [];
  /** All that came in, as text. */
  text = '';

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.calls.push(request.headers);
      void json(request).then(body => {
        if (request.url === '/v1/traces') this.take(body as OtlpExport);
        response.writeHead(200, {'content-type': 'application/json'}).end('{}');
      });
    });
  }

  static async start(): Promise<TraceReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TraceReceiver(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Spans of one trace. */
  of(traceId: string): ReceivedSpan[] {
    return this.spans.filter(span => span.traceId === traceId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(body: OtlpExport): void {
    this.text += JSON.stringify(body);
    for (const {resource, scopeSpans} of body.resourceSpans) {
      const service = plain(resource.attributes)['service.name'];
      for (const span of scopeSpans.flatMap(({spans}) => spans))
        this.spans.push({...span, service, attributes: plain(span.attributes)});
    }
  }
}

function plain(attributes: OtlpSpan['attributes'] = []): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({key, value}) => [key, value.stringValue ?? Number(value.intValue)]),
  );
}

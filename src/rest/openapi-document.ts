import {OpenApiSpec, OperationObject, PathObject, SchemaObject} from '@loopback/rest';
import type {ProblemCode} from '../problems/catalogue';
import {problemResponses} from './openapi-problems';

const probeAnswer: SchemaObject = {
  type: 'object',
  required: ['status', 'checks'],
  properties: {
    status: {type: 'string', enum: ['STARTING', 'UP', 'DOWN', 'STOPPING', 'STOPPED']},
    checks: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: {type: 'string'},
          state: {type: 'string'},
          data: {type: 'object', properties: {reason: {type: 'string'}}},
        },
      },
    },
  },
};

const probe = (name: string, summary: string): PathObject => {
  const content = {'application/json': {schema: probeAnswer}};
  const operation: OperationObject = {
    tags: ['Saúde'],
    summary,
    operationId: `HealthController.${name}`,
    security: [],
    responses: {200: {description: 'Yes', content}, 503: {description: 'No', content}},
  };
  return {[`/${name}`]: {get: operation}};
};

/** Operations of the framework's health component, which describes them without a word. */
const PROBES: PathObject = {
  ...probe('health', 'Is it alive and ready?'),
  ...probe('live', 'Is it alive?'),
  ...probe('ready', 'Should it get requests?'),
};

/** The OpenAPI document as clients get it. */
export class OpenApiDocument {
  private bytes?: Promise<Buffer>;

  /** @param refusalOf what somebody with too small a role is told by an operation */
  constructor(
    private readonly readSpec: () => Promise<OpenApiSpec>,
    private readonly refusalOf: (method: string, path: string) => ProblemCode | undefined,
  ) {}

  /** Without the framework's own notes, and in an order that the order of files on a disk does not show in. */
  async build(): Promise<OpenApiSpec> {
    const {paths, components, ...rest} = await this.readSpec();
    return {
      ...rest,
      paths: sortedByKey({...withoutNotes(withKeys(this.withRefusals(paths))), ...PROBES}),
      components: {...components, schemas: sortedByKey(components?.schemas ?? {})},
    };
  }

  /** Its JSON, made once. */
  read(): Promise<Buffer> {
    this.bytes ??= this.build().then(document => Buffer.from(JSON.stringify(document)));
    return this.bytes;
  }

  /** An operation that refuses for more than one reason names them all itself. */
  private withRefusals(paths: PathObject): PathObject {
    const described = Object.entries(paths).map(([path, operations]) => {
      const entries = Object.entries(operations as Record<string, OperationObject>).map(
        ([method, operation]) => {
          const code = this.refusalOf(method.toUpperCase(), path);
          const refusal = code ? problemResponses([code]) : {};
          return [method, {...operation, responses: {...refusal, ...operation.responses}}] as const;
        },
      );
      return [path, Object.fromEntries(entries)] as const;
    });
    return Object.fromEntries<PathObject[string]>(described);
  }
}

/** Operations by path and method. */
type Operations = Record<string, Record<string, OperationObject>>;

/** The field that operations have in common, which none of their methods takes. */
function withKeys(paths: Operations): Operations {
  const key = {$ref: '#/components/parameters/IdempotencyKey'};
  return mapValues(paths, operations =>
    mapValues(operations, operation =>
      operation['x-once'] ? {...operation, parameters: [...(operation.parameters ?? []), key]} : operation,
    ),
  );
}

const mapValues = <T>(members: Record<string, T>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value)]));

function withoutNotes(paths: PathObject): PathObject {
  return JSON.parse(
    JSON.stringify(paths, (key, value: unknown) => (key.startsWith('x-') ? undefined : value)),
  ) as PathObject;
}

function sortedByKey<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}

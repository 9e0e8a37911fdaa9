import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, OperationObject, param, Request, RestBindings, SchemaObject} from '@loopback/rest';
import type {Authenticator} from '../auth/authenticator';
import {AuthKeys} from '../auth/keys';
import type {HealthReporter} from '../observability/health-reporter';
import {ObservabilityKeys} from '../observability/keys';
import type {Readiness} from '../observability/readiness';
import type {BuildInfo, Health} from '../observability/types';
import {negotiate} from '../rest/negotiation';
import {operation, pathText} from '../rest/openapi';
import {Reply} from '../rest/reply';

const PATH = '/actuator';
const TAG = 'Saúde';
/** First is what callers get who do not say. */
const MEDIA_TYPES = ['application/vnd.spring-boot.actuator.v3+json', 'application/json'] as const;

const health: SchemaObject = {
  type: 'object',
  required: ['status'],
  properties: {
    status: {type: 'string', enum: ['UP', 'DOWN', 'OUT_OF_SERVICE', 'UNKNOWN']},
    description: {type: 'string'},
    details: {type: 'object', description: 'With credentials only, unless `HEALTH_DETAILS` is on'},
    components: {type: 'object', additionalProperties: {type: 'object'}},
  },
};
const text: SchemaObject = {type: 'string'};
const info: SchemaObject = {
  type: 'object',
  required: ['name', 'version'],
  properties: {name: text, version: text, commit: text, buildTime: {type: 'string', format: 'date-time'}},
};

const inBothTypes = (schema: SchemaObject) => Object.fromEntries(MEDIA_TYPES.map(type => [type, {schema}]));

const infoText = operation(TAG, {summary: 'Name, version, commit and build time', answer: info});
const infoOperation: OperationObject = {
  ...infoText,
  'x-media-types': MEDIA_TYPES,
  responses: {...infoText.responses, 200: {description: 'OK', content: inBothTypes(info)}},
};

function healthOperation(summary: string, more: OperationObject['responses'] = {}): OperationObject {
  const content = inBothTypes(health);
  return {
    tags: [TAG],
    summary,
    // Credentials are welcome and not needed.
    security: [{}, {bearerAuth: []}, {basicAuth: []}],
    'x-media-types': MEDIA_TYPES,
    responses: {
      200: {description: 'It serves', content},
      503: {description: 'It does not', content},
      ...more,
    },
  };
}

/** Health and build of the service, at the addresses that clients of the replaced service ask. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class ActuatorController {
  constructor(
    @inject(ObservabilityKeys.HEALTH) private readonly reporter: HealthReporter,
    @inject(ObservabilityKeys.READINESS) private readonly readiness: Readiness,
    @inject(ObservabilityKeys.HEALTH_DETAILS) private readonly showsDetails: boolean,
    @inject(ObservabilityKeys.BUILD_INFO) private readonly build: BuildInfo,
    @inject(AuthKeys.AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  @get(`${PATH}/health`, healthOperation('State of the service and of its parts'))
  async readHealth(@inject(RestBindings.Http.REQUEST) request: Request): Promise<Reply<Health>> {
    const details = await this.maySeeDetails(request);
    return healthReply(request, await this.reporter.report({details}));
  }

  @get(`${PATH}/health/liveness`, healthOperation('Is it alive? Does not depend on other services'))
  readLiveness(@inject(RestBindings.Http.REQUEST) request: Request): Reply<Health> {
    return healthReply(request, {status: 'UP'});
  }

  @get(`${PATH}/health/readiness`, healthOperation('Should it get requests?'))
  async readReadiness(@inject(RestBindings.Http.REQUEST) request: Request): Promise<Reply<Health>> {
    const {status} = await this.readiness.check();
    return healthReply(request, {status});
  }

  @get(
    `${PATH}/health/{component}`,
    healthOperation('State of one part', {404: {description: 'There is no such part'}}),
  )
  async readComponent(
    @param(pathText('component', 'Such as `db`')) component: string,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<Reply<Health | undefined>> {
    const details = await this.maySeeDetails(request);
    const found = await this.reporter.find(component, {details});
    return found ? healthReply(request, found) : new Reply(undefined, {status: 404});
  }

  @get(`${PATH}/info`, infoOperation)
  @authenticate('jwt', 'basic')
  readInfo(@inject(RestBindings.Http.REQUEST) request: Request): Reply<BuildInfo> {
    return new Reply(this.build, {headers: {'Content-Type': mediaType(request)}});
  }

  private async maySeeDetails(request: Request): Promise<boolean> {
    return this.showsDetails || (await this.authenticator.identify(request)) !== undefined;
  }
}

function healthReply(request: Request, body: Health): Reply<Health> {
  const isServing = body.status === 'UP' || body.status === 'UNKNOWN';
  const headers = {'Content-Type': mediaType(request), 'Cache-Control': 'no-store'};
  return new Reply(body, {status: isServing ? 200 : 503, headers});
}

/** Who asks for anything else is answered all the same: a probe has nobody to read a refusal. */
function mediaType(request: Request): string {
  return negotiate(request, MEDIA_TYPES) ?? MEDIA_TYPES[0];
}

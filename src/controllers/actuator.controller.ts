import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param, Request, RestBindings, SchemaObject} from '@loopback/rest';
import type {Authenticator} from '../auth/authenticator';
import {AuthKeys} from '../auth/keys';
import type {HealthReporter} from '../observability/health-reporter';
import {ObservabilityKeys} from '../observability/keys';
import type {BuildInfo, Health} from '../observability/types';
import {negotiate} from '../rest/negotiation';
import {operation, pathText} from '../rest/openapi';
import {Reply} from '../rest/reply';

const PATH = '/actuator';
const TAG = 'Saúde';
/** First is what callers get who do not say. */
const MEDIA_TYPES = ['application/vnd.spring-boot.actuator.v3+json', 'application/json'] as const;
/** Groups of the replaced service that probes ask for by name. */
const GROUPS: Readonly<Record<string, string>> = {liveness: 'livenessState', readiness: 'readinessState'};
const health: SchemaObject = {
  type: 'object',
  required: ['status'],
  properties: {
    status: {type: 'string'},
    components: {type: 'object', additionalProperties: {type: 'object'}},
  },
};
const healthOperation = (summary: string) => ({
  ...operation(TAG, {summary, answer: health, open: true}),
  'x-media-types': MEDIA_TYPES,
});

/** Health and build of the service, at the addresses that clients of the replaced service ask. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class ActuatorController {
  constructor(
    @inject(ObservabilityKeys.HEALTH) private readonly reporter: HealthReporter,
    @inject(ObservabilityKeys.HEALTH_DETAILS) private readonly showsDetails: boolean,
    @inject(ObservabilityKeys.BUILD_INFO) private readonly build: BuildInfo,
    @inject(AuthKeys.AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  @get(`${PATH}/health`, healthOperation('State of the service; details with credentials'))
  async readHealth(@inject(RestBindings.Http.REQUEST) request: Request): Promise<Reply<Health>> {
    return healthReply(request, await this.reporter.report({details: await this.maySeeDetails(request)}));
  }

  @get(
    `${PATH}/health/{component}`,
    healthOperation('State of one part; `liveness` and `readiness` for probes'),
  )
  async readComponent(
    @param(pathText('component', 'Such as `db`; also `liveness` and `readiness`')) component: string,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<Reply<Health | undefined>> {
    const group = GROUPS[component];
    const details = group === undefined && (await this.maySeeDetails(request));
    const found = await this.reporter.find(group ?? component, {details});
    return found ? healthReply(request, found) : new Reply(undefined, {status: 404});
  }

  @get(
    `${PATH}/info`,
    operation(TAG, {
      summary: 'Name, version, commit and build time',
      answer: {type: 'object', properties: {name: {type: 'string'}, version: {type: 'string'}}},
    }),
  )
  @authenticate('jwt', 'basic')
  readInfo(): BuildInfo {
    return this.build;
  }

  /** Credentials are welcome on an open path; wrong ones are as good as none. */
  private async maySeeDetails(request: Request): Promise<boolean> {
    if (this.showsDetails) return true;
    if (request.headers.authorization === undefined) return false;
    const caller = await this.authenticator.authenticate(request, ['jwt', 'basic']).catch(() => undefined);
    return caller !== undefined;
  }
}

function healthReply(request: Request, body: Health): Reply<Health> {
  const isServing = body.status === 'UP' || body.status === 'UNKNOWN';
  const contentType = negotiate(request, MEDIA_TYPES) ?? MEDIA_TYPES[0];
  return new Reply(body, {status: isServing ? 200 : 503, headers: {'Content-Type': contentType}});
}

import {AuthenticationBindings, AuthenticationStrategy} from '@loopback/authentication';
import {BindingScope, extensions, Getter, injectable} from '@loopback/core';
import type {Request} from '@loopback/rest';
import {UserProfile} from '@loopback/security';
import type {IncomingMessage} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {problems} from '../problems/catalogue';

/** Strategy that each scheme of `Authorization` is for. Scheme names are case-sensitive, as they were. */
const STRATEGY_OF_SCHEME: ReadonlyMap<string, string> = new Map([
  ['Bearer', 'jwt'],
  ['Basic', 'basic'],
]);

/** Health is asked for where the database may not answer at all. */
const IDENTIFY_LIMIT_MS = 1_000;

/** Finds out who calls, by the strategies that the application has registered with the framework. */
@injectable({scope: BindingScope.SINGLETON})
export class Authenticator {
  private strategies?: readonly AuthenticationStrategy[];

  constructor(
    @extensions(AuthenticationBindings.AUTHENTICATION_STRATEGY_EXTENSION_POINT_NAME)
    private readonly getStrategies: Getter<AuthenticationStrategy[]>,
  ) {}

  /**
   * The caller; undefined without credentials, and with Basic ones that are wrong.
   * @param allowed names of strategies that the operation takes
   * @throws token_invalid for a Bearer token that does not hold, login_throttled, database_unavailable
   */
  async authenticate(request: IncomingMessage, allowed: readonly string[]): Promise<UserProfile | undefined> {
    const {authorization = ''} = request.headers;
    const end = authorization.indexOf(' ');
    const name = end < 0 ? undefined : STRATEGY_OF_SCHEME.get(authorization.slice(0, end));
    if (name === undefined || !allowed.includes(name)) return undefined;
    this.strategies ??= await this.getStrategies();
    const strategy = this.strategies.find(candidate => candidate.name === name);
    try {
      return (await strategy?.authenticate(request as Request)) as UserProfile | undefined;
    } catch (error) {
      // The framework's own strategy refuses a field that holds more than a token by an error of its own.
      const {statusCode} = error as {statusCode?: number};
      throw statusCode === 401 ? problems.tokenInvalid({cause: error}) : error;
    }
  }

  /**
   * Who calls an operation that is open to everybody. Credentials that would be refused elsewhere, and those that
   * cannot be looked up in time, are as good as none: the operation works without them.
   */
  async identify(request: IncomingMessage): Promise<UserProfile | undefined> {
    if (request.headers.authorization === undefined) return undefined;
    const caller = this.authenticate(request, [...STRATEGY_OF_SCHEME.values()]).catch(() => undefined);
    return Promise.race([caller, delay(IDENTIFY_LIMIT_MS, undefined, {ref: false})]);
  }
}

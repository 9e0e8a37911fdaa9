import type {RouteEntry} from '@loopback/rest';
import type {UserProfile} from '@loopback/security';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Head} from '../head';
import type {Once} from '../types';

/** Variables of a path, by name. */
export type PathParams = Readonly<Record<string, string | undefined>>;

/** One request to an operation, as its controller may ask for it. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Fields that the answer has already. */
  readonly head: Head;
  readonly caller?: UserProfile;
  /** Of operations that take an `Idempotency-Key`. */
  readonly once?: Once;
}

/** A route of the framework's with all that can be worked out before a request comes. */
export interface Operation {
  readonly route: RouteEntry;
  /** It takes an `Idempotency-Key`. */
  readonly isOnce: boolean;
  /** Tables that its answer is made of; absent: of something else, too. */
  readonly reads?: readonly string[];
  /** It goes on for as long as both sides like. */
  readonly isStream: boolean;
  /** It chooses between media types of its own; every other one answers JSON. */
  readonly negotiates: boolean;
  /** Before the body is read, and before anything else is said about the request. @throws media_type_unsupported */
  requireMediaType(request: IncomingMessage): void;
  /**
   * Arguments of the controller's method in the order of its operation, those aside that are injected.
   * @throws json_malformed, parameter_invalid, field_type_invalid, validation_failed
   */
  readArguments(request: IncomingMessage, params: PathParams): unknown[] | Promise<unknown[]>;
  /** Calls the method. @returns what it returns */
  invoke(args: readonly unknown[], call: Call): unknown;
}

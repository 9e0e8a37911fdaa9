import type {Config, Environment} from '../config/config';
import type {Language, Words} from '../messages/message';

export type {Language, Words};

export type Severity = 'ok' | 'warning' | 'error';

/** One thing that was looked at. */
export interface Finding {
  /** Stable, for programs; such as `redis_policy`. */
  readonly code: string;
  readonly severity: Severity;
  readonly what: Words;
  /** What to do about it; what is well has none. */
  readonly fix?: Words;
}

/** A setting that the service would not start with. */
export interface RefusedSetting {
  readonly name: string;
  /** The sentence that the service would end with. */
  readonly reason: string;
}

/** What is looked at. */
export interface Patient {
  readonly env: Environment;
  /** As the service would read them, with harmless values in the place of refused ones. */
  readonly config: Config;
  readonly refused: readonly RefusedSetting[];
  /** Address by which clients reach the API, where it is known. */
  readonly publicUrl?: string;
}

/** Looks at one thing and changes nothing that stays. */
export interface Check {
  /** Also its name on the page about the doctor. */
  readonly name: string;
  readonly look: (patient: Patient) => readonly Finding[] | Promise<readonly Finding[]>;
}

import type {ArtistasApi, ArtistasApiStatus} from '../api/artistas-api';
import type {Reason} from '../api/conditions';
import type {Manifest} from '../api/manifest';
import type {Component} from '../manifests/names';
import type {Applied, KeptObject} from '../runtime/applier';

/** What a step learned that the status has to keep. An absent member says nothing, `null` takes the old one away. */
export type Facts = {readonly [K in keyof ArtistasApiStatus]?: ArtistasApiStatus[K] | null};

/**
 * The next step may go on; time will do; or a person has to act; or a person wants to be left alone. What a step throws is
 * tried again.
 */
export type StepResult =
  | {readonly kind: 'done'; readonly facts?: Facts}
  | {
      readonly kind: 'wait';
      readonly reason: Reason;
      readonly message: string;
      readonly facts?: Facts;
      /** Look again then, even if nothing is heard. */
      readonly afterMs: number;
    }
  | {readonly kind: 'suspended'; readonly reason: Reason; readonly message: string; readonly facts?: Facts}
  | {readonly kind: 'stalled'; readonly reason: Reason; readonly message: string; readonly facts?: Facts};

/** Changes are heard of; this is for those that are not. */
const LOOK_AGAIN_SECONDS = 60;

export const done: StepResult = {kind: 'done'};

export function wait(
  reason: Reason,
  message: string,
  {seconds = LOOK_AGAIN_SECONDS, facts}: {readonly seconds?: number; readonly facts?: Facts} = {},
): StepResult {
  return {kind: 'wait', reason, message, afterMs: seconds * 1000, ...(facts && {facts})};
}

export function stalled(reason: Reason, message: string, facts?: Facts): StepResult {
  return {kind: 'stalled', reason, message, ...(facts && {facts})};
}

/** How a pod that was to do one thing ended. */
export interface Ending {
  readonly exitCode: number;
  /** Its last words. */
  readonly message: string;
}

/** The image that this pass works with. */
export interface Release {
  readonly image: string;
  /** The object asks for another one, which did not come up. */
  readonly hasGoneBack: boolean;
}

/** What was there when the pass began. */
export interface Observed {
  /** All that carries our labels and the object's name, by `Kind name`. */
  readonly children: ReadonlyMap<string, KeptObject>;
  /** Of the content of all Secrets and ConfigMaps that the pods read. */
  readonly referencesHash: string;
  /** Names of what is referenced and absent, such as `Secret "x", key "y"`. */
  readonly missing: readonly string[];
}

/** What a step can do in the cluster. Each leaves alone what is so already. */
export interface Cluster {
  /** @throws NameTakenError, ApiError */
  apply(manifest: Manifest): Promise<Applied>;
  /** Leaves fields that we ask for no more to whoever sets them next, as they are. */
  handOver(object: KeptObject, fields: object): Promise<void>;
  /** @returns false when one of that name is there already */
  create(manifest: Manifest): Promise<boolean>;
  remove(object: KeptObject): Promise<void>;
  /** Lets a Job begin that was made suspended; one that is gone is fine. */
  resume(job: KeptObject): Promise<void>;
  /** Deletes a Secret that we made; one that is gone is fine. */
  removeSecret(name: string): Promise<void>;
  /** Whether a Secret is there, and whether we made it. */
  findSecret(name: string): {readonly isOurs: boolean} | undefined;
  /** How many pods of these components there are, those that are just ending included. */
  podCount(...components: readonly Component[]): Promise<number>;
  /** How the newest pod of a Job ended; undefined while none has, or when it is gone. */
  endingOf(job: KeptObject): Promise<Ending | undefined>;
}

export interface StepContext {
  readonly cr: ArtistasApi;
  readonly observed: Observed;
  readonly cluster: Cluster;
  readonly release: Release;
  /** What earlier steps of this pass have applied, by `Kind name`; `live` is absent where it is not heard of yet. */
  readonly applied: Map<string, Applied>;
}

export type Step = (context: StepContext) => Promise<StepResult>;

/** `Kind name`, by which children are known. */
export const childKey = ({kind, metadata}: {kind?: string; metadata?: {name?: string}}): string =>
  `${kind} ${metadata?.name}`;

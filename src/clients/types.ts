/** One regional office as the external API lists it; `id` is the business id. */
export interface RegionalItem {
  readonly id: number;
  readonly nome: string;
}

export interface FetchOptions {
  /** Gives up at once. */
  readonly signal?: AbortSignal;
  /** A person waits and wants an attempt, however often the API has failed lately. */
  readonly insist?: boolean;
}

/** Since when, and why, calls of the external API have brought no list. */
export interface RegionaisFailure {
  readonly since: Date;
  /** Portuguese, of the latest call. */
  readonly reason: string;
}

/** What the API server answered when it was not what we asked for; `message` is its own sentence. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    message: string,
    /** HTTP status, or the code inside of a watch's ERROR event. */
    readonly code: number,
    /** As machines read it, such as `AlreadyExists`; empty when it gave none. */
    readonly reason: string,
    /** What it asked us to wait, if it did. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

const hasCode =
  (code: number) =>
  (error: unknown): boolean =>
    error instanceof ApiError && error.code === code;

export const isNotFound = hasCode(404);
/** For what may be gone, or not be there. */
export function ifAbsent(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}
export const isConflict = hasCode(409);
/** The resource version is too old to go on from: list again. */
export const isGone = hasCode(410);
/** The API server refuses what the object says; the same again gets the same answer. */
export const isInvalid = hasCode(422);
export const isForbidden = hasCode(403);

import {Reply} from './reply';
import {etagOf, toJson} from './representation';

/**
 * Answers a write with the row as it is now, and with the validator that a read of it has, by which it can be changed
 * again.
 * @param location path of a row that is new
 */
export function rowReply<T extends object>(
  row: T,
  {status, location}: {status?: number; location?: string} = {},
): Reply<T> {
  return new Reply(row, {
    status,
    headers: {...(location && {Location: location}), ETag: etagOf(toJson(row))},
  });
}

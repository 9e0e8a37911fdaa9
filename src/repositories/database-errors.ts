import {isUnavailable} from '../datasources/unavailable';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';

/** What a violated constraint means to the caller, by the constraint's name. */
export type ConstraintProblems = Readonly<Record<string, (cause: {cause: unknown}) => Problem>>;

/**
 * Runs a statement and turns what the driver throws into what a caller can be told.
 * @param constraints problems of the constraints that the statement is expected to meet
 * @throws database_unavailable, and the given problems
 */
export async function translating<T>(work: Promise<T>, constraints: ConstraintProblems = {}): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const {constraint = ''} = cause as {constraint?: string};
    const violated = constraints[constraint];
    if (violated) throw violated({cause});
    if (isUnavailable(cause)) throw problems.databaseUnavailable({cause});
    throw cause;
  }
}

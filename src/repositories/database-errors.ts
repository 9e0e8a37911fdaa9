import {Problem} from '../problems/problem';
import {problems} from '../problems/catalogue';

/** What a violated constraint means to the caller, by the constraint's name. */
export type ConstraintProblems = Readonly<Record<string, (cause: {cause: unknown}) => Problem>>;

/** Codes of PostgreSQL and of the operating system that say: not now. */
const UNAVAILABLE =
  /^(08...|57P0[1-4]|57014|53[0-4]00|25006|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST\w+|ENET\w+)$/;
/** The driver's own ways of saying it carry no code. */
const UNAVAILABLE_TEXT =
  /^(Connection terminated|timeout e|timeout expired|Query read timeout|Client has encountered|The client is closed|Cannot use a pool)/i;

/**
 * Runs a statement and turns what the driver throws into what a caller can be told.
 * @param constraints problems of the constraints that the statement is expected to meet
 * @throws database_unavailable, and the given problems
 */
export async function translating<T>(work: Promise<T>, constraints: ConstraintProblems = {}): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const {
      code = '',
      message = '',
      constraint = '',
    } = cause as {code?: string; message?: string; constraint?: string};
    const violated = constraints[constraint];
    if (violated) throw violated({cause});
    if (UNAVAILABLE.test(code) || UNAVAILABLE_TEXT.test(message)) throw problems.databaseUnavailable({cause});
    throw cause;
  }
}

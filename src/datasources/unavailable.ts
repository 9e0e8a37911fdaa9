/** Codes of PostgreSQL and of the operating system that say: not now. */
const CODES =
  /^(08...|57P0[1-4]|57014|53[0-4]00|25006|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST\w+|ENET\w+)$/;
/** The driver's own ways of saying it carry no code. */
const TEXTS =
  /^(Connection terminated|timeout e|timeout expired|Query read timeout|Client has encountered|The client is closed|Cannot use a pool)/i;

/** Whether an error of the driver says that the database does not serve at the moment. */
export function isUnavailable(error: unknown): boolean {
  const {code = '', message = ''} = error as {code?: string; message?: string};
  return CODES.test(code) || TEXTS.test(message);
}

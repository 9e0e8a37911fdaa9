import {setImmediate as turn} from 'node:timers/promises';

/**
 * Resolves after two turns of the loop, when those are there who ask for the same at the time and may share a statement.
 * In the turn that runs they are who had been received; what is answered in it brings the next requests of those clients,
 * which the turn after it receives. With one turn half as many shared one.
 */
export async function othersHaveCome(): Promise<void> {
  await turn();
  await turn();
}

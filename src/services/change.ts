import type {Ator} from '../models/auditoria';
import {problems} from '../problems/catalogue';
import type {Precondition} from '../rest/types';

/** What a caller says beside what is to be changed. */
export interface Change {
  /** Name of the user who asks for it. */
  readonly ator?: string;
  /** Absent: whatever is there. */
  readonly ifMatch?: Precondition;
}

/** What is said beside what is to go; who it was is written down. */
export interface Removal {
  readonly ator: Ator;
  /** Absent: whatever is there. */
  readonly ifMatch?: Precondition;
}

/** The row, when it is a version that the caller means. @throws precondition_failed */
export function requireVersion<T extends object>(row: T, ifMatch: Precondition): T {
  if (!ifMatch.accepts(row)) throw problems.preconditionFailed();
  return row;
}

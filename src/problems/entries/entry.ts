import {ProblemShape} from '../problem';

/** One thing that can go wrong for a caller, as `docs/errors.md` shows it. */
export interface CatalogueEntry {
  readonly status: number;
  readonly shape: ProblemShape;
  /** Portuguese; what the caller reads. An entry whose text depends on the case shows a typical one. */
  readonly message: string;
  /** English; what the caller can do about it. */
  readonly remedy: string;
}

import type {Words} from '../../messages/message';
import type {ProblemShape} from '../problem';

/** One thing that can go wrong for a caller, as `docs/errors.md` shows it. */
export interface CatalogueEntry {
  readonly status: number;
  readonly shape: ProblemShape;
  /** What the caller reads, in its language. */
  readonly message: Words;
  /** Values of a typical case, where the message has places for some. */
  readonly typical?: Readonly<Record<string, string | number>>;
  /** English; what the caller can do about it. */
  readonly remedy: string;
}

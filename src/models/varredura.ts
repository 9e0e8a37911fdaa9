/** Names that a report shows; the counts are of all. */
export const MAX_EXEMPLOS = 100;

/** What one comparison of covers and objects found. */
export interface Varredura {
  readonly objetos: number;
  readonly capas: number;
  /** Objects that no cover has had for an hour. */
  readonly objetosSemCapa: number;
  /** Where they are too many to be removed: one more than may be. */
  readonly capasSemObjeto: number;
  /** Keys of the first of them. */
  readonly exemplos: readonly string[];
  /** Why nothing is removed. */
  readonly recusa?: string;
}

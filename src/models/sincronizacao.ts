/** Why a run began. */
export type Origem = 'MANUAL' | 'AGENDADA' | 'INICIO' | 'DESFAZER';

/**
 * Where a run stands: waiting for a worker, asking for the list, applying it; and how it ended. `SUPERADA`: a list that
 * was asked for later had been applied already.
 */
export const ESTADOS = [
  'PENDENTE',
  'BUSCANDO',
  'APLICANDO',
  'APLICADA',
  'RECUSADA',
  'SUPERADA',
  'FALHOU',
] as const;
export type Estado = (typeof ESTADOS)[number];

/** How a list differs from the active one, in offices. */
export interface Contagens {
  readonly lidas: number;
  readonly incluidas: number;
  readonly renomeadas: number;
  readonly desativadas: number;
  readonly inalteradas: number;
}

/** One run of the regional synchronisation, as it is answered. Counts are absent until the list was compared. */
export interface Sincronizacao extends Partial<Contagens> {
  readonly id: number;
  readonly origem: Origem;
  readonly estado: Estado;
  /** Who asked; absent when nobody did. */
  readonly usuario?: string;
  /** Why it was refused or failed. */
  readonly motivo?: string;
  readonly iniciadaEm: string;
  readonly concluidaEm?: string;
  /** Run that it undid. */
  readonly desfaz?: number;
}

/** One office that a list adds, renames or takes away. */
export interface Mudanca {
  readonly id: number;
  /** Name before; absent: the office is added. */
  readonly de?: string;
  /** Name after; absent: the office is deactivated. */
  readonly para?: string;
}

/** What a list would do, without doing it. */
export interface Simulacao extends Contagens {
  /** Why it would be refused; absent: it would not. */
  readonly recusa?: string;
  /** The first thousand. */
  readonly diferenca: readonly Mudanca[];
}

/** Everything that is told to listeners. */
export type EventoTipo =
  | 'album.criado'
  | 'album.alterado'
  | 'album.excluido'
  | 'vinculo.criado'
  | 'vinculo.removido'
  | 'imagem.incluida'
  | 'imagem.substituida'
  | 'imagem.removida'
  | 'regionais.sincronizadas'
  | 'catalogo.importado';

/** An event whose data are the row that a statement changes. */
export interface RowEvento {
  readonly tipo: EventoTipo;
  /** Name of the user who made the change; absent: nobody, such as a schedule. */
  readonly ator?: string;
}

export interface NewEvento extends RowEvento {
  readonly dados: object;
}

/** An event that was given its number. */
export interface Evento {
  /** UUID; the same wherever and however often it arrives. */
  readonly id: string;
  /** 1, 2, 3 without a gap, in the order in which events are told. */
  readonly sequencia: number;
  readonly tipo: EventoTipo;
  readonly dados: Readonly<Record<string, unknown>>;
  readonly ator: string | null;
  readonly criadoEm: Date;
}

/** An event as a trace sees it. */
export interface TracedEvento extends Pick<Evento, 'id' | 'tipo'> {
  /** Of the request that made it. */
  readonly traceparent: string;
}

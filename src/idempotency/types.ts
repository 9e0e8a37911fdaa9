/** A request whose client named a key for it. */
export interface KeyedRequest {
  readonly usuarioId: number;
  /** Value of `Idempotency-Key`. */
  readonly chave: string;
  /** SHA-256 of what is asked: the same for a repetition, and for nothing else. */
  readonly impressao: Buffer;
}

/** An answer as it is kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly cabecalhos: Readonly<Record<string, string>>;
  /** As it is sent. */
  readonly corpo: string;
}

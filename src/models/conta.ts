import type {Papel} from './usuario.model';

/** A user as it is answered. */
export interface Conta {
  readonly id: number;
  readonly nome: string;
  readonly papel: Papel;
  readonly ativo: boolean;
  /** Whether it has a second factor. */
  readonly totp: boolean;
  readonly criadoEm: Date;
}

/** A login that has not ended, as its user sees it. */
export interface Sessao {
  readonly id: string;
  readonly criadaEm: Date;
  /** When it ends unless it is renewed. */
  readonly expiraEm: Date;
  /** Of the client that signed in. */
  readonly endereco?: string;
  /** What that client called itself. */
  readonly cliente?: string;
  /** Whether it is the one of this request. */
  readonly atual: boolean;
}

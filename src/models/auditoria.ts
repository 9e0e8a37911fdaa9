/** Everything that is written down for whoever has to know later. */
export const ACOES = [
  'login',
  'login_recusado',
  'token_reutilizado',
  'sessao_encerrada',
  'usuario_criado',
  'usuario_alterado',
  'senha_alterada',
  'senha_redefinida',
  'totp_ativado',
  'totp_removido',
  'artista_excluido',
  'album_excluido',
  'imagem_excluida',
  'regional_desativada',
  'catalogo_importado',
] as const;
export type Acao = (typeof ACOES)[number];

/** Who asks for something, and from where. */
export interface Ator {
  /** Name of the user; absent: nobody has signed in yet. */
  readonly nome?: string;
  /** Of the client. */
  readonly endereco: string;
  /** Id of the request, as in the log. */
  readonly requisicao: string;
}

/** What somebody did. */
export interface NewAuditoria {
  readonly acao: Acao;
  /** What it was done to, such as `album/1`. */
  readonly alvo?: string;
  readonly detalhe?: object;
}

/** One entry, as it is answered. */
export interface Auditoria extends NewAuditoria {
  readonly id: number;
  readonly criadaEm: string;
  readonly usuario?: string;
  readonly endereco?: string;
  readonly requisicao?: string;
}

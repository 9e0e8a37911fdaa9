/**
 * What becomes of each table in a backup and a restore, in an order in which rows find what they refer to:
 * - `copied`: it is in the archive, and the archive's rows take the place of those that are there;
 * - `stays`: it is not in the archive, and a restore leaves it as it is;
 * - `emptied`: it is not in the archive, and a restore leaves nothing in it.
 * A test holds the list to the schema.
 */
export const tables = {
  usuario: 'copied',
  usuario_totp: 'copied',
  usuario_totp_recuperacao: 'copied',
  artista: 'copied',
  album: 'copied',
  artista_album: 'copied',
  album_imagens: 'copied',
  regionais: 'copied',
  sincronizacao: 'copied',
  auditoria: 'copied',
  evento: 'copied',
  evento_contador: 'copied',
  // Exact counts, as of the same snapshot as what they count.
  contagem: 'copied',
  // Who repeats a request whose effect is in the archive must be told so, and not have it done twice.
  idempotencia: 'copied',
  objeto_removido: 'copied',
  // A session that was ended after the snapshot would go on: everybody signs in again instead.
  sessao: 'emptied',
  sessao_token: 'emptied',
  // What running processes have to forget, and how many guesses an attacker has left: neither goes back in time.
  revogacao: 'stays',
  tentativa_login: 'stays',
  // What running processes know answers by: it only ever grows.
  versao: 'stays',
  // The schema is that of the release, whatever the archive's was.
  migracao: 'stays',
} as const satisfies Readonly<Record<string, 'copied' | 'stays' | 'emptied'>>;

export const COVERS_TABLE = 'album_imagens' satisfies keyof typeof tables;

const namesOf = (fate: string): string[] =>
  Object.entries(tables).flatMap(([name, its]) => (its === fate ? [name] : []));

export const COPIED_TABLES: readonly string[] = namesOf('copied');
export const STAYING_TABLES: readonly string[] = namesOf('stays');

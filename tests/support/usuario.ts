import {argon2Sync} from 'node:crypto';
import {QueryResultRow} from 'pg';

const SALT = Buffer.from('sal-de-16-octets');

/** The hash of a password as any implementation of argon2id writes it, with the parameters of the contract. */
export function phcOf(password: string, nonce = SALT): string {
  const parameters = {message: password, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32};
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=19456,t=2,p=1$${text(nonce)}$${text(argon2Sync('argon2id', parameters))}`;
}

/** Somebody else who may sign in. @returns its id */
export async function givenUsuario(
  database: {sql<T extends QueryResultRow>(statement: string, params?: readonly unknown[]): Promise<T[]>},
  nome: string,
  password: string,
  papel = 'editor',
): Promise<number> {
  const statement = 'insert into usuario (nome_usuario, senha_hash, papel) values ($1, $2, $3) returning id';
  const [row] = await database.sql<{id: string}>(statement, [nome, phcOf(password), papel]);
  return Number(row!.id);
}

import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {rowsOf} from './rows';

/** A refresh token as it stands in its family; the token itself is not kept, only its hash. */
export interface SessaoToken {
  readonly sessaoId: string;
  readonly nomeUsuario: string;
  /** The family was ended, or this token is too old. */
  readonly ended: boolean;
  /** Seconds since its successor was first used; null: it was not. */
  readonly supersededSeconds: number | null;
}

/** When a token was issued and ends, in seconds of the epoch. */
export interface TokenLifetime {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Ended sessions that one login clears away: a few each time keep the table small without a job. */
const CLEARED_PER_LOGIN = 20;
const LIFETIME =
  'extract(epoch from emitido_em)::bigint as "issuedAt", extract(epoch from expira_em)::bigint as "expiresAt"';

/** Families of refresh tokens: a login begins one, each refresh adds a token, a reused old token ends it. */
@injectable({scope: BindingScope.SINGLETON})
export class SessaoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Begins a family with its first token. @param hash SHA-256 of the token's id */
  async begin(usuarioId: number, hash: Buffer, ttlSeconds: number): Promise<TokenLifetime> {
    const [lifetime] = await this.execute<TokenLifetime>(
      `with limpas as (
         delete from sessao where id in (select id from sessao where expira_em < now() limit ${CLEARED_PER_LOGIN})),
       nova as (
         insert into sessao (id, usuario_id, criada_em, expira_em)
         values (gen_random_uuid(), $1, now(), now() + make_interval(secs => $3)) returning id)
       insert into sessao_token (hash, sessao_id, emitido_em, expira_em)
       select $2, id, date_trunc('second', now()), date_trunc('second', now()) + make_interval(secs => $3) from nova
       returning ${LIFETIME}`,
      [usuarioId, hash, ttlSeconds],
    );
    return lifetime as TokenLifetime;
  }

  /** The token of an active user, with its family locked until the transaction ends. */
  async findForUpdate(hash: Buffer, options: Options): Promise<SessaoToken | undefined> {
    const [token] = await this.execute<SessaoToken>(
      `select s.id as "sessaoId", u.nome_usuario as "nomeUsuario",
              (s.encerrada_em is not null or t.expira_em <= now()) as ended,
              extract(epoch from clock_timestamp() - t.substituido_em)::float8 as "supersededSeconds"
         from sessao_token t
         join sessao s on s.id = t.sessao_id
         join usuario u on u.id = s.usuario_id and u.ativo
        where t.hash = $1 for update of s`,
      [hash],
      options,
    );
    return token;
  }

  async end(sessaoId: string, options: Options): Promise<void> {
    await this.execute('update sessao set encerrada_em = now() where id = $1', [sessaoId], options);
  }

  /**
   * Notes that a token is in use, which supersedes the one before it, and gives the lifetime of its one successor.
   * @param successorHash SHA-256 of the successor's id, the same at each call for this token
   */
  async succeed(
    hash: Buffer,
    successorHash: Buffer,
    ttlSeconds: number,
    options: Options,
  ): Promise<TokenLifetime> {
    const [lifetime] = await this.execute<TokenLifetime>(
      `with usado as (
         update sessao_token set substituido_em = clock_timestamp()
          where hash = (select anterior_hash from sessao_token where hash = $1) and substituido_em is null),
       prolongada as (
         update sessao set expira_em = greatest(expira_em, now() + make_interval(secs => $3))
          where id = (select sessao_id from sessao_token where hash = $1))
       insert into sessao_token (hash, sessao_id, anterior_hash, emitido_em, expira_em)
       select $2, sessao_id, hash, date_trunc('second', now()), date_trunc('second', now()) + make_interval(secs => $3)
         from sessao_token where hash = $1
       on conflict (anterior_hash) do update set hash = excluded.hash
       returning ${LIFETIME}`,
      [hash, successorHash, ttlSeconds],
      options,
    );
    return lifetime as TokenLifetime;
  }

  private execute<T extends object>(
    sql: string,
    params: readonly unknown[],
    options?: Options,
  ): Promise<T[]> {
    return rowsOf(this.dataSource, sql, params, {options});
  }
}

import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {Sessao} from '../models/conta';
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

/** How long a refresh token lasts, and how long its session at least: access tokens may last longer. */
export interface Lifetimes {
  readonly ttlSeconds: number;
  readonly keptSeconds: number;
}

/** A login that begins. */
export interface NewSessao extends Lifetimes {
  readonly usuarioId: number;
  /** SHA-256 of the id of its first token. */
  readonly hash: Buffer;
  readonly endereco: string;
  readonly cliente?: string;
}

/** The client's own name is cut to this. */
const MAX_CLIENTE_LENGTH = 200;
/** Ended sessions that one login clears away: a few each time keep the table small without a job. */
const CLEARED_PER_LOGIN = 20;
/** More than one person signs in to at once. */
const MAX_LISTED = 100;
const LIFETIME =
  'extract(epoch from emitido_em)::bigint as "issuedAt", extract(epoch from expira_em)::bigint as "expiresAt"';

/** Families of refresh tokens: a login begins one, each refresh adds a token, a reused old token ends it. */
@injectable({scope: BindingScope.SINGLETON})
export class SessaoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Begins a family with its first token. @param options of the transaction */
  async begin(
    {usuarioId, hash, ttlSeconds, keptSeconds, endereco, cliente}: NewSessao,
    options: Options,
  ): Promise<{readonly sessaoId: string; readonly lifetime: TokenLifetime}> {
    const [row] = await this.execute<TokenLifetime & {sessaoId: string}>(
      `with limpas as (
         delete from sessao where id in (
           select id from sessao where expira_em < now() limit ${CLEARED_PER_LOGIN} for update skip locked)),
       nova as (
         insert into sessao (id, usuario_id, criada_em, expira_em, endereco, cliente)
         values (gen_random_uuid(), $1, now(), now() + make_interval(secs => $4), $5, $6) returning id)
       insert into sessao_token (hash, sessao_id, emitido_em, expira_em)
       select $2, id, date_trunc('second', now()), date_trunc('second', now()) + make_interval(secs => $3) from nova
       returning sessao_id as "sessaoId", ${LIFETIME}`,
      [
        usuarioId,
        hash,
        ttlSeconds,
        Math.max(ttlSeconds, keptSeconds),
        endereco,
        storable(cliente?.slice(0, MAX_CLIENTE_LENGTH)),
      ],
      options,
    );
    const {sessaoId, ...lifetime} = row!;
    return {sessaoId, lifetime};
  }

  /** Sessions of a user that have not ended, the latest first. @param atual the one that asks, if any */
  async listOf(usuarioId: number, atual?: string): Promise<Sessao[]> {
    const rows = await this.execute<Sessao>(
      `select id, criada_em as "criadaEm", expira_em as "expiraEm", endereco, cliente,
              (id = $2::uuid) is true as atual
         from sessao where usuario_id = $1 and encerrada_em is null and expira_em > now()
        order by criada_em desc, id limit ${MAX_LISTED}`,
      [usuarioId, atual ?? null],
    );
    return rows.map(
      row =>
        Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Sessao,
    );
  }

  /** Ends a session of that user. @param sessaoId any text @returns whether it was one that had not ended */
  async endOf(usuarioId: number, sessaoId: string, options: Options): Promise<boolean> {
    const ended = await this.execute(
      `update sessao set encerrada_em = now()
        where id::text = $2 and usuario_id = $1 and encerrada_em is null returning id`,
      [usuarioId, sessaoId],
      options,
    );
    return ended.length > 0;
  }

  /** Ends all sessions of a user. */
  async endAllOf(usuarioId: number, options: Options): Promise<void> {
    await this.execute(
      'update sessao set encerrada_em = now() where usuario_id = $1 and encerrada_em is null returning id',
      [usuarioId],
      options,
    );
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
    await this.execute(
      'update sessao set encerrada_em = now() where id = $1 and encerrada_em is null returning id',
      [sessaoId],
      options,
    );
  }

  /**
   * Notes that a token is in use, which supersedes the one before it, and gives the lifetime of its one successor.
   * @param successorHash SHA-256 of the successor's id, the same at each call for this token
   */
  async succeed(
    hash: Buffer,
    successorHash: Buffer,
    {ttlSeconds, keptSeconds}: Lifetimes,
    options: Options,
  ): Promise<TokenLifetime> {
    const [lifetime] = await this.execute<TokenLifetime>(
      `with usado as (
         update sessao_token set substituido_em = clock_timestamp()
          where hash = (select anterior_hash from sessao_token where hash = $1) and substituido_em is null),
       prolongada as (
         update sessao set expira_em = greatest(expira_em, now() + make_interval(secs => $4))
          where id = (select sessao_id from sessao_token where hash = $1))
       insert into sessao_token (hash, sessao_id, anterior_hash, emitido_em, expira_em)
       select $2, sessao_id, hash, date_trunc('second', now()), date_trunc('second', now()) + make_interval(secs => $3)
         from sessao_token where hash = $1
       on conflict (anterior_hash) do update set hash = excluded.hash
       returning ${LIFETIME}`,
      [hash, successorHash, ttlSeconds, Math.max(ttlSeconds, keptSeconds)],
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

/** What a client calls itself may hold anything. */
function storable(text: string | undefined): string | null {
  return text?.replaceAll('\0', '') ?? null;
}

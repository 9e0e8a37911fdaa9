import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {Ator, Auditoria, NewAuditoria} from '../models/auditoria';
import type {PageRequest, Slice} from '../models/page';
import {rowsOf} from './rows';

/** Which entries are wanted; what is absent does not matter. */
export interface AuditoriaFilter {
  readonly usuario?: string;
  readonly acao?: string;
}

const COLUMNS = 'id, criada_em as "criadaEm", acao, usuario, alvo, detalhe, endereco, requisicao';
const WHERE = '($1::text is null or usuario = $1) and ($2::text is null or acao = $2)';

/** What was done, by whom and from where. @throws database_unavailable, in every method */
@injectable({scope: BindingScope.SINGLETON})
export class AuditoriaRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Writes an entry. @param options of the transaction of what it tells */
  async append({acao, alvo, detalhe}: NewAuditoria, ator: Ator, options?: Options): Promise<void> {
    await this.rows(
      `insert into auditoria (acao, usuario, alvo, detalhe, endereco, requisicao)
       values ($1, $2, $3, $4::jsonb, $5, $6)`,
      [
        acao,
        ator.nome ?? null,
        alvo ?? null,
        detalhe ? JSON.stringify(detalhe) : null,
        ator.endereco,
        ator.requisicao,
      ],
      options,
    );
  }

  /** The latest first. */
  async list({usuario, acao}: AuditoriaFilter, {page, size, after}: PageRequest): Promise<Slice<Auditoria>> {
    const filter = [usuario ?? null, acao ?? null];
    const rows = await this.rows<Auditoria>(
      `select ${COLUMNS} from auditoria where ${WHERE} and id < $3 order by id desc limit $4 offset $5`,
      [...filter, after?.[0] ?? Number.MAX_SAFE_INTEGER, size + 1, after ? 0 : page * size],
    );
    const [count] = await this.rows<{total: number}>(
      `select count(*) as total from auditoria where ${WHERE}`,
      filter,
    );
    return {
      rows: rows.slice(0, size).map(withoutNulls),
      hasMore: rows.length > size,
      total: count!.total,
    };
  }

  /** Removes entries that are older than that many days, at most so many. @returns how many went */
  async prune(days: number, limit: number): Promise<number> {
    const removed = await this.rows(
      `delete from auditoria where id in (
         select id from auditoria where criada_em < now() - make_interval(days => $1) order by id limit $2)
       returning id`,
      [days, limit],
    );
    return removed.length;
  }

  private rows<T extends object>(sql: string, params: readonly unknown[], options?: Options): Promise<T[]> {
    return rowsOf<T>(this.dataSource, sql, params, {options});
  }
}

/** What is null in the row is absent in the answer. */
function withoutNulls(row: Auditoria): Auditoria {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as unknown as Auditoria;
}

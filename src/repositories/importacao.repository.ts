import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {PoolClient} from 'pg';
import {from as copyFrom} from 'pg-copy-streams';
import type {Writable} from 'node:stream';
import {LOCK_SPACE, Locks} from '../datasources/advisory-locks';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {ImportCounts, ImportLine, ReferenceConflict} from '../models/csv-line';
import type {RowEvento} from '../models/evento';
import {problems} from '../problems/catalogue';
import type {ConstraintProblems} from './database-errors';
import {recordEvents} from './evento-statement';
import {COMPARISON} from './importacao-statements';
import {rowsOf} from './rows';

/** Somebody has removed meanwhile what the file names. */
const CHANGED_MEANWHILE: ConstraintProblems = {
  artista_album_artista_id_fkey: problems.importacaoOvertaken,
  artista_album_album_id_fkey: problems.importacaoOvertaken,
};
const ESCAPED: Readonly<Record<string, string>> = {'\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r'};

/**
 * Compares a whole file with the catalogue and applies it: a fixed number of statements, however long the file is. All of
 * it belongs to one transaction, whose temporary tables hold the file and the difference.
 */
@injectable({scope: BindingScope.SINGLETON})
export class ImportacaoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Takes the turn until the transaction ends, and makes room for lines. @throws importacao_in_progress */
  async begin(options: Options): Promise<void> {
    const [lock] = await this.rows<{taken: boolean}>(
      `select pg_try_advisory_xact_lock(${LOCK_SPACE}, ${Locks.IMPORT}) as taken, set_config('work_mem', '64MB', true)`,
      options,
    );
    if (!lock!.taken) throw problems.importacaoInProgress();
    await this.rows(
      `create temp table csv_linha (linha bigint not null, artista text, tipo text, album text, referencia text)
         on commit drop`,
      options,
    );
  }

  /** Takes what `copyLine` makes. */
  lines(options: Options): Writable {
    const {connection} = options['transaction'] as {connection: PoolClient};
    return connection.query(copyFrom('copy csv_linha from stdin'));
  }

  /** Lines that contradict an earlier one, the first hundred. */
  conflicts(options: Options): Promise<ReferenceConflict[]> {
    return this.rows(
      `select linha, referencia, primeiro as album
         from (select linha, referencia, album,
                      first_value(album) over (partition by referencia order by linha) as primeiro
                 from csv_linha where referencia is not null) l
        where album <> primeiro order by linha limit 100`,
      options,
    );
  }

  /** What the file would add. */
  async compare(options: Options): Promise<ImportCounts> {
    for (const statement of COMPARISON) await this.rows(statement, options);
    const [counts] = await this.rows<ImportCounts>(
      `select a.*, b.*, v.*, (select count(*) from csv_vinculo_novo) as "novosVinculos"
         from (select count(*) as artistas, count(*) filter (where id is null) as "novosArtistas" from csv_artista) a,
              (select count(*) as albuns, count(*) filter (where id is null) as "novosAlbuns" from csv_album) b,
              (select count(*) as vinculos from csv_vinculo) v`,
      options,
    );
    return counts!;
  }

  /** Ids follow the lines. */
  async insertArtistas(options: Options): Promise<void> {
    await this.rows(
      `with novos as (
         update csv_artista set id = nextval(pg_get_serial_sequence('artista', 'id')) where id is null
         returning id, nome, tipo)
       insert into artista (id, nome, tipo) select id, nome, tipo from novos`,
      options,
    );
  }

  /** @param evento is written for each; absent: none is */
  async insertAlbuns(evento: RowEvento | undefined, options: Options): Promise<void> {
    const params: unknown[] = [];
    await this.rows(
      `with novos as (
         update csv_album set id = nextval(pg_get_serial_sequence('album', 'id')) where id is null
         returning id, nome)
       ${evento ? `, registro as (${recordEvents('novos', evento, params)})` : ''}
       insert into album (id, nome) select id, nome from novos`,
      options,
      params,
    );
  }

  /** @param evento is written for each; absent: none is @throws importacao_overtaken */
  async insertVinculos(evento: RowEvento | undefined, options: Options): Promise<void> {
    const params: unknown[] = [];
    const insert = `insert into artista_album (artista_id, album_id)
      select distinct a.id, b.id from csv_vinculo_novo v
        join csv_artista a on a.n = v.artista join csv_album b on b.n = v.album
      on conflict do nothing`;
    await this.rows(
      evento
        ? `with novos as (${insert} returning artista_id as "artistaId", album_id as "albumId")
           ${recordEvents('novos', evento, params)}`
        : insert,
      options,
      params,
    );
  }

  private rows<T extends object>(
    sql: string,
    options: Options,
    params: readonly unknown[] = [],
  ): Promise<T[]> {
    return rowsOf(this.dataSource, sql, params, {options, constraints: CHANGED_MEANWHILE});
  }
}

/**
 * A line in the text format of COPY.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
export function copyLine({linha, artista, tipo, album, referencia}: ImportLine): string {
  const fields = [artista, tipo, album, referencia].map(text =>
    text === undefined ? '\\N' : text.replace(/[\\\t\n\r]/g, letter => ESCAPED[letter]!),
  );
  return `${linha}\t${fields.join('\t')}\n`;
}

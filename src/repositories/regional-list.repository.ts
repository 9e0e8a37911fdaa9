import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {Contagens, Mudanca} from '../models/sincronizacao';
import {RegionalRow} from './regional.repository';
import {rowsOf} from './rows';

/** Offices of a list and how the list differs from the active one, before anything is changed. */
export interface Comparison extends Contagens {
  /** Active offices before. */
  readonly ativas: number;
}

/** Longest difference that is shown. */
const MAX_SHOWN = 1_000;

/**
 * Compares a whole list with the active one and applies it: a fixed number of statements, however long the lists are.
 * All of it belongs to one transaction, whose temporary tables hold the list and the difference.
 */
@injectable({scope: BindingScope.SINGLETON})
export class RegionalListRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Takes the list that is to be the active one; each id once. */
  async load(list: readonly RegionalRow[], options: Options): Promise<void> {
    await this.rows(
      `create temp table regionais_lidas on commit drop as
       select id as regional_id, nome from json_to_recordset($1) as lida (id integer, nome text)`,
      // One text of JSON costs half the memory of the driver's arrays.
      [JSON.stringify(list)],
      options,
    );
  }

  /** Takes the list that was the active one before a version. */
  async loadBefore(versao: number, options: Options): Promise<void> {
    await this.rows(
      `create temp table regionais_lidas on commit drop as
       select regional_id, nome from regionais
        where coalesce(versao_inicio, 0) < $1 and (ativo or versao_fim >= $1)`,
      [versao],
      options,
    );
  }

  async compare(options: Options): Promise<Comparison> {
    await this.rows(
      `create temp table regionais_diferenca on commit drop as
       select a.id as linha, regional_id, a.nome as de, l.nome as para
         from (select id, regional_id, nome from regionais where ativo) a
         full join regionais_lidas l using (regional_id)
        where a.nome is distinct from l.nome`,
      [],
      options,
    );
    const [counts] = await this.rows<Omit<Comparison, 'inalteradas'>>(
      `select (select count(*) from regionais where ativo) as ativas,
              (select count(*) from regionais_lidas) as lidas,
              count(*) filter (where de is null) as incluidas,
              count(*) filter (where de is not null and para is not null) as renomeadas,
              count(*) filter (where para is null) as desativadas
         from regionais_diferenca`,
      [],
      options,
    );
    const {lidas, incluidas, renomeadas} = counts!;
    return {...counts!, inalteradas: lidas - incluidas - renomeadas};
  }

  /** The first thousand of the difference, by id. */
  async showDifference(options: Options): Promise<Mudanca[]> {
    return this.rows(
      `select regional_id as id, de, para from regionais_diferenca order by regional_id limit ${MAX_SHOWN}`,
      [],
      options,
    );
  }

  /** Makes the list the active one. @param versao of the list that it makes */
  async apply(versao: number, options: Options): Promise<void> {
    await this.rows(
      `update regionais r set ativo = false, versao_fim = $1 from regionais_diferenca d where r.id = d.linha`,
      [versao],
      options,
    );
    await this.rows(
      `insert into regionais (regional_id, nome, ativo, versao_inicio)
       select regional_id, para, true, $1 from regionais_diferenca where para is not null order by regional_id`,
      [versao],
      options,
    );
  }

  /** What a version changed, the first thousand, by id. */
  async differenceOf(versao: number): Promise<Mudanca[]> {
    return this.rows(
      `select regional_id as id, f.nome as de, i.nome as para
         from (select regional_id, nome from regionais where versao_fim = $1) f
         full join (select regional_id, nome from regionais where versao_inicio = $1) i using (regional_id)
        order by regional_id limit ${MAX_SHOWN}`,
      [versao],
    );
  }

  private rows<T extends object>(sql: string, params: readonly unknown[], options?: Options): Promise<T[]> {
    return rowsOf(this.dataSource, sql, params, {options});
  }
}

import {BindingScope, inject, injectable} from '@loopback/core';
import {DefaultCrudRepository, Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {NewRegional} from '../models/new-regional.model';
import {Regional} from '../models/regional.model';
import {problems} from '../problems/catalogue';
import {rowsOf} from './rows';

/** An office as clients see it: `id` is the business id. */
export interface RegionalRow {
  readonly id: number;
  readonly nome: string;
}

/** The list of active offices has one writer at a time, so that a comparison still holds when it is applied. */
const LIST_LOCK = 'artistas.regionais';

@injectable({scope: BindingScope.SINGLETON})
export class RegionalRepository extends DefaultCrudRepository<Regional, number> {
  constructor(@inject('datasources.catalogo') private readonly catalogo: CatalogoDataSource) {
    super(Regional, catalogo);
  }

  /** All active offices, by id. */
  async listActive(): Promise<RegionalRow[]> {
    return this.rows('select regional_id as id, nome from regionais where ativo order by regional_id');
  }

  /** @throws regional_not_found */
  async getActive(regionalId: number): Promise<RegionalRow> {
    const found = await this.findActive(regionalId);
    if (!found) throw problems.regionalNotFound(regionalId);
    return found;
  }

  async findActive(regionalId: number, options?: Options): Promise<RegionalRow | undefined> {
    const statement = 'select regional_id as id, nome from regionais where regional_id = $1 and ativo';
    return (await this.rows<RegionalRow>(statement, [regionalId], options))[0];
  }

  /**
   * Makes the transaction the list's only writer, and gives it the number of the version that it makes.
   * @param options of the transaction
   */
  async beginVersion(options: Options): Promise<number> {
    await this.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [LIST_LOCK], options);
    const [row] = await this.rows<{versao: number}>(
      `select nextval('regionais_versao_seq') as versao`,
      [],
      options,
    );
    return row!.versao;
  }

  /** @throws regional_already_active */
  async insertActive(
    {regionalId, nome}: NewRegional,
    versao: number,
    options: Options,
  ): Promise<RegionalRow> {
    const [row] = await rowsOf<RegionalRow>(
      this.catalogo,
      `insert into regionais (regional_id, nome, ativo, versao_inicio) values ($1, $2, true, $3)
       returning regional_id as id, nome`,
      [regionalId, nome, versao],
      {
        options,
        constraints: {
          regionais_regional_id_ativo_key: cause => problems.regionalAlreadyActive(regionalId, cause),
        },
      },
    );
    return row!;
  }

  async deactivate(regionalId: number, versao: number, options: Options): Promise<void> {
    const statement = 'update regionais set ativo = false, versao_fim = $2 where regional_id = $1 and ativo';
    await this.rows(statement, [regionalId, versao], options);
  }

  private rows<T extends object>(
    sql: string,
    params: readonly unknown[] = [],
    options?: Options,
  ): Promise<T[]> {
    return rowsOf(this.catalogo, sql, params, {options});
  }
}

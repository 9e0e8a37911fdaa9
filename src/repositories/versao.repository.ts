import {BindingScope, inject, injectable} from '@loopback/core';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {rowsOf} from './rows';

/** Versions of the tables that answers are made of. A table that nobody has written to yet has none. */
@injectable({scope: BindingScope.SINGLETON})
export class VersaoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** As of a moment after the call. @throws database_unavailable */
  async read(): Promise<ReadonlyMap<string, number>> {
    const rows = await rowsOf<{tabela: string; versao: number}>(
      this.dataSource,
      'select tabela, sum(versao)::bigint as versao from versao group by tabela',
      [],
      {isPrepared: true},
    );
    return new Map(rows.map(({tabela, versao}) => [tabela, versao]));
  }
}

import {BindingScope, inject, injectable} from '@loopback/core';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {rowsOf} from './rows';

/** Somebody or something that is no longer what it was: a user, or a session. */
export interface Revogacao {
  readonly id: number;
  readonly usuarioId: number | null;
  readonly sessaoId: string | null;
}

/** Rows that the database writes when users and sessions change. */
@injectable({scope: BindingScope.SINGLETON})
export class RevogacaoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /**
   * Those of the last so many seconds. Ids are given before the commit, so that a later one may be seen first: who looks
   * again finds the others. @throws database_unavailable
   */
  listRecent(seconds: number, limit: number): Promise<Revogacao[]> {
    return rowsOf<Revogacao>(
      this.dataSource,
      `select id, usuario_id as "usuarioId", sessao_id as "sessaoId" from revogacao
        where criada_em > now() - make_interval(secs => $1) order by criada_em desc limit $2`,
      [seconds, limit],
    );
  }
}

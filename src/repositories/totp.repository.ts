import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {rowsOf} from './rows';

export interface TotpRow {
  /** Sealed. */
  readonly segredo: Buffer;
  /** The last step whose code was taken. */
  readonly ultimoPasso: number;
}

/** Second factors. @throws database_unavailable, in every method */
@injectable({scope: BindingScope.SINGLETON})
export class TotpRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Keeps a secret that waits for its first code, in place of one that waited. @returns false: there is one that counts */
  async begin(usuarioId: number, segredo: Buffer): Promise<boolean> {
    const rows = await this.rows(
      `insert into usuario_totp as t (usuario_id, segredo) values ($1, $2)
       on conflict (usuario_id) do update set segredo = excluded.segredo where t.confirmado_em is null
       returning usuario_id`,
      [usuarioId, segredo],
    );
    return rows.length > 0;
  }

  /** @param options of a transaction: the row is locked until it ends */
  async find(
    usuarioId: number,
    {isConfirmed}: {isConfirmed: boolean},
    options?: Options,
  ): Promise<TotpRow | undefined> {
    const [row] = await this.rows<TotpRow>(
      `select segredo, ultimo_passo as "ultimoPasso" from usuario_totp
        where usuario_id = $1 and (confirmado_em is not null) = $2 ${options ? 'for update' : ''}`,
      [usuarioId, isConfirmed],
      options,
    );
    return row;
  }

  async confirm(
    usuarioId: number,
    {step, hashes}: {step: number; hashes: readonly Buffer[]},
    options: Options,
  ): Promise<void> {
    await this.rows(
      `with confirmado as (
         update usuario_totp set confirmado_em = now(), ultimo_passo = $2 where usuario_id = $1)
       insert into usuario_totp_recuperacao (usuario_id, hash) select $1, unnest($3::bytea[])`,
      [usuarioId, step, hashes],
      options,
    );
  }

  /** @returns whether nobody was faster, with this step or a later one */
  async useStep(usuarioId: number, step: number): Promise<boolean> {
    const used = await this.rows(
      `update usuario_totp set ultimo_passo = $2
        where usuario_id = $1 and confirmado_em is not null and ultimo_passo < $2 returning usuario_id`,
      [usuarioId, step],
    );
    return used.length > 0;
  }

  /** @returns whether there was such a code */
  async useRecovery(usuarioId: number, hash: Buffer): Promise<boolean> {
    const used = await this.rows(
      'delete from usuario_totp_recuperacao where usuario_id = $1 and hash = $2 returning hash',
      [usuarioId, hash],
    );
    return used.length > 0;
  }

  /** @returns whether there was one */
  async remove(usuarioId: number, options: Options): Promise<boolean> {
    const removed = await this.rows(
      'delete from usuario_totp where usuario_id = $1 returning usuario_id',
      [usuarioId],
      options,
    );
    return removed.length > 0;
  }

  listSealed(): Promise<{readonly usuarioId: number; readonly segredo: Buffer}[]> {
    return this.rows('select usuario_id as "usuarioId", segredo from usuario_totp', []);
  }

  /** Unless it was replaced meanwhile. */
  async replaceSealed(usuarioId: number, from: Buffer, to: Buffer): Promise<void> {
    await this.rows(
      'update usuario_totp set segredo = $3 where usuario_id = $1 and segredo = $2 returning usuario_id',
      [usuarioId, from, to],
    );
  }

  private rows<T extends object>(sql: string, params: readonly unknown[], options?: Options): Promise<T[]> {
    return rowsOf<T>(this.dataSource, sql, params, {options});
  }
}

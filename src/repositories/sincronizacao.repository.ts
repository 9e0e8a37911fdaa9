import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {PageRequest, Slice} from '../models/page';
import {Contagens, Estado, Origem, Sincronizacao} from '../models/sincronizacao';
import {problems} from '../problems/catalogue';
import {rowsOf} from './rows';

/** What a run begins with. */
export interface NewRun {
  readonly origem: Origem;
  readonly usuario?: string;
  /** Id of the job that does it. */
  readonly tarefa?: string;
  readonly estado?: Estado;
  readonly desfaz?: number;
}

export interface RunEnd extends Partial<Contagens> {
  readonly estado: Estado;
  readonly motivo?: string;
  readonly versao?: number;
}

/** A run ends within half a minute; one that is open for longer was killed. */
const ABANDONED = `interval '2 minutes'`;
const ABANDONED_REASON = 'interrompida: o processo que a executava terminou';
/** Runs that are kept; each new one takes a few older ones along. */
const KEPT = 2_000;
const CLEARED_PER_RUN = 20;
const ENDED = `('APLICADA', 'RECUSADA', 'SUPERADA')`;

const COLUMNS = `id, origem, usuario, estado, motivo, iniciada_em as "iniciadaEm", concluida_em as "concluidaEm",
  lidas, incluidas, renomeadas, desativadas, inalteradas, desfaz`;

/** The runs of the regional synchronisation: who asked, how each ended. */
@injectable({scope: BindingScope.SINGLETON})
export class SincronizacaoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Adds a run, ends those that were abandoned, and clears the oldest away. */
  async begin(
    {origem, usuario, tarefa, estado = 'BUSCANDO', desfaz}: NewRun,
    options?: Options,
  ): Promise<number> {
    const [row] = await this.rows<{id: number}>(
      `with abandonadas as (
         update sincronizacao set estado = 'FALHOU', motivo = $6, concluida_em = now()
          where concluida_em is null and estado <> 'PENDENTE' and iniciada_em < now() - ${ABANDONED}),
       limpas as (
         delete from sincronizacao where id in (
           select id from sincronizacao where id <= (select max(id) from sincronizacao) - ${KEPT}
            order by id limit ${CLEARED_PER_RUN}))
       insert into sincronizacao (origem, usuario, tarefa, estado, desfaz) values ($1, $2, $3, $4, $5) returning id`,
      [origem, usuario, tarefa, estado, desfaz, ABANDONED_REASON],
      options,
    );
    return row!.id;
  }

  /**
   * The run of a job, begun or taken up again.
   * @returns undefined when it has ended already: the job was done, and only its worker did not live to say so
   */
  async beginOnce(tarefa: string, run: NewRun): Promise<number | undefined> {
    const [present] = await this.rows<{id: number; ended: boolean}>(
      `update sincronizacao set
          estado = case when estado in ${ENDED} then estado else 'BUSCANDO' end,
          iniciada_em = case when estado in ${ENDED} then iniciada_em else now() end,
          concluida_em = case when estado in ${ENDED} then concluida_em end,
          motivo = case when estado in ${ENDED} then motivo end
        where tarefa = $1 returning id, estado in ${ENDED} as ended`,
      [tarefa],
    );
    if (!present) return this.begin({...run, tarefa});
    return present.ended ? undefined : present.id;
  }

  /** How far an open run is. @param motivo why it waits to be tried again */
  async setEstado(id: number, estado: Estado, motivo?: string): Promise<void> {
    await this.rows('update sincronizacao set estado = $2, motivo = $3 where id = $1', [id, estado, motivo]);
  }

  /** How a run ended. @param options of the transaction that applied the list, so that it is so or neither is */
  async end(
    id: number,
    {estado, motivo, versao, ...counts}: RunEnd,
    options?: Options,
  ): Promise<Sincronizacao> {
    const {lidas, incluidas, renomeadas, desativadas, inalteradas} = counts;
    const [row] = await this.rows<Sincronizacao>(
      `update sincronizacao set estado = $2, motivo = $3, versao = $4, lidas = $5, incluidas = $6, renomeadas = $7,
              desativadas = $8, inalteradas = $9, concluida_em = clock_timestamp()
        where id = $1 returning ${COLUMNS}`,
      [id, estado, motivo, versao, lidas, incluidas, renomeadas, desativadas, inalteradas],
      options,
    );
    return toSincronizacao(row!);
  }

  /** Whether a list that was asked for after this run began has been applied. */
  async isSuperseded(id: number, options: Options): Promise<boolean> {
    const statement = `select id from sincronizacao where id > $1 and estado = 'APLICADA' limit 1`;
    return (await this.rows(statement, [id], options)).length > 0;
  }

  /** @throws sincronizacao_not_found */
  async getById(id: number): Promise<Sincronizacao & {readonly versao: number | null}> {
    const [row] = await this.rows<Sincronizacao & {versao: number | null}>(
      `select ${COLUMNS}, versao from sincronizacao where id = $1`,
      [id],
    );
    if (!row) throw problems.sincronizacaoNotFound(id);
    const {versao, ...rest} = row;
    return {...toSincronizacao(rest), versao};
  }

  /** The latest runs, the latest first. */
  listLatest(limit: number): Promise<Sincronizacao[]> {
    return this.listBefore(Number.MAX_SAFE_INTEGER, limit, 0);
  }

  /** A page of the runs, the latest first. */
  async list({page, size, after}: PageRequest): Promise<Slice<Sincronizacao>> {
    const before = after?.[0] ?? Number.MAX_SAFE_INTEGER;
    const rows = await this.listBefore(before, size + 1, after ? 0 : page * size);
    const [count] = await this.rows<{total: number}>('select count(*) as total from sincronizacao', []);
    return {
      rows: rows.slice(0, size),
      hasMore: rows.length > size,
      total: count!.total,
    };
  }

  private async listBefore(id: string | number, limit: number, offset: number): Promise<Sincronizacao[]> {
    const statement = `select ${COLUMNS} from sincronizacao where id < $1 order by id desc limit $2 offset $3`;
    return (await this.rows<Sincronizacao>(statement, [id, limit, offset])).map(toSincronizacao);
  }

  private rows<T extends object>(sql: string, params: readonly unknown[], options?: Options): Promise<T[]> {
    return rowsOf(this.dataSource, sql, params, {options});
  }
}

/** What is null in the row is absent in the answer. */
function toSincronizacao(row: Sincronizacao): Sincronizacao {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as unknown as Sincronizacao;
}

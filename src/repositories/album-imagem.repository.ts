import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {problems} from '../problems/catalogue';
import {rowsOf} from './rows';

/** A cover without its pictures: what belongs to the row. */
export interface AlbumImagem {
  readonly id: number;
  readonly albumId: number;
  /** Key of the object. */
  readonly url: string;
  /** Null: the object is older than this column. */
  readonly nomeArquivo: string | null;
  /** Media type by the bytes; null: nobody has looked at them. */
  readonly tipo: string | null;
  readonly largura: number | null;
  readonly altura: number | null;
  readonly blurhash: string | null;
  readonly variantes: 'PENDENTE' | 'PRONTAS' | 'FALHOU';
}

/** The object of a new cover. */
export interface NewAlbumImagem {
  readonly key: string;
  readonly nomeArquivo: string;
  readonly tipo: string;
  readonly tamanho: number;
}

/** What a worker has found out about a cover; null: that it cannot be decoded. */
export type PreviewRow = Pick<NonNullableRow, 'largura' | 'altura' | 'blurhash'> | null;
type NonNullableRow = {readonly [K in keyof AlbumImagem]: NonNullable<AlbumImagem[K]>};

const COLUMNS = `i.id, i.album_id as "albumId", i.url, i.nome_arquivo as "nomeArquivo", i.tipo, i.largura, i.altura,
  i.blurhash, i.variantes`;

/** Covers of albums. Triggers note the objects of those that go. */
@injectable({scope: BindingScope.SINGLETON})
export class AlbumImagemRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Covers of an album, by id. @throws album_not_found */
  async listByAlbum(albumId: number): Promise<AlbumImagem[]> {
    const rows = await this.execute<AlbumImagem | {id: null}>(
      `select ${COLUMNS} from album al left join album_imagens i on i.album_id = al.id where al.id = $1 order by i.id`,
      [albumId],
    );
    if (rows.length === 0) throw problems.albumNotFound('link');
    return rows.filter((row): row is AlbumImagem => row.id !== null);
  }

  /** The latest cover of each of the albums. An album without covers has none here either. */
  async latestByAlbums(albumIds: readonly number[]): Promise<AlbumImagem[]> {
    return this.execute(
      `select distinct on (i.album_id) ${COLUMNS} from album_imagens i
        where i.album_id = any($1::bigint[]) order by i.album_id, i.id desc`,
      [albumIds],
    );
  }

  async find(id: number): Promise<AlbumImagem | undefined> {
    const [row] = await this.execute<AlbumImagem>(`select ${COLUMNS} from album_imagens i where i.id = $1`, [
      id,
    ]);
    return row;
  }

  async albumExists(albumId: number): Promise<boolean> {
    return (await this.execute('select 1 from album where id = $1', [albumId])).length > 0;
  }

  /** @returns their ids, in order @throws upload_target_not_found when the album has gone */
  async insertAll(albumId: number, imagens: readonly NewAlbumImagem[], options: Options): Promise<number[]> {
    const rows = await rowsOf<{id: number}>(
      this.dataSource,
      `insert into album_imagens (album_id, url, nome_arquivo, tipo, tamanho)
       select $1, n.url, n.nome, n.tipo, n.tamanho
         from unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
              with ordinality n (url, nome, tipo, tamanho, ordem) order by n.ordem returning id`,
      [
        albumId,
        imagens.map(({key}) => key),
        imagens.map(({nomeArquivo}) => nomeArquivo),
        imagens.map(({tipo}) => tipo),
        imagens.map(({tamanho}) => tamanho),
      ],
      {
        options,
        constraints: {album_imagens_album_id_fkey: cause => problems.uploadTargetNotFound('album', cause)},
      },
    );
    return rows.map(({id}) => id);
  }

  /**
   * Gives a cover another object.
   * @param when `present`: only while it still has the object of that key
   * @returns id of its album
   * @throws upload_target_not_found, precondition_failed
   */
  async replace(
    id: number,
    {key, nomeArquivo, tipo, tamanho}: NewAlbumImagem,
    {present, options}: {present?: string; options: Options},
  ): Promise<number> {
    const [row] = await this.execute<{albumId: number}>(
      `update album_imagens
          set url = $2, nome_arquivo = $3, tipo = $4, tamanho = $5,
              largura = null, altura = null, blurhash = null, variantes = 'PENDENTE'
        where id = $1 and ($6::text is null or url = $6) returning album_id as "albumId"`,
      [id, key, nomeArquivo, tipo, tamanho, present ?? null],
      options,
    );
    if (!row) throw present ? problems.preconditionFailed() : problems.uploadTargetNotFound('imagem');
    return row.albumId;
  }

  /** @returns what it was @throws imagem_not_found */
  async remove(id: number, options: Options): Promise<Pick<AlbumImagem, 'albumId' | 'url'>> {
    const [row] = await this.execute<Pick<AlbumImagem, 'albumId' | 'url'>>(
      'delete from album_imagens where id = $1 returning album_id as "albumId", url',
      [id],
      options,
    );
    if (!row) throw problems.imagemNotFound();
    return row;
  }

  /** Notes what became of the thumbnails of that object. @returns whether the cover still has it */
  async setPreview(id: number, key: string, preview: PreviewRow): Promise<boolean> {
    const rows = await this.execute(
      `update album_imagens
          set variantes = $3, largura = $4, altura = $5, blurhash = $6
        where id = $1 and url = $2 returning id`,
      [
        id,
        key,
        preview ? 'PRONTAS' : 'FALHOU',
        preview?.largura ?? null,
        preview?.altura ?? null,
        preview?.blurhash ?? null,
      ],
    );
    return rows.length > 0;
  }

  /** Ids of covers whose thumbnails nobody has made, the oldest first. */
  async listPending(limit: number): Promise<number[]> {
    const rows = await this.execute<{id: number}>(
      `select id from album_imagens where variantes = 'PENDENTE' order by id limit $1`,
      [limit],
    );
    return rows.map(({id}) => id);
  }

  private execute<T extends object>(
    sql: string,
    params: readonly unknown[],
    options?: Options,
  ): Promise<T[]> {
    return rowsOf(this.dataSource, sql, params, {options});
  }
}

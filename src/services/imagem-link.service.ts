import {BindingScope, inject, injectable} from '@loopback/core';
import {fileNameOf, THUMBNAIL_SIZES, thumbnailKey} from '../models/object-key';
import {problems} from '../problems/catalogue';
import {AlbumImagem, AlbumImagemRepository} from '../repositories/album-imagem.repository';
import {StorageKeys} from '../storage/keys';
import type {ObjectStore} from '../storage/types';

const VIEW_SECONDS = 1_800;
const DOWNLOAD_SECONDS = 600;

/** A cover as it is answered. */
export interface ImagemView {
  readonly id: number;
  /** Key of its object, which is another one when the cover is replaced. */
  readonly chave: string;
  readonly url: string;
  /** Links by size; empty until there are any. */
  readonly variantes: Readonly<Record<string, string>>;
  readonly largura?: number;
  readonly altura?: number;
  readonly blurhash?: string;
}

/** Temporary links to covers. Signing needs no answer of the store, so it works while the store is away. */
@injectable({scope: BindingScope.SINGLETON})
export class ImagemLinkService {
  constructor(
    @inject('repositories.AlbumImagemRepository') private readonly imagens: AlbumImagemRepository,
    @inject(StorageKeys.STORE) private readonly store: ObjectStore,
  ) {}

  /** Covers of an album, by id. @param origin by which the client reached us @throws album_not_found */
  async list(albumId: number, origin: string): Promise<ImagemView[]> {
    const rows = await this.imagens.listByAlbum(albumId);
    return Promise.all(rows.map(row => this.view(row, origin)));
  }

  /** The latest cover of each of the albums, by album id; an album without covers has no entry. */
  async latest(albumIds: readonly number[], origin: string): Promise<Map<number, ImagemView>> {
    const rows = await this.imagens.latestByAlbums(albumIds);
    return new Map(
      await Promise.all(rows.map(async row => [row.albumId, await this.view(row, origin)] as const)),
    );
  }

  /** A link by which the file is saved under its own name. @throws imagem_not_found */
  async download(id: number, origin: string): Promise<string> {
    const row = await this.imagens.find(id);
    if (!row) throw problems.imagemNotFound();
    return this.store.presign(row.url, {ttlSeconds: DOWNLOAD_SECONDS, origin, saveAs: fileNameFor(row)});
  }

  private async view(row: AlbumImagem, origin: string): Promise<ImagemView> {
    const {id, url, largura, altura, blurhash, variantes} = row;
    const options = {ttlSeconds: VIEW_SECONDS, origin};
    // What nobody has looked at is saved, never opened as a page; pictures in pages are shown all the same.
    const saveAs = row.tipo === null ? fileNameFor(row) : undefined;
    const link = await this.store.presign(url, {...options, saveAs});
    if (variantes !== 'PRONTAS' || largura === null || altura === null || blurhash === null) {
      return {id, chave: url, url: link, variantes: {}};
    }
    const thumbnails = THUMBNAIL_SIZES.map(async size => [
      String(size),
      await this.store.presign(thumbnailKey(url, size), options),
    ]);
    const links = Object.fromEntries(await Promise.all(thumbnails)) as Record<string, string>;
    return {id, chave: url, url: link, variantes: links, largura, altura, blurhash};
  }
}

const fileNameFor = ({nomeArquivo, url}: AlbumImagem): string => nomeArquivo ?? fileNameOf(url);

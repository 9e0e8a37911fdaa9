import {BindingScope, inject, injectable} from '@loopback/core';
import {THUMBNAIL_SIZES, thumbnailKey} from '../models/object-key';
import {Problem} from '../problems/problem';
import {AlbumImagem, AlbumImagemRepository} from '../repositories/album-imagem.repository';
import {StorageKeys} from '../storage/keys';
import type {Thumbnails} from '../storage/thumbnails';
import type {ObjectStore} from '../storage/types';

/** Thumbnails, size and blurhash of covers. */
@injectable({scope: BindingScope.SINGLETON})
export class VarianteService {
  constructor(
    @inject('repositories.AlbumImagemRepository') private readonly imagens: AlbumImagemRepository,
    @inject(StorageKeys.STORE) private readonly store: ObjectStore,
    @inject(StorageKeys.THUMBNAILS) private readonly thumbnails: Thumbnails,
  ) {}

  /** Covers that have them already, or have gone, are passed over. @throws storage_unavailable, database_unavailable */
  async makeAll(ids: readonly number[], signal?: AbortSignal): Promise<void> {
    for (const id of ids) {
      signal?.throwIfAborted();
      const imagem = await this.imagens.find(id);
      if (imagem?.variantes === 'PENDENTE') await this.make(imagem);
    }
  }

  private async make({id, url}: AlbumImagem): Promise<void> {
    const preview = await this.thumbnails.make(url).catch((error: unknown) => {
      // The object has gone: its cover has gone or has another one by now, or the sweep will tell.
      if (error instanceof Problem && error.code === 'object_not_found') return undefined;
      throw error;
    });
    if (await this.imagens.setPreview(id, url, preview ?? null)) return;
    // The object was replaced or removed meanwhile, and may have been taken away before these were written.
    await this.store.remove(THUMBNAIL_SIZES.map(size => thumbnailKey(url, size)));
  }
}

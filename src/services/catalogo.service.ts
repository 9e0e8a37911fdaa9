import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {PageRequest, Slice} from '../models/page';
import {AlbumRepository, AlbumRow} from '../repositories/album.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import type {ImagemLinkService, ImagemView} from './imagem-link.service';

/** An album with all that is shown of it. */
export interface AlbumView extends AlbumRow {
  readonly artistas: readonly ArtistaRow[];
  /** The latest cover. */
  readonly capa?: ImagemView;
}

export interface CatalogoFilter {
  readonly busca?: string;
  readonly artistaId?: number;
}

/** What a page shows of albums, in three statements however many they are. */
@injectable({scope: BindingScope.SINGLETON})
export class CatalogoService {
  constructor(
    @repository(AlbumRepository) private readonly albums: AlbumRepository,
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
    @inject('services.ImagemLinkService') private readonly links: ImagemLinkService,
  ) {}

  /** @param origin by which the client reached us */
  async list(filter: CatalogoFilter, page: PageRequest, origin: string): Promise<Slice<AlbumView>> {
    const slice = await this.albums.listByBusca(filter, page);
    return {...slice, rows: await this.view(slice.rows, origin)};
  }

  /** @throws album_not_found */
  async get(id: number, origin: string): Promise<AlbumView> {
    const [album] = await this.view([await this.albums.getById(id)], origin);
    return album!;
  }

  private async view(albums: readonly AlbumRow[], origin: string): Promise<AlbumView[]> {
    const ids = albums.map(({id}) => id);
    const [artistas, capas] = await Promise.all([
      this.artistas.mapByAlbums(ids),
      this.links.latest(ids, origin),
    ]);
    return albums.map(({id, nome}) => ({id, nome, artistas: artistas.get(id) ?? [], capa: capas.get(id)}));
  }
}

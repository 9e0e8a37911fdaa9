import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {Album} from '../models/album.model';
import {AlbumChange, NewAlbum} from '../models/new-album.model';
import {Slice} from '../models/page';
import {AlbumRepository, AlbumRow, ImagemRow} from '../repositories/album.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import {Transactions} from '../repositories/transactions.repository';

/** Relations that a read of albums can bring along. */
export const ALBUM_RELATIONS = ['artistas', 'imagens'] as const;
export type AlbumRelation = (typeof ALBUM_RELATIONS)[number];

export interface AlbumWithRelations extends AlbumRow {
  readonly artistas?: readonly ArtistaRow[];
  readonly imagens?: readonly ImagemRow[];
}

/** Albums together with what belongs to them. */
@injectable({scope: BindingScope.SINGLETON})
export class AlbumService {
  constructor(
    @repository(AlbumRepository) private readonly albums: AlbumRepository,
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
  ) {}

  create(input: NewAlbum): Promise<Album> {
    return this.albums.insert(input);
  }

  /** @throws album_not_found */
  change(id: number, input: AlbumChange): Promise<AlbumRow> {
    return this.albums.change(id, input);
  }

  /** Removes the album, its links and its cover rows, all or nothing. @throws album_not_found */
  remove(id: number): Promise<void> {
    return this.transactions.run(options => this.albums.remove(id, options));
  }

  /** Brings the relations along: one statement for each, however many albums. */
  async withRelations(
    albums: readonly AlbumRow[],
    relations: readonly AlbumRelation[],
  ): Promise<readonly AlbumWithRelations[]> {
    if (relations.length === 0 || albums.length === 0) return albums;
    const ids = albums.map(({id}) => id);
    const [artistas, imagens] = await Promise.all([
      relations.includes('artistas') ? this.artistas.mapByAlbums(ids) : undefined,
      relations.includes('imagens') ? this.albums.mapImagens(ids) : undefined,
    ]);
    return albums.map(({id, nome}) => ({
      id,
      nome,
      ...(artistas && {artistas: artistas.get(id) ?? []}),
      ...(imagens && {imagens: imagens.get(id) ?? []}),
    }));
  }

  /** `withRelations` for the rows of a page. */
  async sliceWithRelations(
    slice: Slice<AlbumRow>,
    relations: readonly AlbumRelation[],
  ): Promise<Slice<AlbumWithRelations>> {
    return {...slice, rows: await this.withRelations(slice.rows, relations)};
  }
}

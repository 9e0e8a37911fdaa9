import {BindingScope, inject, injectable} from '@loopback/core';
import {Options, repository} from '@loopback/repository';
import {AlbumChange, NewAlbum} from '../models/new-album.model';
import {Slice} from '../models/page';
import {albumAlterado, albumExcluido, novoAlbum} from '../outbox/events/album.event';
import {OutboxKeys} from '../outbox/keys';
import type {Outbox} from '../outbox/outbox';
import {AlbumRepository, AlbumRow, ImagemRow} from '../repositories/album.repository';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import {Transactions} from '../repositories/transactions.repository';
import type {AlbumImagemService} from './album-imagem.service';
import {Change, Removal, requireVersion} from './change';

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
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(OutboxKeys.OUTBOX) private readonly outbox: Outbox,
    @inject('services.AlbumImagemService') private readonly imagens: AlbumImagemService,
  ) {}

  /** @param ator name of the user who asks for it @param options of a transaction that it is part of */
  async create(input: NewAlbum, ator: string | undefined, options?: Options): Promise<AlbumRow> {
    const album = await this.albums.insert(input, novoAlbum(ator), options);
    this.outbox.announce(options);
    return album;
  }

  /** @throws album_not_found, precondition_failed */
  async change(id: number, input: AlbumChange, {ator, ifMatch}: Change): Promise<AlbumRow> {
    const present = ifMatch && requireVersion(await this.albums.getById(id), ifMatch);
    const album = await this.albums.change(id, input, {evento: albumAlterado(ator), present});
    this.outbox.announce();
    return album;
  }

  /**
   * Removes the album, its links and its covers, all or nothing; the objects of the covers follow.
   * @throws album_not_found, precondition_failed
   */
  async remove(id: number, {ator, ifMatch}: Removal): Promise<void> {
    await this.transactions.run(async options => {
      const present = await this.albums.lock(id, options);
      if (ifMatch) requireVersion(present, ifMatch);
      await this.albums.remove(id, albumExcluido(ator.nome), options);
      await this.auditoria.append({acao: 'album_excluido', alvo: `album/${id}`}, ator, options);
    });
    this.outbox.announce();
    this.imagens.removeObjects();
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

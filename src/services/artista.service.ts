import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {Artista} from '../models/artista.model';
import {ArtistaChange, NewArtista} from '../models/new-artista.model';
import {NewVinculo} from '../models/new-vinculo.model';
import {AlbumRow} from '../repositories/album.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import {VinculoRepository} from '../repositories/vinculo.repository';

/** Writes of artists and of their links to albums. */
@injectable({scope: BindingScope.SINGLETON})
export class ArtistaService {
  constructor(
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
    @inject('repositories.VinculoRepository') private readonly vinculos: VinculoRepository,
  ) {}

  create(input: NewArtista): Promise<Artista> {
    return this.artistas.insert(input);
  }

  /** @throws artista_not_found */
  change(id: number, input: ArtistaChange): Promise<ArtistaRow> {
    return this.artistas.change(id, input);
  }

  /** @throws artista_not_found, artista_in_use */
  remove(id: number): Promise<void> {
    return this.artistas.remove(id);
  }

  /** Links an artist and an album; linked already is as good. @throws album_not_found, artista_not_found */
  link(vinculo: NewVinculo): Promise<AlbumRow> {
    return this.vinculos.link(vinculo);
  }

  /** @throws vinculo_not_found */
  unlink(vinculo: NewVinculo): Promise<void> {
    return this.vinculos.unlink(vinculo);
  }
}

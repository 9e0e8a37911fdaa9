import {BindingScope, inject, injectable} from '@loopback/core';
import {Options, repository} from '@loopback/repository';
import {Artista} from '../models/artista.model';
import {ArtistaChange, NewArtista} from '../models/new-artista.model';
import {NewVinculo} from '../models/new-vinculo.model';
import {vinculoCriado, vinculoRemovido} from '../outbox/events/vinculo.event';
import {OutboxKeys} from '../outbox/keys';
import type {Outbox} from '../outbox/outbox';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {AlbumRow} from '../repositories/album.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import {Transactions} from '../repositories/transactions.repository';
import {VinculoRepository} from '../repositories/vinculo.repository';
import {Change, Removal, requireVersion} from './change';

/** Writes of artists and of their links to albums. */
@injectable({scope: BindingScope.SINGLETON})
export class ArtistaService {
  constructor(
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
    @inject('repositories.VinculoRepository') private readonly vinculos: VinculoRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(OutboxKeys.OUTBOX) private readonly outbox: Outbox,
  ) {}

  /** @param options of a transaction that it is part of, here and below */
  create(input: NewArtista, options?: Options): Promise<Artista> {
    return this.artistas.insert(input, options);
  }

  /** @throws artista_not_found, precondition_failed */
  async change(id: number, input: ArtistaChange, {ifMatch}: Change): Promise<ArtistaRow> {
    return this.artistas.change(id, input, await this.present(id, ifMatch));
  }

  /** @throws artista_not_found, artista_in_use, precondition_failed */
  async remove(id: number, {ator, ifMatch}: Removal): Promise<void> {
    const present = await this.present(id, ifMatch);
    return this.transactions.run(async options => {
      await this.artistas.remove(id, options, present);
      await this.auditoria.append({acao: 'artista_excluido', alvo: `artista/${id}`}, ator, options);
    });
  }

  /** Links an artist and an album; linked already is as good. @throws album_not_found, artista_not_found */
  async link(vinculo: NewVinculo, ator: string | undefined, options?: Options): Promise<AlbumRow> {
    const album = await this.vinculos.link(vinculo, vinculoCriado(ator), options);
    this.outbox.announce(options);
    return album;
  }

  /** @throws vinculo_not_found */
  async unlink(vinculo: NewVinculo, ator: string | undefined): Promise<void> {
    await this.vinculos.unlink(vinculo, vinculoRemovido(ator));
    this.outbox.announce();
  }

  private async present(id: number, ifMatch: Change['ifMatch']): Promise<ArtistaRow | undefined> {
    return ifMatch && requireVersion(await this.artistas.getById(id), ifMatch);
  }
}

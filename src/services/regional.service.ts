import {BindingScope, inject, injectable} from '@loopback/core';
import {Options, repository} from '@loopback/repository';
import {NewRegional, RegionalChange} from '../models/new-regional.model';
import {problems} from '../problems/catalogue';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {RegionalRepository, RegionalRow} from '../repositories/regional.repository';
import {Transactions} from '../repositories/transactions.repository';
import {Change, Removal, requireVersion} from './change';

/** Changes of regional offices by hand. Each is a version of the list, as a synchronisation is. */
@injectable({scope: BindingScope.SINGLETON})
export class RegionalService {
  constructor(
    @repository(RegionalRepository) private readonly regionais: RegionalRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
  ) {}

  /** @param within options of a transaction that it is part of @throws regional_already_active */
  create(input: NewRegional, within?: Options): Promise<RegionalRow> {
    return this.transactions.run(async options => {
      const versao = await this.regionais.beginVersion(options);
      return this.regionais.insertActive(input, versao, options);
    }, within);
  }

  /** Another name is another row, and the office keeps its id. @throws regional_not_found, precondition_failed */
  change(regionalId: number, {nome}: RegionalChange, {ifMatch}: Change): Promise<RegionalRow> {
    return this.transactions.run(async options => {
      const versao = await this.regionais.beginVersion(options);
      const present = await this.regionais.findActive(regionalId, options);
      if (!present) throw problems.regionalNotFound(regionalId);
      if (ifMatch) requireVersion(present, ifMatch);
      if (present.nome === nome) return present;
      await this.regionais.deactivate(regionalId, versao, options);
      return this.regionais.insertActive({regionalId, nome}, versao, options);
    });
  }

  /** @throws regional_not_found, precondition_failed */
  deactivate(regionalId: number, {ator, ifMatch}: Removal): Promise<void> {
    return this.transactions.run(async options => {
      const versao = await this.regionais.beginVersion(options);
      const present = await this.regionais.findActive(regionalId, options);
      if (!present) throw problems.regionalNotFound(regionalId, 'delete');
      if (ifMatch) requireVersion(present, ifMatch);
      await this.regionais.deactivate(regionalId, versao, options);
      const entry = {acao: 'regional_desativada', alvo: `regional/${regionalId}`} as const;
      await this.auditoria.append(entry, ator, options);
    });
  }
}

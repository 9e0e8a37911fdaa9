import {BindingScope, inject, injectable} from '@loopback/core';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {ServiceKeys} from './keys';

/** Few rows at a time, so that nobody waits for their locks. */
const BATCH = 1_000;

/** What was done is kept for a while. */
@injectable({scope: BindingScope.SINGLETON})
export class AuditoriaService {
  constructor(
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject(ServiceKeys.AUDIT_RETENTION_DAYS) private readonly days: number,
  ) {}

  /** Removes what is older. @returns how many entries went @throws database_unavailable */
  async prune(signal?: AbortSignal): Promise<number> {
    for (let removed = 0; ;) {
      signal?.throwIfAborted();
      const count = await this.auditoria.prune(this.days, BATCH);
      removed += count;
      if (count < BATCH) return removed;
    }
  }
}

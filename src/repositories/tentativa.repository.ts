import {BindingScope, inject, injectable} from '@loopback/core';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {rowsOf} from './rows';

/** Failures that cost nothing, and seconds after which one of them is forgotten. */
export interface Allowance {
  readonly free: number;
  readonly memorySeconds: number;
}

export interface AttemptRules {
  readonly account: Allowance;
  readonly address: Allowance;
  readonly maxWaitSeconds: number;
}

/** Attempts to sign in, by account and address. */
@injectable({scope: BindingScope.SINGLETON})
export class TentativaRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /**
   * Counts an attempt as a failure, unless it has to wait. @param conta SHA-256 of the name
   * @returns seconds to wait; 0: it may be looked at @throws database_unavailable
   */
  async begin(conta: Buffer, endereco: string, rules: AttemptRules): Promise<number> {
    const {account, address, maxWaitSeconds} = rules;
    const [row] = await rowsOf<{espera: number}>(
      this.dataSource,
      'select tentar_login($1, $2, $3, $4, $5, $6, $7) as espera',
      [
        conta,
        endereco,
        account.free,
        account.memorySeconds,
        address.free,
        address.memorySeconds,
        maxWaitSeconds,
      ],
    );
    return row!.espera;
  }

  /** The attempt was right. @param knownDays for so long the address is one where the account signs in */
  async succeed(conta: Buffer, endereco: string, knownDays: number): Promise<void> {
    await rowsOf(this.dataSource, 'select acertar_login($1, $2, $3)', [conta, endereco, knownDays]);
  }
}

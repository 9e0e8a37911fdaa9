import {BindingScope, inject, injectable, Provider} from '@loopback/core';
import {HealthTags, LiveCheck, ReadyCheck} from '@loopback/health';
import {ObservabilityKeys} from './keys';
import type {Readiness} from './readiness';

/** The check behind `/ready` and `/health`. */
@injectable({scope: BindingScope.SINGLETON, tags: HealthTags.READY_CHECK})
export class ReadyCheckProvider implements Provider<ReadyCheck> {
  constructor(@inject(ObservabilityKeys.READINESS) private readonly readiness: Readiness) {}

  value(): ReadyCheck {
    return async () => {
      const {status, description} = await this.readiness.check();
      if (status !== 'UP') throw new Error(description);
    };
  }
}

/** The check behind `/live`: a process that answers is alive, whatever becomes of the services it uses. */
@injectable({scope: BindingScope.SINGLETON, tags: HealthTags.LIVE_CHECK})
export class LiveCheckProvider implements Provider<LiveCheck> {
  value(): LiveCheck {
    return () => Promise.resolve();
  }
}

import {BindingScope, extensions, Getter, injectable} from '@loopback/core';
import {HEALTH_INDICATORS} from './keys';
import {SharedCheck} from './shared-check';
import type {Health, HealthIndicator, HealthStatus} from './types';

/** The worst status counts for the whole; what is UNKNOWN does not. */
const WORST_FIRST: readonly HealthStatus[] = ['DOWN', 'OUT_OF_SERVICE', 'UP', 'UNKNOWN'];

type Checks = ReadonlyMap<string, SharedCheck<Health>>;

/** The state of all parts, gathered from every indicator that is bound. */
@injectable({scope: BindingScope.SINGLETON})
export class HealthReporter {
  private checks?: Promise<Checks>;

  constructor(@extensions(HEALTH_INDICATORS) private readonly getIndicators: Getter<HealthIndicator[]>) {}

  /** The whole and its components by name; takes a second at most. */
  async report({details}: {details: boolean}): Promise<Health> {
    const entries = [...(await this.allChecks())].map(
      async ([name, check]) => [name, await outcome(check)] as const,
    );
    const components = Object.fromEntries(await Promise.all(entries));
    const whole: Health = {status: worst(Object.values(components)), components};
    return details ? whole : statusesOf(whole);
  }

  /** One component by its name. @returns undefined: there is none */
  async find(name: string, {details}: {details: boolean}): Promise<Health | undefined> {
    const check = (await this.allChecks()).get(name);
    if (!check) return undefined;
    const health = await outcome(check);
    return details ? health : statusesOf(health);
  }

  private allChecks(): Promise<Checks> {
    this.checks ??= this.getIndicators().then(indicators => {
      const byName = indicators.map(one => [one.name, new SharedCheck(() => one.check())] as const);
      return new Map(byName.sort(([a], [b]) => (a < b ? -1 : 1)));
    });
    return this.checks;
  }
}

/** The same with statuses alone, for everybody. */
function statusesOf({status, components}: Health): Health {
  if (!components) return {status};
  const entries = Object.entries(components).map(([name, health]) => [name, statusesOf(health)] as const);
  return {status, components: Object.fromEntries(entries)};
}

/** A part that cannot be asked counts as absent, and its reason is a detail for those who may see details. */
async function outcome(check: SharedCheck<Health>): Promise<Health> {
  try {
    return await check.get();
  } catch (error) {
    return {status: 'DOWN', details: {error: (error as Error).message}};
  }
}

function worst(parts: readonly Health[]): HealthStatus {
  return WORST_FIRST.find(status => parts.some(part => part.status === status)) ?? 'UNKNOWN';
}

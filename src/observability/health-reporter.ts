import {BindingScope, extensions, Getter, injectable} from '@loopback/core';
import {HEALTH_INDICATORS} from './keys';
import {SharedCheck} from './shared-check';
import type {Health, HealthIndicator, HealthStatus} from './types';

/** The worst status counts for the whole; what is UNKNOWN does not. */
const WORST_FIRST: readonly HealthStatus[] = ['DOWN', 'OUT_OF_SERVICE', 'UP', 'UNKNOWN'];

/** One indicator, which many may ask. */
interface Check {
  readonly name: string;
  readonly dependency?: string;
  readonly shared: SharedCheck<Health>;
}

/** The state of all parts, gathered from every indicator that is bound. */
@injectable({scope: BindingScope.SINGLETON})
export class HealthReporter {
  private checks?: Promise<readonly Check[]>;

  constructor(@extensions(HEALTH_INDICATORS) private readonly getIndicators: Getter<HealthIndicator[]>) {}

  /** The whole and its components by name; takes a second at most. */
  async report({details}: {details: boolean}): Promise<Health> {
    const entries = (await this.allChecks()).map(
      async ({name, shared}) => [name, await outcome(shared)] as const,
    );
    const components = Object.fromEntries(await Promise.all(entries));
    const whole: Health = {status: worst(Object.values(components)), components};
    return details ? whole : statusesOf(whole);
  }

  /** One component by its name. @returns undefined: there is none */
  async find(name: string, {details}: {details: boolean}): Promise<Health | undefined> {
    const check = (await this.allChecks()).find(one => one.name === name);
    if (!check) return undefined;
    const health = await outcome(check.shared);
    return details ? health : statusesOf(health);
  }

  /** The services that we use, by the names they have in metrics and log. */
  async dependencies(): Promise<ReadonlyMap<string, Health>> {
    const entries = (await this.allChecks()).map(async ({dependency, shared}) =>
      dependency === undefined ? [] : [[dependency, await outcome(shared)] as const],
    );
    return new Map((await Promise.all(entries)).flat());
  }

  private allChecks(): Promise<readonly Check[]> {
    this.checks ??= this.getIndicators().then(indicators => {
      const checks = indicators.map(one => {
        const {name, dependency} = one;
        return {name, dependency, shared: new SharedCheck(() => one.check())};
      });
      return checks.sort((a, b) => (a.name < b.name ? -1 : 1));
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

import type {V1Deployment} from '@kubernetes/client-node';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {ChartRelease} from '../support/chart-release';
import {CHART} from '../support/helm';
import {ROOT} from '../support/source-files';

const RELEASED = join(ROOT, 'tests/chart/released');
const PODS = ['api', 'worker'] as const;
/** The release that a person stays with: the chart's own would be another one. */
const IMAGE = {repository: 'registry.example.org/artistas-api', tag: '0.1.0'};

export interface ChartUpgrades {
  /** Released charts that were upgraded. */
  readonly charts: number;
  /** Pod templates of the app that the new chart and its operator changed without being asked to. */
  readonly changedTemplates: number;
}

/**
 * From every released chart to this one, by `helm upgrade --wait`: first with the values as they were, then with others, then
 * back.
 * @throws Error when helm fails, or when the object does not become ready again
 */
export async function upgradesOfCharts(): Promise<ChartUpgrades> {
  const charts = readdirSync(RELEASED).filter(name => name.endsWith('.tgz'));
  let changedTemplates = 0;
  for (const chart of charts) {
    const release = await ChartRelease.join();
    try {
      await release.install({image: IMAGE}, join(RELEASED, chart));
      const before = await generations(release);
      await upgrade(release, {image: IMAGE});
      changedTemplates += (await generations(release)).filter((one, index) => one !== before[index]).length;
      await upgrade(release, {image: IMAGE, replicaCount: 3, rateLimit: 60, redis: {enabled: false}});
      await release.helm('rollback', ['1', '--wait']);
      await release.untilReady();
    } finally {
      await release.leave();
    }
  }
  return {charts: charts.length, changedTemplates};
}

async function upgrade(release: ChartRelease, values: object): Promise<void> {
  const given = release.valuesWith(values);
  await release.prepare(given);
  await release.helm('upgrade', [CHART, '--wait'], given);
  await release.untilReady();
}

/** A Deployment's generation counts the changes of what it asks for. */
const generations = (release: ChartRelease): Promise<(number | undefined)[]> =>
  Promise.all(
    PODS.map(async pods => {
      const found = await release.cluster.find<V1Deployment & {metadata: {name: string}}>(
        'Deployment',
        `${release.name}-${pods}`,
      );
      return found?.metadata.generation;
    }),
  );

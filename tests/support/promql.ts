import {parser} from '@prometheus-io/lezer-promql';
import {alerts, alertGroups} from '../../src/bin/monitoring/rules';
import {rows} from '../../src/bin/monitoring/dashboard/rows';

/** What one query asks for: metrics by name, each with the labels that it selects by, and labels that it groups by. */
export interface Asked {
  readonly metrics: ReadonlyMap<string, ReadonlySet<string>>;
  readonly grouping: ReadonlySet<string>;
}

/** @throws Error when it is no PromQL */
export function asked(query: string): Asked {
  // Variables of Grafana stand where PromQL has a duration.
  const text = query.replaceAll('$__rate_interval', '5m');
  const metrics = new Map<string, Set<string>>();
  const grouping = new Set<string>();
  let labels = new Set<string>();
  parser.parse(text).iterate({
    enter({name, type, from, to, node}) {
      if (type.isError) throw new Error(`This is no PromQL, at ${from}: ${text}`);
      const word = text.slice(from, to);
      if (name === 'VectorSelector') {
        const identifier = node.getChild('Identifier')!;
        const metric = text.slice(identifier.from, identifier.to);
        labels = metrics.get(metric) ?? new Set();
        metrics.set(metric, labels);
      }
      if (name !== 'LabelName') return;
      if (node.parent?.name === 'GroupingLabels') grouping.add(word);
      else labels.add(word);
    },
  });
  return {metrics, grouping};
}

/** Every query of rules and dashboard. */
export const allQueries: readonly string[] = [
  ...alertGroups.flatMap(({recordings = []}) => recordings.map(({expr}) => expr)),
  ...alerts.map(({expr}) => expr),
  ...rows.flatMap(({panels}) => panels.flatMap(({queries}) => queries.map(({expr}) => expr))),
];

/** Names of the figures that rules keep. */
export const recordedNames: readonly string[] = alertGroups.flatMap(({recordings = []}) =>
  recordings.map(({record}) => record),
);

import {dependencies} from './alerts/dependencies';
import {operator} from './alerts/operator';
import {processes} from './alerts/processes';
import {requests} from './alerts/requests';
import {work} from './alerts/work';
import type {Alert, AlertGroup} from './types';

/** All alarms, which are also in the chart and in `k8s/monitoring`. */
export const alertGroups: readonly AlertGroup[] = [requests, processes, dependencies, work, operator];

export const alerts: readonly Alert[] = alertGroups.flatMap(group => group.alerts);

/** Page of an alarm, from the root of the repository. */
export const runbookOf = ({name}: Pick<Alert, 'name'>): string => `docs/runbooks/${name}.md`;

/** The groups as Prometheus reads them. */
export function ruleGroups(): readonly object[] {
  return alertGroups.map(({name, recordings = [], alerts: listed}) => ({
    name,
    rules: [...recordings, ...listed.map(ruleOf)],
  }));
}

function ruleOf(alert: Alert): object {
  const {name, expr, severity, summary, description, resumo} = alert;
  return {
    alert: name,
    expr,
    for: alert.for,
    labels: {severity},
    annotations: {summary, description, resumo, runbook_url: runbookOf(alert)},
  };
}

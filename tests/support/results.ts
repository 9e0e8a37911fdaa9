import {ObservabilityKeys} from '../../src/observability/keys';
import type {Api} from './api';

/** What a counter of the API has counted so far, by its label `result`. */
export async function resultsOf({app}: Api, counter: string): Promise<Record<string, number>> {
  const {values} = await (await app.get(ObservabilityKeys.REGISTRY)).getSingleMetric(counter)!.get();
  return Object.fromEntries(values.map(({labels, value}) => [String(labels['result']), value]));
}

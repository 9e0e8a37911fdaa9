import {artistasApiCases} from '../support/artistas-api-cases';
import {TestCluster} from '../support/cluster';
import {RandomSpecs} from '../support/random-specs';
import {ourRefusal, serverRefusal, withSpec} from '../support/verdicts';
import {specSchema} from '../../src/operator/api/crd';
import {chartDifferences} from '../support/chart-golden';
import type {Row} from './types';

const SPECS = 500;
const AT_ONCE = 16;

/** K8: the same specs are valid to us and to the API server, the chart renders as it did, and all of its values are tried. */
export const verdicts: Row = async () => {
  const cluster = await TestCluster.joinWithCrd();
  try {
    const valid = Object.values(artistasApiCases).map(({spec}) => spec);
    const specs = new RandomSpecs(valid, specSchema(), Date.now());
    let validCount = 0;
    const different: string[] = [];
    const judge = async (): Promise<void> => {
      const object = withSpec(specs.next());
      const [ours, theirs] = [ourRefusal(object), await serverRefusal(cluster, object)];
      if (ours === undefined) validCount += 1;
      if ((ours === undefined) !== (theirs === undefined)) {
        different.push(`${JSON.stringify(object)}\n  ours: ${ours}\n  theirs: ${theirs}`);
      }
    };
    for (let done = 0; done < SPECS; done += AT_ONCE) {
      await Promise.all(Array.from({length: Math.min(AT_ONCE, SPECS - done)}, judge));
    }
    const {sets, rendered, untried} = await chartDifferences();
    for (const text of [...different, ...rendered, ...untried]) process.stderr.write(`${text}\n`);
    return {
      passed: different.length + rendered.length + untried.length === 0,
      figure: `${SPECS} random specs, ${validCount} of them valid: ${different.length} verdict differences; ${sets} sets of values: ${rendered.length} render otherwise; ${untried.length} values change nothing or are not tried`,
      bar: '500 random specs, 20 sets of values: 0; 0; 0',
    };
  } finally {
    await cluster.leave();
  }
};

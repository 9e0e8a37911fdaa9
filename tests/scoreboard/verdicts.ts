import {artistasApiCases} from '../support/artistas-api-cases';
import {TestCluster} from '../support/cluster';
import {RandomSpecs} from '../support/random-specs';
import {applyCrd, ourRefusal, serverRefusal, withSpec} from '../support/verdicts';
import {specSchema} from '../../src/operator/api/crd';
import type {Row} from './types';

const SPECS = 500;
const AT_ONCE = 16;

/** K8, the part about the schema: the same specs are valid to us and to the API server. */
export const verdicts: Row = async () => {
  const cluster = await TestCluster.join();
  try {
    await applyCrd(cluster);
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
    for (const text of different) process.stderr.write(`${text}\n`);
    return {
      passed: different.length === 0,
      figure: `${SPECS} random specs, ${validCount} of them valid: ${different.length} verdict differences`,
      bar: '500 random specs: 0 verdict differences',
    };
  } finally {
    await cluster.leave();
  }
};

import {expect} from '@loopback/testlab';
import {specSchema} from '../../../src/operator/api/crd';
import {artistasApiCases} from '../../support/artistas-api-cases';
import {TestCluster, withCluster} from '../../support/cluster';
import {RandomSpecs} from '../../support/random-specs';
import {ourRefusal, serverRefusal, withSpec} from '../../support/verdicts';

const SPECS = 60;

describe('an API server', function () {
  this.timeout(60_000);
  const on = withCluster(() => TestCluster.joinWithCrd());

  for (const [name, {spec}] of Object.entries(artistasApiCases)) {
    it(`takes a valid object: ${name}`, async () => {
      expect(await serverRefusal(on.cluster, withSpec(spec))).to.be.undefined();
    });
  }

  it('judges random specs as we do', async () => {
    const valid = Object.values(artistasApiCases).map(({spec}) => spec);
    const specs = new RandomSpecs(valid, specSchema(), 8);
    for (let done = 0; done < SPECS; done++) {
      const object = withSpec(specs.next());
      const [ours, theirs] = [ourRefusal(object), await serverRefusal(on.cluster, object)];
      expect({object, isValid: ours === undefined, ours, theirs}).to.containEql({
        isValid: theirs === undefined,
      });
    }
  });
});

import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {chartValues, leavesOf} from '../../src/bin/chart/values';
import {changes, nested} from '../support/chart-changes';
import {changesSomething} from '../support/chart-golden';
import {CHART, hasHelm, render} from '../support/helm';
import {requireOnMachine} from '../support/machine';

const values = chartValues(readFileSync(join(CHART, 'values.yaml'), 'utf8'));

describe('values of the chart', function () {
  this.timeout(60_000);
  before(function () {
    requireOnMachine(this, hasHelm(), 'helm');
  });

  it('are all tried here, and there are no others', () => {
    expect(Object.keys(changes).sort()).to.eql(
      leavesOf(values)
        .map(({path}) => path)
        .sort(),
    );
  });

  for (const path of Object.keys(changes)) {
    it(`${path} changes something`, async () => expect(await changesSomething(path)).to.be.true());
  }

  const refused: readonly {name: string; given: Record<string, unknown>; says: RegExp}[] = [
    {name: 'a key that is none', given: {replicacount: 3}, says: /'replicacount' not allowed/},
    {name: 'a field against its rules', given: {'ingress.hosts': ['A_b']}, says: /\/ingress\/hosts\/0/},
    {name: 'a number in place of a text', given: {'image.tag': 1.1}, says: /\/image\/tag/},
    {
      name: 'two ways in',
      given: {'ingress.enabled': true, 'ingress.hosts': ['a'], 'httpRoute.enabled': true},
      says: /exclude each other/,
    },
    {name: 'an Ingress for nobody', given: {'ingress.enabled': true}, says: /needs ingress.hosts/},
    {name: 'a route to nowhere', given: {'httpRoute.enabled': true}, says: /needs httpRoute.parentRefs/},
    {name: 'no database', given: {'postgresql.enabled': false}, says: /postgresql.enabled=false needs/},
    {
      name: 'two databases',
      given: {'postgresql.external.url': 'postgresql://a'},
      says: /needs postgresql.enabled=false/,
    },
    {
      name: 'one database said twice',
      given: {'redis.enabled': false, 'redis.external.url': 'redis://a', 'redis.existingSecret': 'a'},
      says: /exclude each other/,
    },
    {
      name: 'a last backup to nowhere',
      given: {deletionPolicy: 'BackupThenDelete'},
      says: /deletionPolicy=BackupThenDelete needs backup/,
    },
    {name: 'backups to nowhere', given: {backup: {schedule: '0 1 * * *'}}, says: /\/backup/},
    {name: 'no object storage', given: {'minio.enabled': false}, says: /minio.enabled=false needs/},
    {
      name: 'two object storages',
      given: {'minio.external.url': 'http://a'},
      says: /needs minio.enabled=false/,
    },
  ];
  for (const {name, given, says} of refused) {
    it(`${name} is refused, and said which`, async () => {
      await expect(render({values: nested(given)})).to.be.rejectedWith(says);
    });
  }

  it('carry no secret but what the user writes there', async () => {
    const rendered = await render();
    expect(rendered).to.not.match(/^(kind: Secret|stringData:)/m);
  });
});

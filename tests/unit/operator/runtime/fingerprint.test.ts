import {expect} from '@loopback/testlab';
import type {KubernetesObject} from '@kubernetes/client-node';
import {fingerprintOf, hashOf} from '../../../../src/operator/runtime/fingerprint';

const containerKey = 'k:{"name":"api"}';
const fieldsV1 = {
  'f:metadata': {'f:labels': {'.': {}, 'f:app': {}}, 'f:finalizers': {'.': {}, 'v:"a"': {}}},
  'f:spec': {'f:args': {}, 'f:containers': {[containerKey]: {'.': {}, 'f:name': {}, 'f:image': {}}}},
};

interface Changes {
  readonly labels?: object;
  readonly finalizers?: string[];
  readonly args?: string[];
  readonly containers?: object[];
  readonly manager?: object;
}
function given({labels, finalizers, args, containers, manager}: Changes = {}): KubernetesObject {
  const entry = {manager: 'nosso', operation: 'Apply', fieldsV1, ...manager};
  return {
    metadata: {
      labels: {app: 'x', ...labels},
      finalizers: finalizers ?? ['a'],
      managedFields: [{manager: 'kubectl', operation: 'Update', fieldsV1: {'f:metadata': {}}}, entry],
    },
    spec: {args: args ?? ['a'], containers: containers ?? [{name: 'api', image: '1'}]},
  } as KubernetesObject;
}
const print = (object: KubernetesObject): string => fingerprintOf(object, 'nosso');

describe('fingerprintOf', () => {
  const unseen: [string, Changes][] = [
    ['a label of others', {labels: {deles: 'y'}}],
    ['a finalizer of others', {finalizers: ['b', 'a']}],
    ['a container of others before ours', {containers: [{name: 'deles'}, {name: 'api', image: '1'}]}],
    ['a field of others in our container', {containers: [{name: 'api', image: '1', tty: true}]}],
    ['another order of members', {containers: [{image: '1', name: 'api'}]}],
  ];
  for (const [name, changes] of unseen) {
    it(`does not see ${name}`, () => expect(print(given(changes))).to.equal(print(given())));
  }

  const seen: [string, Changes][] = [
    ['a changed label', {labels: {app: 'z'}}],
    ['a removed label', {labels: {app: undefined}}],
    ['a removed finalizer', {finalizers: []}],
    ['a longer list that is ours as a whole', {args: ['a', 'b']}],
    ['a changed field of our container', {containers: [{name: 'api', image: '2'}]}],
    ['our container gone', {containers: [{name: 'deles'}]}],
    ['a field that somebody took from us', {manager: {fieldsV1: {'f:metadata': fieldsV1['f:metadata']}}}],
  ];
  for (const [name, changes] of seen) {
    it(`sees ${name}`, () => expect(print(given(changes))).to.not.equal(print(given())));
  }

  it('is empty where we have applied nothing', () => {
    for (const manager of [{manager: 'outro'}, {operation: 'Update'}, {subresource: 'status'}]) {
      expect(print(given({manager}))).to.equal('');
    }
  });

  it('hashes by content', () => {
    expect(hashOf({a: 1, b: [{c: 2, d: 3}]})).to.equal(hashOf({b: [{d: 3, c: 2}], a: 1}));
    expect(hashOf([1, 2])).to.not.equal(hashOf([2, 1]));
  });
});

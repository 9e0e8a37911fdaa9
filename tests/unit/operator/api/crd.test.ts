import {expect} from '@loopback/testlab';
import {Conditions, Reasons} from '../../../../src/operator/api/conditions';
import {customResourceDefinitions, definedKinds, specSchema} from '../../../../src/operator/api/crd';
import {KIND} from '../../../../src/operator/api/group';
import type {StructuralSchema} from '../../../../src/operator/api/structural-schema';

const MAX_BYTES = 200 * 1024;

/** Every schema inside of one, by its path. */
function schemasIn(schema: StructuralSchema, path = 'spec'): [string, StructuralSchema][] {
  const {properties = {}, items, additionalProperties} = schema;
  return [
    [path, schema],
    ...Object.entries(properties).flatMap(([name, inner]) => schemasIn(inner, `${path}.${name}`)),
    ...(items ? schemasIn(items, `${path}[]`) : []),
    ...(additionalProperties ? schemasIn(additionalProperties, `${path}.*`) : []),
  ];
}
const all = definedKinds.flatMap(kind =>
  schemasIn(specSchema(kind), kind.kind === KIND ? 'spec' : `${kind.kind}.spec`),
);
const pathsWhere = (condition: (schema: StructuralSchema) => boolean): string[] =>
  all.filter(([, schema]) => condition(schema)).map(([path]) => path);

describe('the CRDs', () => {
  it(`are no larger than ${MAX_BYTES} bytes`, () => {
    for (const one of customResourceDefinitions())
      expect(JSON.stringify(one).length).to.be.lessThan(MAX_BYTES);
  });

  it('describe every field', () => {
    const silent = pathsWhere(({description}) => !description);
    // What stands in lists of objects and in maps has no words of its own.
    expect(silent.filter(path => !/(\[\]|\.\*)$/.test(path))).to.eql([]);
  });

  it('bound every list and every number', () => {
    expect(pathsWhere(({type, maxItems}) => type === 'array' && maxItems === undefined)).to.eql([]);
    const open = pathsWhere(
      s => s.type === 'integer' && (s.minimum === undefined || s.maximum === undefined),
    );
    expect(open).to.eql([]);
  });

  it('bound every text but the values of maps', () => {
    const open = pathsWhere(s => s.type === 'string' && !s.enum && s.maxLength === undefined);
    expect(open.filter(path => !path.endsWith('.*'))).to.eql([]);
  });

  it('have patterns of ASCII that mean the same to Go and to JavaScript', () => {
    const odd = /\\[sSwWbBdD]|\(\?|[^ -~]/;
    expect(pathsWhere(({pattern}) => pattern !== undefined && odd.test(pattern))).to.eql([]);
  });

  it('have no place for a secret, only for names and keys of Secrets', () => {
    const named = /password|token|secret/i;
    const texts = pathsWhere(({type}) => type === 'string').filter(path =>
      named.test(path.split('.').at(-1)!),
    );
    expect(texts.filter(path => !/Key$/.test(path))).to.eql([
      'spec.image.pullSecrets[]',
      'spec.ingress.tls.secretName',
    ]);
  });
});

describe('conditions and reasons', () => {
  for (const [name, words] of Object.entries({Conditions, Reasons})) {
    it(`${name} are PascalCase, each once`, () => {
      const all: string[] = Object.values(words);
      expect(all.filter(word => !/^([A-Z][a-z]+)+$/.test(word))).to.eql([]);
      expect(new Set(all).size).to.equal(all.length);
    });
  }
});

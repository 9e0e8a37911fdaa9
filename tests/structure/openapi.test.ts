import {expect} from '@loopback/testlab';
import {Validator} from '@seriousme/openapi-schema-validator';
import {openapiDocument} from '../../src/bin/generate/openapi-document';

describe('the OpenAPI document', () => {
  let text = '';
  before(async () => (text = await openapiDocument()));

  it('is valid OpenAPI 3.0', async () => {
    const validator = new Validator();
    const {valid, errors} = await validator.validate(text);
    expect(errors).to.be.undefined();
    expect([valid, validator.version]).to.eql([true, '3.0']);
  });

  it('names no schema that it does not have', () => {
    const {components} = JSON.parse(text) as {components: {schemas: object}};
    const named = new Set(
      [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name),
    );
    expect([...named].filter(name => !(name in components.schemas))).to.eql([]);
  });

  it('is the same at each making, also in one process', async () => {
    expect((await openapiDocument()) === text).to.be.true();
  });
});

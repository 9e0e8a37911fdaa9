import {z} from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A schema as a CRD may have it: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
export interface StructuralSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly 'x-kubernetes-validations'?: readonly {readonly rule: string; readonly message: string}[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-int-or-string'?: true;
}

/** The same as a Zod schema, in the words that the API server knows. */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  return z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    reused: 'inline',
    override: ({jsonSchema}) => makeStructural(jsonSchema),
  }) as StructuralSchema;
}

function makeStructural(schema: JsonSchema): void {
  // Zod states the bounds of exact JavaScript numbers for every integer.
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.type === 'integer') schema.format = 'int64';
  // Keys are checked with the object that they are passed on to.
  delete schema.propertyNames;
  // The API server stores none, and would see a difference to what it has.
  if (isEmpty(schema.properties)) delete schema.properties;
  if (isEmpty(schema.additionalProperties)) {
    delete schema.additionalProperties;
    schema['x-kubernetes-preserve-unknown-fields'] = true;
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    const [number = {}, text = {}] = schema.anyOf as readonly JsonSchema[];
    // No other form of `anyOf` may name types. A field with a default comes by here twice.
    schema.anyOf = [{type: 'integer'}, {type: 'string'}];
    schema.minimum ??= number.minimum;
    schema.pattern ??= text.pattern;
    schema.maxLength ??= text.maxLength;
  }
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

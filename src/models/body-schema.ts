import {z} from 'zod';

const registered = new Map<string, z.ZodObject>();

/** Names the schema of a request body: one constant that validates, gives the type and the OpenAPI text. */
export function bodySchema<T extends z.ZodObject>(name: string, schema: T): T {
  registered.set(name, schema);
  return schema;
}

/** @throws Error when no body has that name: a mistake in a controller, seen at start */
export function getBodySchema(name: string): z.ZodObject {
  const schema = registered.get(name);
  if (!schema) throw new Error(`No request body is named ${name}`);
  return schema;
}

/** JSON Schemas of all request bodies by name, for `components.schemas`. */
export function bodyJsonSchemas(): Record<string, object> {
  const entries = [...registered].map(([name, schema]) => [name, jsonSchemaOf(schema)] as const);
  return Object.fromEntries(entries);
}

function jsonSchemaOf(schema: z.ZodObject): object {
  return z.toJSONSchema(schema, {target: 'openapi-3.0', io: 'input', override: withoutSafeBounds});
}

/** Zod states the bounds of exact JavaScript numbers for every integer; `int64` says what there is to say. */
function withoutSafeBounds({jsonSchema}: {jsonSchema: z.core.JSONSchema.BaseSchema}): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

import type {KubernetesObject} from '@kubernetes/client-node';
import {createHash} from 'node:crypto';

/** A set of fields, as `managedFields` writes it: `f:name`, `k:{"name":"api"}`, `v:"value"`, `.` for the thing itself. */
interface FieldSet {
  readonly [step: string]: FieldSet;
}

/** A short hash of any JSON value; the order of members does not count. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, 22);
}

/**
 * A hash of what one field manager has applied to an object: which fields are its own, and what stands in them. It
 * changes when anybody changes, takes or removes one of them, and does not when others add fields of theirs. The server
 * has written both, so nothing has to be known of defaults or of how it writes quantities.
 * @returns empty when the manager has applied nothing
 */
export function fingerprintOf(object: KubernetesObject, manager: string): string {
  const entry = object.metadata?.managedFields?.find(
    one => one.manager === manager && one.operation === 'Apply' && !one.subresource,
  );
  return entry ? hashOf(valuesAt(object, entry.fieldsV1 as FieldSet)) : '';
}

function valuesAt(value: unknown, fields: FieldSet): unknown {
  const steps = Object.keys(fields).filter(step => step !== '.');
  if (steps.length === 0) return value ?? null;
  return Object.fromEntries(steps.map(step => [step, valuesAt(childAt(value, step), fields[step]!)]));
}

function childAt(value: unknown, step: string): unknown {
  const name = step.slice(2);
  if (step.startsWith('f:')) return (value as Record<string, unknown> | undefined)?.[name];
  if (!Array.isArray(value)) return undefined;
  const list: readonly unknown[] = value;
  if (step.startsWith('i:')) return list[Number(name)];
  const wanted = JSON.parse(name) as unknown;
  if (step.startsWith('v:')) return list.find(item => canonical(item) === canonical(wanted));
  const keys = Object.entries(wanted as Record<string, unknown>);
  return list.find(item => keys.every(([key, one]) => (item as Record<string, unknown>)[key] === one));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

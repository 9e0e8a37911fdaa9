/** What requests are counted by: `catalogo` is what the catalogue page reads, `default` everything else. */
export type Policy = 'default' | 'catalogo';

/**
 * Paths that nobody's requests are counted for: login, health, docs, signed links, the pages and their files, streams of
 * events and the realtime transports.
 */
const EXEMPT =
  /^\/(api\/v[12]\/auth|actuator|objetos|health|ready|live|explorer|swagger|v3\/api-docs|openapi\.|ws|socket\.io|api\/v1\/(catalogo\/)?eventos$|catalogo|monitor|favicon)/;
const CATALOGO = '/api/v1/catalogo/';

/** @returns undefined: requests to that path are not counted */
export function policyFor(path: string): Policy | undefined {
  if (EXEMPT.test(path)) return undefined;
  return path.startsWith(CATALOGO) ? 'catalogo' : 'default';
}

/** Paths that nobody's requests are counted for: login, health, docs, signed links, the monitor page and the realtime transports. */
const EXEMPT =
  /^\/(api\/v[12]\/auth|actuator|objetos|health|ready|live|explorer|swagger|v3\/api-docs|openapi\.|ws|socket\.io|api\/v1\/eventos$|monitor|favicon)/;

export function isExempt(path: string): boolean {
  return EXEMPT.test(path);
}

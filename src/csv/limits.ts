/** Of one file. A million lines with names of usual length have some 60 MiB. */
export const CSV_LIMITS = {
  bytes: 256 * 1024 * 1024,
  /** Without the header. */
  lines: 1_000_000,
  /** Of a line; what is longer is a quote that nobody closed. */
  lineCharacters: 8_192,
  /** Of an import or an export, whatever it waits for. */
  seconds: 600,
  referenciaCharacters: 100,
} as const;

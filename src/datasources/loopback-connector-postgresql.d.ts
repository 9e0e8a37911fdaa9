/** The package ships no types; the framework takes the module as an opaque connector. */
declare module 'loopback-connector-postgresql' {
  const connector: object;
  export = connector;
}

// For `npm run dev`: loads the packages of the API, waits for a word on the lifeline, and becomes the API. So a change costs
// what is ours, and not what never changes.
const inspector = require('node:inspector');
const process = require('node:process');
const {clearInterval, setInterval} = require('node:timers');
const {join} = require('node:path');

const [host, port] = process.argv.slice(2);
/** What takes long to load. */
const PACKAGES = [
  ...['@loopback/authentication-jwt', '@loopback/boot', '@loopback/health', '@loopback/rest-explorer'],
  ...['@loopback/service-proxy', 'loopback-connector-postgresql', 'minio', 'pg', 'pino', 'prom-client'],
  ...['db-migrate', 'socket.io', 'undici', 'zod'],
];

const waiting = setInterval(() => undefined, 2 ** 30);
process.once('word', () => {
  clearInterval(waiting);
  inspector.open(Number(port), host);
  require(join(process.cwd(), 'dist/src/bin/api.js'));
});
for (const name of PACKAGES) require(name);

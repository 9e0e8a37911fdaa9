import {createServer} from 'node:net';
import {StartupError} from '../config/startup-error';

/** Fails before anything else was started, and says which setting moves us elsewhere. */
export async function requireFreePort(host: string, port: number, variable: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`;
      reject(new StartupError(`Port ${port} of ${host} ${reason}; choose another one with ${variable}.`));
    });
    probe.listen({host, port, exclusive: true}, () => probe.close(() => resolve()));
  });
}

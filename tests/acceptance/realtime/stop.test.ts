import {expect} from '@loopback/testlab';
import {io} from 'socket.io-client';
import {basic} from '../../support/auth';
import {withDatabase} from '../../support/database';
import {EventStream} from '../../support/event-stream';
import {eventually} from '../../support/eventually';
import {RawStomp} from '../../support/raw-stomp';
import {ServiceProcess} from '../../support/service-process';

describe('a process that is told to stop', function () {
  this.timeout(60_000);
  const database = withDatabase();

  it('lets its listeners go with 1012 and ends, though none of them hangs up', async () => {
    const api = await ServiceProcess.start('api', {DATABASE_URL: database.url, DRAIN_SECONDS: '5'});
    const clients = await Promise.all(Array.from({length: 20}, () => RawStomp.connect(api.url)));
    const stream = await EventStream.open(`${api.url}/api/v1/eventos`, basic());
    const socket = io(`${api.url}/notificacoes`, {reconnection: false});
    await eventually('Socket.IO is connected', () => socket.connected);
    await api.stop();
    for (const client of clients) expect((await client.untilClosed()).code).to.equal(1012);
    await eventually('the stream has ended', () => stream.ended);
    await eventually('Socket.IO is disconnected', () => !socket.connected);
  });
});

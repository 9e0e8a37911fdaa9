import {BindingKey} from '@loopback/core';
import type {Connections} from './connections';
import type {Credentials} from './credential';
import type {EventStreams} from './event-streams';
import type {Hub} from './hub';
import type {MetricsFeed} from './metrics-feed';
import type {SocketIoEndpoint} from './socket-io-endpoint';
import type {SockJsEndpoint} from './sockjs-endpoint';
import type {Sockets} from './sockets';
import type {StompEndpoint} from './stomp-endpoint';
import type {RealtimeSettings} from './types';

export const RealtimeKeys = {
  SETTINGS: BindingKey.create<RealtimeSettings>('realtime.settings'),
  HUB: BindingKey.create<Hub>('realtime.hub'),
  METRICS: BindingKey.create<MetricsFeed>('realtime.metrics'),
  CONNECTIONS: BindingKey.create<Connections>('realtime.connections'),
  CREDENTIALS: BindingKey.create<Credentials>('realtime.credentials'),
  /** What takes the paths of the transports. */
  SOCKETS: BindingKey.create<Sockets>('realtime.sockets'),
  STOMP: BindingKey.create<StompEndpoint>('realtime.stomp'),
  SOCKJS: BindingKey.create<SockJsEndpoint>('realtime.sockjs'),
  SOCKET_IO: BindingKey.create<SocketIoEndpoint>('realtime.socket-io'),
  EVENT_STREAMS: BindingKey.create<EventStreams>('realtime.event-streams'),
} as const;

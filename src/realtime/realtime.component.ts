import {asLifeCycleObserver, Binding, Component, createBindingFromClass} from '@loopback/core';
import {Connections} from './connections';
import {Credentials} from './credential';
import {EventStreams} from './event-streams';
import {Hub} from './hub';
import {RealtimeKeys} from './keys';
import {MetricsFeed} from './metrics-feed';
import {SocketIoEndpoint} from './socket-io-endpoint';
import {SockJsEndpoint} from './sockjs-endpoint';
import {Sockets} from './sockets';
import {StompEndpoint} from './stomp-endpoint';

/** Events for clients: STOMP, Socket.IO and server-sent events over one hub. Needs `RealtimeKeys.SETTINGS`. */
export class RealtimeComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(Hub, {key: RealtimeKeys.HUB}).apply(asLifeCycleObserver),
    createBindingFromClass(MetricsFeed, {key: RealtimeKeys.METRICS}),
    createBindingFromClass(Connections, {key: RealtimeKeys.CONNECTIONS}),
    createBindingFromClass(Credentials, {key: RealtimeKeys.CREDENTIALS}),
    createBindingFromClass(StompEndpoint, {key: RealtimeKeys.STOMP}),
    createBindingFromClass(SockJsEndpoint, {key: RealtimeKeys.SOCKJS}),
    createBindingFromClass(SocketIoEndpoint, {key: RealtimeKeys.SOCKET_IO}),
    createBindingFromClass(EventStreams, {key: RealtimeKeys.EVENT_STREAMS}),
    createBindingFromClass(Sockets, {key: RealtimeKeys.SOCKETS}),
  ];
}

import {FrameImpl, StompHeaders} from '@stomp/stompjs';
import type {BroadcastEvent} from '../broadcast-event';
import {Frame} from '../frame';
import type {EventTopic, Topic} from '../types';
import {destinationOf} from './destinations';

/** How one subscription is written to. */
export interface Address {
  readonly topic: Topic;
  /** As the client named it. */
  readonly subscription: string;
  /** STOMP 1.0 writes header values as they are. */
  readonly escapes: boolean;
}

export const LINE_FEED = new Frame('\n');

/** Any frame. An empty body says so. */
export function frameText(command: string, headers: StompHeaders, {body = '', escapes = true} = {}): string {
  const withLength = body === '' ? {...headers, 'content-length': '0'} : headers;
  return FrameImpl.marshall({command, headers: withLength, body, escapeHeaderValues: escapes}) as string;
}

/** A frame that has no body, and says nothing of it, as the replaced service wrote them. */
export function bareText(command: string, headers: StompHeaders): string {
  return FrameImpl.marshall({command, headers, escapeHeaderValues: true}) as string;
}

/** An event for a subscription; for others with the same address it is the same frame. */
export function eventFrame(event: BroadcastEvent, address: Address): Frame {
  const {topic, subscription, escapes} = address;
  return event.frame(`stomp ${topic} ${escapes ? 1 : 0} ${subscription}`, () =>
    messageText(address, event.id, event.body(topic as EventTopic), {id: event.id}),
  );
}

/** @param key tells the message from the others of its subscription */
export function messageText(address: Address, key: string, body: string, headers: StompHeaders = {}): string {
  const {topic, subscription, escapes} = address;
  return frameText(
    'MESSAGE',
    {
      destination: destinationOf(topic),
      'content-type': 'application/json',
      subscription,
      'message-id': `${key}-${subscription}`,
      ...headers,
    },
    {body, escapes},
  );
}

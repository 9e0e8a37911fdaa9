import type {Topic} from '../types';

const PREFIX = '/topic/';
const TOPICS: ReadonlySet<string> = new Set<Topic>(['novo-album', 'eventos', 'metricas']);
/** The one topic of the replaced service: the only one that its clients can mean by a wildcard. */
const OF_OLD: Topic = 'novo-album';

export const destinationOf = (topic: Topic): string => PREFIX + topic;

/** The topic that a subscription is for; undefined: one that nobody publishes to, which is not an error. */
export function topicOf(destination: string): Topic | undefined {
  const name = destination.startsWith(PREFIX) ? destination.slice(PREFIX.length) : undefined;
  if (name !== undefined && TOPICS.has(name)) return name as Topic;
  return destination.includes('*') && matches(destination, destinationOf(OF_OLD)) ? OF_OLD : undefined;
}

/** `*` is a part of one level, `**` any number of levels. */
function matches(pattern: string, destination: string): boolean {
  const source = pattern
    .split(/(\*+)/)
    .map(part => (part === '*' ? '[^/]*' : part.startsWith('*') ? '.*' : part.replace(/[^\w/-]/g, '\\$&')));
  return new RegExp(`^${source.join('')}$`).test(destination);
}

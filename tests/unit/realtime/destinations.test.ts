import {expect} from '@loopback/testlab';
import {topicOf} from '../../../src/realtime/stomp/destinations';

describe('the topic of a destination', () => {
  const cases: readonly (readonly [destination: string, topic: string | undefined])[] = [
    ['/topic/novo-album', 'novo-album'],
    ['/topic/eventos', 'eventos'],
    ['/topic/metricas', 'metricas'],
    // Those of a wildcard are the clients of old, who know of one topic.
    ['/topic/*', 'novo-album'],
    ['/topic/novo-*', 'novo-album'],
    ['/**', 'novo-album'],
    ['/topic/**', 'novo-album'],
    ['/topic/ev*', undefined],
    ['/*', undefined],
    ['/topic/novo.album*', undefined],
    ['/topic/nada', undefined],
    ['novo-album', undefined],
    ['/app/novo-album', undefined],
  ];
  for (const [destination, topic] of cases)
    it(`${destination} is ${topic ?? 'none'}`, () => expect(topicOf(destination)).to.equal(topic));
});

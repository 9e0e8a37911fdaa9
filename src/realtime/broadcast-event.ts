import type {Evento} from '../models/evento';
import {cloudEvent} from './cloud-event';
import {Frame} from './frame';
import type {EventTopic} from './types';

/** Different frames of one event that are kept: clients mostly choose the same names for their subscriptions. */
const MAX_FRAMES = 16;

/** An event as it goes to many clients: each form of it is written once. */
export class BroadcastEvent {
  private readonly bodies: Partial<Record<EventTopic, string>> = {};
  private readonly frames = new Map<string, Frame>();

  constructor(private readonly evento: Evento) {}

  get id(): string {
    return this.evento.id;
  }

  get sequencia(): number {
    return this.evento.sequencia;
  }

  isOn(topic: EventTopic): boolean {
    return topic === 'eventos' || this.evento.tipo === 'album.criado';
  }

  /** The JSON that a topic's listeners get. */
  body(topic: EventTopic): string {
    return (this.bodies[topic] ??= JSON.stringify(
      topic === 'eventos' ? cloudEvent(this.evento) : this.notice(),
    ));
  }

  /** A frame around it, made by `write` when it is asked for the first time. @param key tells it from other frames */
  frame(key: string, write: () => string): Frame {
    const present = this.frames.get(key);
    if (present) return present;
    const frame = new Frame(write());
    if (this.frames.size < MAX_FRAMES) this.frames.set(key, frame);
    return frame;
  }

  /** As the replaced service told of a new album. */
  private notice(): object {
    const {id, nome} = this.evento.dados;
    return {id, nome, mensagem: 'Novo álbum cadastrado'};
  }
}

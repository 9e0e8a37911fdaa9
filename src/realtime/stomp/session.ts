import {FrameImpl, IRawFrameType, Parser, StompHeaders} from '@stomp/stompjs';
import {Connection, Wire} from '../connection';
import type {Credential, Credentials} from '../credential';
import {Frame} from '../frame';
import type {Hub} from '../hub';
import {FIRST_FRAME_MS, MAX_MESSAGE_BYTES, MAX_NAME_LENGTH, MAX_SUBSCRIPTIONS} from '../limits';
import type {MetricsFeed} from '../metrics-feed';
import type {Topic} from '../types';
import {topicOf} from './destinations';
import {bareText, frameText, LINE_FEED} from './frames';
import {agreeHeartBeat, HeartBeat} from './heart-beat';
import {Subscription} from './subscription';

/** Codes of RFC 6455. */
const NORMAL = 1000;
const PROTOCOL_ERROR = 1002;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;
/** Best first. */
const VERSIONS = ['1.2', '1.1', '1.0'];
const NO_HEART_BEAT: HeartBeat = {outMs: 0, inMs: 0, header: '0,0'};
/** Heart-beats may be late by this much before somebody counts as gone, as the usual clients have it. */
const PATIENCE = 2;
/** Ticks come each second: a heart-beat is sent before it would be late. */
const EARLY_MS = 1_500;
/** Frames that wait for the answer to CONNECT. */
const MAX_WAITING_FRAMES = 100;

/** What sessions need of the process. */
export interface StompContext {
  readonly hub: Hub;
  readonly metrics: MetricsFeed;
  readonly credentials: Credentials;
  /** Whether the event topics need a token. */
  readonly login: boolean;
}

/** The conversation with one STOMP client, on whichever transport. */
export class StompSession extends Connection {
  private readonly parser = new Parser(
    raw => this.receive(raw),
    () => (this.bytesOfFrame = 0),
  );
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly openedAt = performance.now();
  private version?: string;
  private heartBeat = NO_HEART_BEAT;
  private heardAt = this.openedAt;
  private sentAt = this.openedAt;
  private bytesOfFrame = 0;
  private credential?: Credential;
  private connecting?: Promise<void>;
  private waitingFrames = 0;
  private isEnding = false;

  constructor(
    wire: Wire,
    private readonly context: StompContext,
  ) {
    super(wire);
  }

  /** What came from the client: frames, parts of them, or heart-beats. */
  data(text: string): void {
    if (this.isEnding) return;
    this.heardAt = performance.now();
    this.bytesOfFrame += Buffer.byteLength(text);
    if (this.bytesOfFrame > MAX_MESSAGE_BYTES) this.end(TOO_BIG, 'Quadro grande demais');
    else this.parser.parseChunk(text);
  }

  override write(frame: Frame): void {
    this.sentAt = performance.now();
    super.write(frame);
  }

  protected onTick(now: number): void {
    if (this.version === undefined && now - this.openedAt > FIRST_FRAME_MS)
      return this.fail('Nenhum quadro CONNECT foi recebido a tempo');
    const {inMs, outMs} = this.heartBeat;
    if (inMs > 0 && now - this.heardAt > inMs * PATIENCE) return this.fail('Nenhum sinal de vida do cliente');
    if (outMs > 0 && now - this.sentAt > outMs - EARLY_MS) this.write(LINE_FEED);
    if (this.credential) void this.recheck(this.credential);
  }

  protected onClosed(): void {
    this.isEnding = true;
    for (const subscription of this.subscriptions.values()) subscription.stop();
    this.subscriptions.clear();
  }

  private receive(raw: IRawFrameType): void {
    this.bytesOfFrame = 0;
    if (this.isEnding) return;
    if (!this.connecting) return this.handle(raw);
    if (++this.waitingFrames > MAX_WAITING_FRAMES) return this.fail('Quadros demais antes de CONNECTED');
    void this.connecting.then(() => this.isEnding || this.handle(raw));
  }

  private handle(raw: IRawFrameType): void {
    const frame = FrameImpl.fromRawFrame(raw, this.version !== undefined && this.version !== '1.0');
    const {command, headers} = frame;
    if (command === 'CONNECT' || command === 'STOMP') return this.connect(headers);
    if (this.version === undefined) return this.fail('O primeiro quadro deve ser CONNECT');
    switch (command) {
      case 'SUBSCRIBE':
        this.subscribe(headers);
        break;
      case 'UNSUBSCRIBE':
        this.unsubscribe(headers);
        break;
      case 'DISCONNECT':
        this.acknowledge(headers);
        return this.end(NORMAL, '');
      case 'SEND':
        return this.fail('Clientes não podem enviar mensagens', {headers, code: POLICY_VIOLATION});
      case 'ACK':
      case 'NACK':
      case 'BEGIN':
      case 'COMMIT':
      case 'ABORT':
        // Messages need no acknowledgement, and a transaction could only hold messages of the client.
        break;
      default:
        return this.fail(`Comando desconhecido: ${command.slice(0, MAX_NAME_LENGTH)}`, {headers});
    }
    this.acknowledge(headers);
  }

  private connect(headers: StompHeaders): void {
    if (this.version !== undefined) return this.fail('A sessão já está conectada');
    const accepted = headers['accept-version']?.split(',') ?? ['1.0'];
    const version = VERSIONS.find(candidate => accepted.includes(candidate));
    if (version === undefined)
      return this.fail('Versão do STOMP não suportada', {extra: {version: VERSIONS.toReversed().join(',')}});
    const token = headers['Authorization'] ?? headers['authorization'] ?? headers['passcode'];
    if (!token) return this.connected(version, headers);
    this.connecting = this.identify(token).then(problem => {
      this.connecting = undefined;
      if (this.isEnding) return;
      if (problem === undefined) this.connected(version, headers);
      else this.fail(problem, {code: POLICY_VIOLATION});
    });
  }

  /** Clients of old may send anything as credentials; where none are needed, a token that does not hold is none. */
  private async identify(token: string): Promise<string | undefined> {
    try {
      this.credential = await this.context.credentials.read(token);
      return this.credential || !this.context.login ? undefined : 'Token de acesso inválido ou expirado';
    } catch {
      return this.context.login ? 'O token não pôde ser verificado; tente novamente' : undefined;
    }
  }

  private connected(version: string, headers: StompHeaders): void {
    this.version = version;
    this.heartBeat = agreeHeartBeat(headers['heart-beat']);
    this.write(new Frame(bareText('CONNECTED', {version, 'heart-beat': this.heartBeat.header})));
  }

  private subscribe(headers: StompHeaders): void {
    const {destination} = headers;
    // STOMP 1.0 does not ask for an id.
    const id = headers['id'] ?? (this.version === '1.0' ? destination : undefined);
    if (!destination || !id) return this.fail('SUBSCRIBE precisa de destination e id', {headers});
    if (id.length > MAX_NAME_LENGTH || destination.length > MAX_NAME_LENGTH)
      return this.fail('destination ou id longo demais', {headers});
    if (this.subscriptions.has(id)) return this.fail('Já existe uma inscrição com este id', {headers});
    if (this.subscriptions.size >= MAX_SUBSCRIPTIONS)
      return this.fail(`Máximo de ${MAX_SUBSCRIPTIONS} inscrições por sessão`, {
        headers,
        code: POLICY_VIOLATION,
      });
    const topic = topicOf(destination);
    if (topic && this.needsLogin(topic) && !this.credential)
      return this.fail(`${destination} exige um token de acesso`, {headers, code: POLICY_VIOLATION});
    const address = topic && {topic, subscription: id, escapes: this.version !== '1.0'};
    const subscription = new Subscription(this, address, this.context);
    this.subscriptions.set(id, subscription);
    subscription.start(headers['last-event-id']);
  }

  /** Figures of the process tell a stranger when it can be harmed. */
  private needsLogin(topic: Topic): boolean {
    return topic === 'metricas' || this.context.login;
  }

  private unsubscribe(headers: StompHeaders): void {
    const id = headers['id'] ?? headers['destination'] ?? '';
    this.subscriptions.get(id)?.stop();
    this.subscriptions.delete(id);
  }

  private acknowledge({receipt}: StompHeaders): void {
    if (receipt !== undefined && !this.isEnding)
      this.write(new Frame(bareText('RECEIPT', {'receipt-id': receipt})));
  }

  private async recheck(credential: Credential): Promise<void> {
    if (await this.context.credentials.holds(credential)) return;
    if (!this.isEnding) this.fail('O token de acesso expirou ou foi encerrado', {code: POLICY_VIOLATION});
  }

  /** Says what is wrong, and ends. */
  private fail(
    message: string,
    {
      headers,
      extra,
      code = PROTOCOL_ERROR,
    }: {headers?: StompHeaders; extra?: StompHeaders; code?: number} = {},
  ): void {
    const receipt = headers?.['receipt'];
    const related: StompHeaders = receipt === undefined ? {} : {'receipt-id': receipt};
    this.write(new Frame(frameText('ERROR', {message, ...related, ...extra})));
    this.end(code, message);
  }

  private end(code: number, reason: string): void {
    this.isEnding = true;
    this.close(code, reason);
  }
}

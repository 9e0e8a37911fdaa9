import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {Logger} from 'pino';
import type {JobQueues} from '../jobs/job-queues';
import {JobKeys} from '../jobs/keys';
import {fileNameOf, isOurs, newObjectKey, pendingKey} from '../models/object-key';
import type {ConfirmacaoEnvio, NewEnvio} from '../models/new-envio.model';
import {ObservabilityKeys} from '../observability/keys';
import {imagemIncluida, imagemRemovida, imagemSubstituida} from '../outbox/events/imagem.event';
import {OutboxKeys} from '../outbox/keys';
import type {Outbox} from '../outbox/outbox';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {AlbumImagemRepository} from '../repositories/album-imagem.repository';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {ObjetoRepository} from '../repositories/objeto.repository';
import {Transactions} from '../repositories/transactions.repository';
import type {UploadBody} from '../rest/types';
import type {ImageIntake} from '../storage/image-intake';
import {StorageKeys} from '../storage/keys';
import type {ObjectStore, PresignedPost, StoredImage} from '../storage/types';
import {Change, Removal, requireVersion} from './change';

/** A form may be used for so long, then the file waits to be confirmed. */
const FORM_SECONDS = 900;

/** A form by which a client sends a file to the store, and the key to confirm it by. */
export interface Envio extends PresignedPost {
  readonly chave: string;
}

/**
 * Covers come, are replaced and go. An object is written before its row and removed after it: at any moment each row has
 * its object, and what a failure leaves behind is an object that no row has, which the sweep removes.
 */
@injectable({scope: BindingScope.SINGLETON})
export class AlbumImagemService {
  constructor(
    @inject('repositories.AlbumImagemRepository') private readonly imagens: AlbumImagemRepository,
    @inject('repositories.ObjetoRepository') private readonly objetos: ObjetoRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(StorageKeys.STORE) private readonly store: ObjectStore,
    @inject(StorageKeys.INTAKE) private readonly intake: ImageIntake,
    @inject(StorageKeys.LIMIT_BYTES) private readonly limitBytes: number,
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
    @inject(OutboxKeys.OUTBOX) private readonly outbox: Outbox,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Adds covers to an album, all or none. @returns keys of their objects, in order
   * @param ator name of the user who asks for it
   * @throws upload_malformed, upload_target_not_found, imagem_invalid, file_too_large, storage_unavailable
   */
  async add(albumId: number, body: UploadBody, ator: string | undefined): Promise<string[]> {
    const stored = await this.receive(body, 'files', () => this.requireAlbum(albumId));
    await this.keep(stored, options => this.insert(albumId, stored, {ator, options}));
    return stored.map(({key}) => key);
  }

  /** Gives a cover another object; the old one stays until the new one counts. @returns its key @throws as `add`, precondition_failed */
  async replace(id: number, body: UploadBody, {ator, ifMatch}: Change): Promise<string> {
    let present: string | undefined;
    const stored = await this.receive(body, 'file', async () => {
      present = await this.requireImagem(id, ifMatch);
    });
    const [imagem, ...others] = stored;
    if (!imagem || others.length > 0) {
      await this.discard(stored);
      throw problems.uploadMalformed('Envie um só arquivo na parte "file" do formulário');
    }
    await this.keep(stored, async options => {
      const albumId = await this.imagens.replace(id, imagem, {present, options});
      await this.outbox.append(imagemSubstituida({id, albumId}, ator), options);
      return [id];
    });
    this.removeObjects();
    return imagem.key;
  }

  /** @throws imagem_not_found, precondition_failed */
  async remove(id: number, {ator, ifMatch}: Removal): Promise<void> {
    await this.transactions.run(async options => {
      const {albumId, url} = await this.imagens.remove(id, options);
      if (ifMatch) requireVersion({url}, ifMatch);
      await this.outbox.append(imagemRemovida({id, albumId}, ator.nome), options);
      const entry = {acao: 'imagem_excluida', alvo: `imagem/${id}`, detalhe: {albumId}} as const;
      await this.auditoria.append(entry, ator, options);
    });
    this.removeObjects();
  }

  /** Objects that no cover has any more go soon; a worker that does not hear of it finds them by itself later. */
  removeObjects(): void {
    void this.tellWorker(() => this.queues.add('remover-objetos', {}));
  }

  /** A form for a file that goes to the store itself. @throws upload_target_not_found, storage_unavailable */
  async beginEnvio(albumId: number, {nomeArquivo, tipo}: NewEnvio, origin: string): Promise<Envio> {
    await this.requireAlbum(albumId);
    await this.store.ensureReady();
    const chave = newObjectKey(nomeArquivo);
    const ttlSeconds = FORM_SECONDS;
    const form = {contentType: tipo, maxBytes: this.limitBytes, ttlSeconds, origin};
    return {chave, ...(await this.store.presignPost(pendingKey(chave), form))};
  }

  /**
   * Makes a cover of a file that was sent to the store. It is written anew under a key of its own, because whoever has
   * the form can still write to the other one.
   * @param envio `whenKept` is called with the key of its object, in the transaction that keeps it
   * @throws upload_target_not_found, envio_not_found, imagem_invalid, storage_unavailable
   */
  async confirmEnvio(
    albumId: number,
    {chave, nomeArquivo}: ConfirmacaoEnvio,
    {ator, whenKept}: Pick<Change, 'ator'> & {whenKept: (key: string, options: Options) => Promise<void>},
  ): Promise<void> {
    await this.requireAlbum(albumId);
    if (!isOurs(chave)) throw problems.envioNotFound();
    await this.store.ensureReady();
    const pending = pendingKey(chave);
    const size = await this.store.sizeOf(pending);
    if (size === undefined) throw problems.envioNotFound();
    if (size > this.limitBytes) throw problems.fileTooLarge(this.limitBytes);
    const content = await this.store.read(pending);
    const imagem = await this.intake.write({
      fileName: nomeArquivo ?? fileNameOf(chave),
      content,
      alwaysDecode: true,
    });
    await this.keep([imagem], async options => {
      // Of two that confirm one file the second one finds it taken.
      if (!(await this.objetos.noteRemoved(pending, options))) throw problems.envioNotFound();
      await whenKept(imagem.key, options);
      return this.insert(albumId, [imagem], {ator, options});
    });
    this.removeObjects();
  }

  private async insert(
    albumId: number,
    stored: readonly StoredImage[],
    {ator, options}: {ator: string | undefined; options: Options},
  ): Promise<number[]> {
    const ids = await this.imagens.insertAll(albumId, stored, options);
    for (const id of ids) await this.outbox.append(imagemIncluida({id, albumId}, ator), options);
    return ids;
  }

  private async receive(
    body: UploadBody,
    part: string,
    requireTarget: () => Promise<void>,
  ): Promise<StoredImage[]> {
    const stored: StoredImage[] = [];
    try {
      for await (const file of body.files(part)) {
        if (stored.length === 0) {
          await requireTarget();
          await this.store.ensureReady();
        }
        if (!file.contentType.startsWith('image/')) {
          throw problems.imagemInvalid(file.fileName, 'o tipo declarado não é image/*');
        }
        stored.push(await this.intake.write(file));
      }
      if (stored.length > 0) return stored;
      throw problems.uploadMalformed(`Envie ao menos um arquivo na parte "${part}" do formulário`);
    } catch (error) {
      await this.discard(stored);
      throw error;
    }
  }

  /** Commits the rows of objects that were written. @param change gives the ids of their covers */
  private async keep(
    stored: readonly StoredImage[],
    change: (options: Options) => Promise<readonly number[]>,
  ): Promise<void> {
    let imagemIds: readonly number[];
    try {
      imagemIds = await this.transactions.run(change);
    } catch (error) {
      // A commit that was cut off may count all the same; then the rows need their objects.
      if (error instanceof Problem && error.status < 500) await this.discard(stored);
      throw error;
    }
    void this.tellWorker(() => this.queues.add('gerar-variantes', {imagemIds}));
  }

  private async discard(stored: readonly StoredImage[]): Promise<void> {
    if (stored.length === 0) return;
    try {
      await this.store.remove(stored.map(({key}) => key));
    } catch (error) {
      this.logger.warn({err: error, part: 'storage'}, 'refused objects are left to the sweep');
    }
  }

  private async tellWorker(add: () => Promise<unknown>): Promise<void> {
    try {
      await add();
    } catch (error) {
      this.logger.warn({err: error, part: 'storage'}, 'a job of covers is left to the sweep');
    }
  }

  private async requireAlbum(albumId: number): Promise<void> {
    if (!(await this.imagens.albumExists(albumId))) throw problems.uploadTargetNotFound('album');
  }

  /** @returns the key of its object, when only that one may be replaced */
  private async requireImagem(id: number, ifMatch: Change['ifMatch']): Promise<string | undefined> {
    const found = await this.imagens.find(id);
    if (!found) throw problems.uploadTargetNotFound('imagem');
    return ifMatch && requireVersion({url: found.url}, ifMatch).url;
  }
}

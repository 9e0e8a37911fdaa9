import type {CatalogueEntry} from './entry';

/** Covers and the store they are in. */
export const imagens = {
  imagem_invalid: {
    status: 400,
    shape: 'framework',
    message: 'Imagem inválida: capa.svg (não é JPEG, PNG, WebP, AVIF nem GIF)',
    remedy:
      'Send a whole JPEG, PNG, WebP, AVIF or GIF of up to 40 megapixels with nothing behind it. Nothing of the request was kept.',
  },
  upload_malformed: {
    status: 400,
    shape: 'framework',
    message: 'Envie ao menos um arquivo na parte "files" do formulário',
    remedy: 'Send `multipart/form-data` with a file in the part that the operation names.',
  },
  link_invalid: {
    status: 403,
    shape: 'framework',
    message: 'Link inválido ou expirado',
    remedy: 'Ask for the link again; it is good for some minutes.',
  },
  imagem_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Imagem não encontrada',
    remedy: 'Use an id that the list of covers of an album shows.',
  },
  upload_target_not_found: {
    status: 404,
    shape: 'framework',
    message: 'Álbum não encontrado para o ID informado',
    remedy: 'Use the id of an album or of a cover that is there.',
  },
  envio_not_found: {
    status: 404,
    shape: 'framework',
    message: 'Não há arquivo recebido para o envio informado',
    remedy: 'Send the file to the address of the answer to `envio` first; it waits there for an hour.',
  },
  object_not_found: {
    status: 404,
    shape: 'framework',
    message: 'Arquivo não encontrado',
    remedy: 'Ask for the list of covers again: this one was replaced or removed.',
  },
  file_too_large: {
    status: 413,
    shape: 'framework',
    message: 'O arquivo excede o limite de 104857600 bytes',
    remedy: 'Send a smaller file. Nothing of the request was kept.',
  },
  too_many_files: {
    status: 413,
    shape: 'framework',
    message: 'O máximo é de 10 arquivos por requisição',
    remedy: 'Send them in several requests. Nothing of this one was kept.',
  },
  storage_unavailable: {
    status: 503,
    shape: 'framework',
    message: 'Armazenamento de imagens indisponível no momento; tente novamente',
    remedy: 'Repeat the request after the seconds that `Retry-After` names. Nothing of it was kept.',
  },
} as const satisfies Record<string, CatalogueEntry>;

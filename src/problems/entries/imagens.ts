import type {CatalogueEntry} from './entry';

/** Covers and the store they are in. */
export const imagens = {
  imagem_invalid: {
    status: 400,
    shape: 'framework',
    message: {
      pt: 'Imagem inválida: {file} ({reason})',
      en: 'Invalid image: {file} ({reason})',
    },
    typical: {file: 'capa.svg', reason: 'não é JPEG, PNG, WebP, AVIF nem GIF'},
    remedy:
      'Send a whole JPEG, PNG, WebP, AVIF or GIF of up to 40 megapixels with nothing behind it. Nothing of the request was kept.',
  },
  upload_malformed: {
    status: 400,
    shape: 'framework',
    message: {
      pt: '{expected}',
      en: '{expected}',
    },
    typical: {expected: 'Envie ao menos um arquivo na parte "files" do formulário'},
    remedy: 'Send `multipart/form-data` with a file in the part that the operation names.',
  },
  link_invalid: {
    status: 403,
    shape: 'framework',
    message: {
      pt: 'Link inválido ou expirado',
      en: 'Link invalid or expired',
    },
    remedy: 'Ask for the link again; it is good for some minutes.',
  },
  imagem_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Imagem não encontrada',
      en: 'Cover not found',
    },
    remedy: 'Use an id that the list of covers of an album shows.',
  },
  upload_target_not_found: {
    status: 404,
    shape: 'framework',
    message: {
      pt: 'Álbum não encontrado para o ID informado',
      en: 'There is no album with that id',
    },
    remedy: 'Use the id of an album or of a cover that is there.',
  },
  envio_not_found: {
    status: 404,
    shape: 'framework',
    message: {
      pt: 'Não há arquivo recebido para o envio informado',
      en: 'No file was received for that upload',
    },
    remedy: 'Send the file to the address of the answer to `envio` first; it waits there for an hour.',
  },
  object_not_found: {
    status: 404,
    shape: 'framework',
    message: {
      pt: 'Arquivo não encontrado',
      en: 'File not found',
    },
    remedy: 'Ask for the list of covers again: this one was replaced or removed.',
  },
  file_too_large: {
    status: 413,
    shape: 'framework',
    message: {
      pt: 'O arquivo excede o limite de {limit} bytes',
      en: 'The file exceeds the limit of {limit} bytes',
    },
    typical: {limit: 104857600},
    remedy: 'Send a smaller file. Nothing of the request was kept.',
  },
  too_many_files: {
    status: 413,
    shape: 'framework',
    message: {
      pt: 'O máximo é de {limit} arquivos por requisição',
      en: '{limit} files a request at most',
    },
    typical: {limit: 10},
    remedy: 'Send them in several requests. Nothing of this one was kept.',
  },
  storage_unavailable: {
    status: 503,
    shape: 'framework',
    message: {
      pt: 'Armazenamento de imagens indisponível no momento; tente novamente',
      en: 'Cover storage unavailable at the moment; try again',
    },
    remedy: 'Repeat the request after the seconds that `Retry-After` names. Nothing of it was kept.',
  },
} as const satisfies Record<string, CatalogueEntry>;

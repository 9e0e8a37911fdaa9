const pt = {
  skip: 'Ir para os álbuns',
  searchLabel: 'Buscar álbum ou artista',
  searchPlaceholder: 'Buscar álbum ou artista',
  add: 'Adicionar álbum',
  signIn: 'Entrar',
  signOut: 'Sair',
  artists: 'Artistas',
  everyArtist: 'Todos',
  albums: 'Álbuns',
  count: (n: number) => `${n.toLocaleString('pt-BR')} ${n === 1 ? 'álbum' : 'álbuns'}`,
  more: 'Mostrar mais',
  service: 'Serviço',
  documentation: 'Documentação da API',
  monitor: 'Monitor',
  connecting: 'Conectando…',
  live: 'Ao vivo',
  offline: 'Reconectando…',
  notLive: 'Sem novidades ao vivo',
  dark: 'Escuro',
  light: 'Claro',
  close: 'Fechar',
  noArtist: 'Sem artista',
  coverOf: (name: string) => `Capa de ${name}`,
  noCover: 'Este álbum ainda não tem capa.',
  nothing: 'O catálogo está vazio.',
  nothingFor: (text: string) => `Nada encontrado para “${text}”.`,
  nothingOf: (name: string) => `Nenhum álbum de ${name} ainda.`,
  clear: 'Limpar busca',
  showAll: 'Ver todos os álbuns',
  albumsOf: (name: string) => `Álbuns de ${name}`,
  closed: 'Este catálogo é para quem entrou.',
  failed: 'O catálogo não respondeu.',
  tooMany: (seconds: string) => `Muitos pedidos em pouco tempo: tente de novo em ${seconds} s.`,
  retry: 'Tentar de novo',
  arrived: (name: string) => `Novo álbum: ${name}`,
  arrivedMany: (n: number) => `${n} álbuns novos`,
  show: 'Mostrar',
  user: 'Usuário',
  password: 'Senha',
  code: 'Código do autenticador',
  codeHint: 'Seis dígitos, ou um código de recuperação.',
  sessionEnded: 'Sua sessão terminou: entre de novo.',
  name: 'Nome do álbum',
  artist: 'Artista',
  artistHint: 'Um nome do catálogo, ou um novo.',
  newArtist: (name: string) => `“${name}” é novo. O que é?`,
  CANTOR: 'Cantor ou cantora',
  BANDA: 'Banda',
  cover: 'Capa',
  chooseFile: 'Escolher imagem',
  coverHint: 'JPEG, PNG, WebP, AVIF ou GIF.',
  save: 'Salvar',
  sendCover: 'Enviar capa',
  replaceCover: 'Enviar outra capa',
  sending: 'Enviando a capa…',
  sent: 'Capa enviada.',
  required: 'Preencha este campo.',
  refused: 'O serviço não respondeu; nada se perdeu, tente de novo.',
};

type Texts = typeof pt;

const en: Texts = {
  skip: 'Skip to the albums',
  searchLabel: 'Search for an album or artist',
  searchPlaceholder: 'Search albums and artists',
  add: 'Add an album',
  signIn: 'Sign in',
  signOut: 'Sign out',
  artists: 'Artists',
  everyArtist: 'All',
  albums: 'Albums',
  count: n => `${n.toLocaleString('en')} ${n === 1 ? 'album' : 'albums'}`,
  more: 'Show more',
  service: 'Service',
  documentation: 'API documentation',
  monitor: 'Monitor',
  connecting: 'Connecting…',
  live: 'Live',
  offline: 'Reconnecting…',
  notLive: 'Not live',
  dark: 'Dark',
  light: 'Light',
  close: 'Close',
  noArtist: 'No artist',
  coverOf: name => `Cover of ${name}`,
  noCover: 'This album has no cover yet.',
  nothing: 'The catalogue is empty.',
  nothingFor: text => `Nothing found for “${text}”.`,
  nothingOf: name => `No album of ${name} yet.`,
  clear: 'Clear the search',
  showAll: 'Show all albums',
  albumsOf: name => `Albums of ${name}`,
  closed: 'This catalogue is for people who have signed in.',
  failed: 'The catalogue did not answer.',
  tooMany: seconds => `Too many requests at once: try again in ${seconds} s.`,
  retry: 'Try again',
  arrived: name => `New album: ${name}`,
  arrivedMany: n => `${n} new albums`,
  show: 'Show',
  user: 'User',
  password: 'Password',
  code: 'Code of your authenticator',
  codeHint: 'Six digits, or a recovery code.',
  sessionEnded: 'Your session has ended: sign in again.',
  name: 'Name of the album',
  artist: 'Artist',
  artistHint: 'A name of the catalogue, or a new one.',
  newArtist: name => `“${name}” is new. What is it?`,
  CANTOR: 'Singer',
  BANDA: 'Band',
  cover: 'Cover',
  chooseFile: 'Choose a picture',
  coverHint: 'JPEG, PNG, WebP, AVIF or GIF.',
  save: 'Save',
  sendCover: 'Send a cover',
  replaceCover: 'Send another cover',
  sending: 'Sending the cover…',
  sent: 'The cover has arrived.',
  required: 'Fill in this field.',
  refused: 'The service did not answer; nothing is lost, try again.',
};

const LANGUAGES = {'pt-BR': pt, en};
export type Language = keyof typeof LANGUAGES;
type Key = {[K in keyof Texts]: Texts[K] extends string ? K : never}[keyof Texts];

const KEPT = 'artistas.language';

/** The language that was chosen here, else the first of the browser's that we speak, else Portuguese. */
export let language: Language = preferred();

function preferred(): Language {
  const kept = localStorage.getItem(KEPT);
  const wanted = [...(kept ? [kept] : []), ...navigator.languages].find(tag => /^(pt|en)\b/.test(tag));
  return wanted?.startsWith('en') ? 'en' : 'pt-BR';
}

/** Texts of the page in its language. */
export const texts = (): Texts => LANGUAGES[language];

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  language = chosen;
  showTexts();
}

/** Writes the texts of all that says which by `data-text`, `data-label` or `data-placeholder`. */
export function showTexts(): void {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll<HTMLElement>('[data-text]'))
    node.textContent = texts()[node.dataset['text'] as Key];
  for (const node of document.querySelectorAll<HTMLElement>('[data-label]'))
    node.setAttribute('aria-label', texts()[node.dataset['label'] as Key]);
  for (const node of document.querySelectorAll<HTMLInputElement>('[data-placeholder]'))
    node.placeholder = texts()[node.dataset['placeholder'] as Key];
}

import {
  answering,
  Behaviour,
  bombing,
  breakingOff,
  dripping,
  failingWith,
  flooding,
  redirectingTo,
  resetting,
  saying,
} from './regionais-api';

/** Something wrong that the external API does, and what a caller is told of it. */
export interface Fault {
  readonly name: string;
  /** Absent: it speaks no TLS where it should. */
  readonly behaviour?: Behaviour;
  /** Status and code. */
  readonly want: string;
  readonly message: RegExp;
}

const INVALID = '502 regionais_answer_invalid';
const UNAVAILABLE = '502 regionais_unavailable';
const item = (id: unknown, nome: unknown) =>
  answering([
    {id: 1, nome: 'R1'},
    {id, nome},
  ]);

/** None of these may change anything. */
export const faults: readonly Fault[] = [
  {
    name: 'drips slowly',
    behaviour: dripping,
    want: '504 regionais_timeout',
    message: /não respondeu a tempo/,
  },
  {
    name: 'sends 10 GB',
    behaviour: flooding({announced: false}),
    want: INVALID,
    message: /mais de 16777216 bytes/,
  },
  {
    name: 'announces 10 GB',
    behaviour: flooding({announced: true}),
    want: INVALID,
    message: /mais de 16777216 bytes/,
  },
  {name: 'sends a gzip bomb', behaviour: bombing, want: INVALID, message: /comprimido/},
  {
    name: 'sends JSON that is cut',
    behaviour: saying('[{"id":1,"nome":"R'),
    want: INVALID,
    message: /não é JSON/,
  },
  {name: 'breaks off', behaviour: breakingOff, want: UNAVAILABLE, message: /UND_ERR_SOCKET/},
  {
    name: 'sends an object',
    behaviour: answering({id: 1, nome: 'R1'}),
    want: INVALID,
    message: /não é uma lista/,
  },
  {name: 'sends null', behaviour: answering(null), want: INVALID, message: /não é uma lista/},
  {
    name: 'sends numbers for objects',
    behaviour: answering([1, 2]),
    want: INVALID,
    message: /item 0: não é um objeto/,
  },
  {name: 'sends a number for a name', behaviour: item(2, 7), want: INVALID, message: /item 1: nome/},
  {name: 'sends no name', behaviour: item(2, undefined), want: INVALID, message: /item 1: nome/},
  {name: 'sends no id', behaviour: item(undefined, 'x'), want: INVALID, message: /item 1: id/},
  {name: 'sends a broken id', behaviour: item(2.5, 'x'), want: INVALID, message: /item 1: id/},
  {name: 'sends a long name', behaviour: item(2, 'x'.repeat(201)), want: INVALID, message: /item 1: nome/},
  {
    name: 'sends huge ids',
    behaviour: item(2 ** 31, 'x'),
    want: INVALID,
    message: /item 1: id fora do intervalo/,
  },
  {
    name: 'sends NUL in a name',
    behaviour: item(2, 'a\0b'),
    want: INVALID,
    message: /item 1: nome com caracteres/,
  },
  {
    name: 'sends half a surrogate pair',
    behaviour: saying('[{"id":1,"nome":"\\ud800"}]'),
    want: INVALID,
    message: /item 0: nome com caracteres/,
  },
  {
    name: 'sends bytes that are no UTF-8',
    behaviour: saying(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])),
    want: INVALID,
    message: /não está em UTF-8/,
  },
  {name: 'gives one id two names', behaviour: item(1, 'outro'), want: INVALID, message: /o id 1 se repete/},
  {name: 'sends nothing', behaviour: saying(''), want: INVALID, message: /não é JSON/},
  {
    name: 'sends an empty list',
    behaviour: answering([]),
    want: '409 sincronizacao_refused',
    message: /veio vazia/,
  },
  {
    name: 'sends half of the list',
    behaviour: answering(Array.from({length: 50}, (_, i) => ({id: i + 1, nome: `R${i + 1}`}))),
    want: '409 sincronizacao_refused',
    message: /50 de 100/,
  },
  {
    name: 'redirects for ever',
    behaviour: redirectingTo('/v1/regionais'),
    want: INVALID,
    message: /respondeu 302/,
  },
  {name: 'fails', behaviour: failingWith(500), want: UNAVAILABLE, message: /respondeu 500/},
  {name: 'refuses', behaviour: failingWith(401), want: INVALID, message: /respondeu 401/},
  {
    name: 'resets the connection',
    behaviour: resetting,
    want: UNAVAILABLE,
    message: /ECONNRESET|UND_ERR_SOCKET/,
  },
  {name: 'speaks no TLS', want: UNAVAILABLE, message: /SSL|TLS|EPROTO/},
];

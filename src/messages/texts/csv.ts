import type {Words} from '../message';

/** What is wrong with a line of a CSV file. */
export const csvTexts = {
  empty: {
    pt: 'o arquivo está vazio: falta o cabeçalho',
    en: 'the file is empty: it has no header',
  },
  unknownColumn: {
    pt: 'coluna desconhecida: "{column}"; as colunas são {columns}',
    en: 'unknown column: "{column}"; the columns are {columns}',
  },
  repeatedColumn: {
    pt: 'a coluna "{column}" se repete',
    en: 'the column "{column}" occurs twice',
  },
  missingColumns: {
    pt: 'o cabeçalho deve ter "artista" e "tipo", "album", ou os três',
    en: 'the header must have "artista" and "tipo", "album", or all three',
  },
  wrongWidth: {
    pt: 'a linha tem {found} colunas, e o cabeçalho {wanted}',
    en: 'the line has {found} columns, and the header {wanted}',
  },
  nothingNamed: {
    pt: 'informe um artista ou um álbum',
    en: 'name an artist or an album',
  },
  tipoAlone: {
    pt: 'informe o artista deste tipo',
    en: 'name the artist of this tipo',
  },
  referenciaAlone: {
    pt: 'informe o álbum desta referência',
    en: 'name the album of this referencia',
  },
  referenciaTooLong: {
    pt: 'a referência deve ter no máximo {max} caracteres',
    en: 'the referencia must have {max} characters at most',
  },
  referenciaOfTwo: {
    pt: 'a referência "{referencia}" já é do álbum "{album}"',
    en: 'the referencia "{referencia}" is that of the album "{album}" already',
  },
  malformed: {
    pt: 'aspas sem par ou texto fora das aspas: a partir daqui o arquivo não pode ser lido',
    en: 'unpaired quotes, or text beside them: from here on the file cannot be read',
  },
  lineTooLong: {
    pt: 'linha longa demais, talvez por aspas sem par: a partir daqui o arquivo não pode ser lido',
    en: 'line too long, perhaps because of unpaired quotes: from here on the file cannot be read',
  },
  notUtf8: {
    pt: 'o arquivo não está em UTF-8: salve-o como "CSV UTF-8"',
    en: 'the file is not in UTF-8: save it as "CSV UTF-8"',
  },
  tooManyLines: {
    pt: 'o arquivo tem mais de {max} linhas: divida-o',
    en: 'the file has more than {max} lines: divide it',
  },
} as const satisfies Record<string, Words>;

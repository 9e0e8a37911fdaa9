/** What is wrong with a member of a body, as schemas and services say it. */
export const campos: Readonly<Record<string, string>> = {
  'deve ser um texto': 'must be a text',
  'deve ser um número inteiro': 'must be an integer',
  'deve ser true ou false': 'must be true or false',
  'contém caracteres que não podem ser armazenados': 'has characters that cannot be stored',
  'tamanho deve ser entre 0 e 255': 'size must be between 0 and 255',
  'valores permitidos: CANTOR ou BANDA': 'allowed values: CANTOR or BANDA',
  'O nome do artista deve ser informado.': 'The name of the artist is required.',
  'O nome do artista deve ter no máximo 200 caracteres.':
    'The name of the artist must have 200 characters at most.',
  'O tipo do artista deve ser informado. Valores permitidos: CANTOR ou BANDA':
    'The tipo of the artist is required. Allowed values: CANTOR or BANDA',
  'O nome do álbum é obrigatório.': 'The name of the album is required.',
  'O nome do álbum deve ter no máximo 255 caracteres.':
    'The name of the album must have 255 characters at most.',
};

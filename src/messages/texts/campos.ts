/** What is wrong with a member of a body, as schemas and services say it. */
export const campos: Readonly<Record<string, string>> = {
  'deve ser um texto': 'must be a text',
  'deve ser um número inteiro': 'must be an integer',
  'deve ser true ou false': 'must be true or false',
  'deve estar entre {min} e {max}': 'must be between {min} and {max}',
  'deve ter no máximo {max} caracteres': 'must have {max} characters at most',
  'contém caracteres que não podem ser armazenados': 'has characters that cannot be stored',
  'tamanho deve ser entre 0 e 255': 'size must be between 0 and 255',
  'valores permitidos: CANTOR ou BANDA': 'allowed values: CANTOR or BANDA',
  'valores permitidos: {values}': 'allowed values: {values}',
  'O nome do artista deve ser informado.': 'The name of the artist is required.',
  'O nome do artista deve ter no máximo 200 caracteres.':
    'The name of the artist must have 200 characters at most.',
  'O tipo do artista deve ser informado. Valores permitidos: CANTOR ou BANDA':
    'The tipo of the artist is required. Allowed values: CANTOR or BANDA',
  'O id do artista é obrigatório.': 'The id of the artist is required.',
  'O nome do álbum é obrigatório.': 'The name of the album is required.',
  'O nome do álbum deve ter no máximo 255 caracteres.':
    'The name of the album must have 255 characters at most.',
  'O id do álbum é obrigatório.': 'The id of the album is required.',
  'O nome do arquivo deve ser informado.': 'The name of the file is required.',
  'O nome do arquivo deve ter no máximo 255 caracteres.':
    'The name of the file must have 255 characters at most.',
  'O tipo do arquivo deve ser informado. Valores permitidos: {values}':
    'The type of the file is required. Allowed values: {values}',
  'A chave do envio deve ser informada.': 'The key of the upload is required.',
  'A chave do envio deve ter no máximo 200 caracteres.':
    'The key of the upload must have 200 characters at most.',
  'O id da regional deve ser informado.': 'The id of the regional office is required.',
  'O nome da regional deve ser informado.': 'The name of the regional office is required.',
  'O nome da regional deve ter no máximo 200 caracteres.':
    'The name of the regional office must have 200 characters at most.',
  'O usuário deve ser informado.': 'The user is required.',
  'O nome do usuário deve ser informado.': 'The name of the user is required.',
  'O nome do usuário deve ter no máximo 150 caracteres.':
    'The name of the user must have 150 characters at most.',
  'O nome não pode ter dois-pontos, caracteres de controle nem espaços nas pontas.':
    'The name may have no colon, no control characters and no blanks at its ends.',
  'O papel deve ser informado. Valores permitidos: {values}':
    'The papel is required. Allowed values: {values}',
  'Informe se o usuário está ativo.': 'Say whether the user is active.',
  'A senha deve ser informada.': 'The password is required.',
  'A senha atual deve ser informada.': 'The current password is required.',
  'A senha atual não confere.': 'The current password is wrong.',
  'A senha contém caracteres que não podem ser usados.': 'The password has characters that cannot be used.',
  'A senha deve ter no mínimo {min} caracteres.': 'The password must have {min} characters at least.',
  'A senha deve ter no máximo {max} caracteres.': 'The password must have {max} characters at most.',
  'A senha não pode ser o nome do usuário ou do serviço.':
    'The password must not be the name of the user or of the service.',
  'A senha é conhecida demais; escolha outra.': 'The password is too well known; choose another one.',
  'O código deve ser informado.': 'The code is required.',
  'O código não confere, expirou ou já foi usado.': 'The code is wrong, expired or used already.',
};

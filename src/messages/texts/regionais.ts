/** What was wrong with the external list of regional offices, or with applying it. */
export const regionais: Readonly<Record<string, string>> = {
  'não está em UTF-8': 'it is not in UTF-8',
  'não é JSON': 'it is no JSON',
  'não é uma lista': 'it is no list',
  'item {index}: não é um objeto': 'item {index}: it is no object',
  'item {index}: id fora do intervalo': 'item {index}: id out of range',
  'item {index}: nome com caracteres inválidos': 'item {index}: nome has invalid characters',
  'item {index}: {field} ausente ou inválido': 'item {index}: {field} missing or invalid',
  'o id {id} se repete com nomes diferentes': 'the id {id} occurs with different names',
  'tem mais de {max} bytes': 'it has more than {max} bytes',
  'respondeu com conteúdo comprimido': 'it answered with compressed content',
  'respondeu {status}, e redirecionamentos não são seguidos':
    'it answered {status}, and redirections are not followed',
  'respondeu {status}': 'it answered {status}',
  'falhou repetidamente há pouco': 'it failed repeatedly a moment ago',
  'não pôde ser lida: {code}': 'it could not be read: {code}',
  'a lista veio vazia': 'the list is empty',
  '{gone} de {active} regionais seriam desativadas, e o máximo é {max}':
    '{gone} of {active} regional offices would be deactivated, and {max} are the most',
};

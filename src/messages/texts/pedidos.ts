/** What is wrong with a parameter or with the form of a body. */
export const pedidos: Readonly<Record<string, string>> = {
  'contém caracteres que não são permitidos': 'has characters that are not allowed',
  '"{property}" não é {sortable}, asc ou desc': '"{property}" is none of {sortable}, asc or desc',
  '"{name}" não é {relations}': '"{name}" is none of {relations}',
  'no máximo {max} ordens': '{max} orders at most',
  'foi obtido com outra lista ou ordenação': 'it is from another list or order',
  'use o valor recebido no campo Link': 'use the value of the field Link',
  'O corpo não chegou inteiro': 'The body did not come whole',
  'O formulário não chegou inteiro': 'The form did not come whole',
  'O formulário tem partes demais': 'The form has too many parts',
  'O formulário não pode ser lido': 'The form cannot be read',
  'Envie o arquivo na parte "file" do formulário': 'Send the file in the part "file" of the form',
  'Envie um só arquivo na parte "file" do formulário': 'Send one file only in the part "file" of the form',
  'Envie ao menos um arquivo na parte "{part}" do formulário':
    'Send one file at least in the part "{part}" of the form',
};

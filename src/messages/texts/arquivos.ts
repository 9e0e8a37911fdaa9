/** Why a file is not taken for an image. */
export const arquivos: Readonly<Record<string, string>> = {
  'o tipo declarado não é image/*': 'its declared type is not image/*',
  'não é JPEG, PNG, WebP, AVIF nem GIF': 'it is no JPEG, PNG, WebP, AVIF or GIF',
  'a estrutura do JPEG não é válida': 'the structure of the JPEG is not valid',
  'a estrutura do PNG não é válida': 'the structure of the PNG is not valid',
  'a estrutura do GIF não é válida': 'the structure of the GIF is not valid',
  'a estrutura do WebP não é válida': 'the structure of the WebP is not valid',
  'a estrutura do AVIF não é válida': 'the structure of the AVIF is not valid',
  'a estrutura do AVIF não é aceita': 'the structure of the AVIF is not accepted',
  'uma soma de verificação do PNG não confere': 'a checksum of the PNG is wrong',
  'a imagem não pode ser decodificada': 'the image cannot be decoded',
  'animação com quadros demais': 'the animation has too many frames',
  'contém código de página dentro da imagem': 'it has code of a page inside',
  'há dados depois do fim da imagem': 'there are data behind the end of the image',
  'largura ou altura ausente': 'it has no width or no height',
  'metadados grandes demais': 'its metadata are too large',
  'não há imagem no arquivo': 'there is no image in the file',
  'o arquivo está cortado': 'the file is cut off',
  'o arquivo está vazio': 'the file is empty',
  'os dados comprimidos não são os anunciados': 'the compressed data are not those that were announced',
  '{width} x {height} pixels, e o máximo é 40 megapixels':
    '{width} x {height} pixels, and 40 megapixels are the most',
};

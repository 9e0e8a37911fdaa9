export const TIPOS_ARTISTA = ['CANTOR', 'BANDA'] as const;

export type TipoArtista = (typeof TIPOS_ARTISTA)[number];

import type {RowEvento} from '../../models/evento';

/** An album was made; its data are `id` and `nome`. Clients of the replaced service hear of this one alone. */
export const novoAlbum = (ator: string | undefined): RowEvento => ({tipo: 'album.criado', ator});

/** Its data are `id` and the `nome` it has now. */
export const albumAlterado = (ator: string | undefined): RowEvento => ({tipo: 'album.alterado', ator});

/** Its data are `id` and the `nome` it had. */
export const albumExcluido = (ator: string | undefined): RowEvento => ({tipo: 'album.excluido', ator});

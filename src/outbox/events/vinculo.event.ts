import type {RowEvento} from '../../models/evento';

/** An artist and an album were linked that were not; its data are `artistaId` and `albumId`. */
export const vinculoCriado = (ator: string | undefined): RowEvento => ({tipo: 'vinculo.criado', ator});

/** Its data are `artistaId` and `albumId`. */
export const vinculoRemovido = (ator: string | undefined): RowEvento => ({tipo: 'vinculo.removido', ator});

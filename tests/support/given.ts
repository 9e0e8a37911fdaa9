import {QueryResultRow} from 'pg';

/** Whatever has a database: an `Api`, for one. */
interface HasDatabase {
  sql<T extends QueryResultRow>(statement: string, params?: readonly unknown[]): Promise<T[]>;
}

export interface Artista {
  readonly id: number;
  readonly nome: string;
  readonly tipo: string;
}

export interface Album {
  readonly id: number;
  readonly nome: string;
}

export async function givenArtista(
  database: HasDatabase,
  {nome = 'Serj Tankian', tipo = 'CANTOR'}: Partial<Omit<Artista, 'id'>> = {},
): Promise<Artista> {
  const statement = 'insert into artista (nome, tipo) values ($1, $2) returning id';
  const [row] = await database.sql<{id: string}>(statement, [nome, tipo]);
  return {id: Number(row!.id), nome, tipo};
}

/** @param options `artistas` are linked to it */
export async function givenAlbum(
  database: HasDatabase,
  {nome = 'Harakiri', artistas = []}: {nome?: string; artistas?: readonly Artista[]} = {},
): Promise<Album> {
  const [row] = await database.sql<{id: string}>('insert into album (nome) values ($1) returning id', [nome]);
  const album = {id: Number(row!.id), nome};
  for (const artista of artistas) await givenVinculo(database, artista, album);
  return album;
}

export async function givenVinculo(
  database: HasDatabase,
  artista: {readonly id: number},
  album: {readonly id: number},
): Promise<void> {
  const statement = 'insert into artista_album (artista_id, album_id) values ($1, $2)';
  await database.sql(statement, [artista.id, album.id]);
}

/** @param url name of the object in the store */
export async function givenImagem(
  database: HasDatabase,
  album: {readonly id: number},
  url: string,
): Promise<number> {
  const statement = 'insert into album_imagens (url, album_id) values ($1, $2) returning id';
  const [row] = await database.sql<{id: string}>(statement, [url, album.id]);
  return Number(row!.id);
}

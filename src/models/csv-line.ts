/** What one line of a CSV file says: there is this artist, this album, or both and their link. */
export interface ImportLine {
  readonly linha: number;
  readonly artista?: string;
  readonly tipo?: string;
  readonly album?: string;
  /** Lines with the same one speak of one album. */
  readonly referencia?: string;
}

/** What a file names, and how much of it is not there yet. */
export interface ImportCounts {
  readonly artistas: number;
  readonly novosArtistas: number;
  readonly albuns: number;
  readonly novosAlbuns: number;
  readonly vinculos: number;
  readonly novosVinculos: number;
}

/** A line whose `referencia` is that of an album with another name, in an earlier line. */
export interface ReferenceConflict {
  readonly linha: number;
  readonly referencia: string;
  readonly album: string;
}

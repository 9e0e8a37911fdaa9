import {problems} from '../problems/catalogue';
import {queryText} from '../rest/openapi';
import {ALBUM_RELATIONS, AlbumRelation} from '../services/album.service';

export const includeParam = queryText(
  'include',
  `Relations to bring along, joined by a comma: ${ALBUM_RELATIONS.join(', ')}`,
);

/** What an album and its relations are read from. */
export const ALBUM_TABLES = ['album', 'artista_album', 'artista', 'album_imagens'];

/** @throws parameter_invalid naming a relation that albums do not have */
export function toRelations(include: string | undefined): AlbumRelation[] {
  const names = (include ?? '').split(',').filter(name => name !== '');
  for (const name of names) {
    if (!isRelation(name))
      throw problems.parameterInvalid('include', `"${name}" não é ${ALBUM_RELATIONS.join(', ')}`);
  }
  return ALBUM_RELATIONS.filter(relation => names.includes(relation));
}

function isRelation(name: string): name is AlbumRelation {
  return (ALBUM_RELATIONS as readonly string[]).includes(name);
}

import type {ArtistasApi} from '../api/artistas-api';

/** The image that an object asks for, as a container names it. */
export function imageOf({spec: {image}}: ArtistasApi): string {
  return image.digest ? `${image.repository}@${image.digest}` : `${image.repository}:${image.tag}`;
}

/** What of an image tells releases apart: its tag, or the beginning of its digest. */
export function versionOf(image: string): string {
  const [name = '', digest] = image.split('@sha256:');
  if (digest) return digest.slice(0, 12);
  // A colon before a slash belongs to the registry's port.
  return /:([^:/]+)$/.exec(name)?.[1] ?? 'latest';
}

import type {ArtistasApi} from '../api/artistas-api';
import {imageOf} from '../manifests/image';
import type {Release} from './types';

/**
 * The image to work with: the one that is asked for, or the last good one once that has failed. Asking for another image
 * begins anew.
 */
export function releaseOf(cr: ArtistasApi): Release {
  const wanted = imageOf(cr);
  const {failedImage, lastGoodImage} = cr.status ?? {};
  const hasGoneBack = failedImage === wanted && lastGoodImage !== undefined && lastGoodImage !== wanted;
  return {image: hasGoneBack ? lastGoodImage : wanted, hasGoneBack};
}

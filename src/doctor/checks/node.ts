import {error, ok} from '../finding';
import type {Check} from '../types';

/** What the program is compiled and tested for. */
const MIN_MAJOR = 24;

export const node: Check = {
  name: 'node',
  look() {
    const {node: version} = process.versions;
    if (Number(version.split('.')[0]) >= MIN_MAJOR)
      return [ok('node_version', {en: `Node.js ${version}.`, pt: `Node.js ${version}.`})];
    return [
      error(
        'node_version',
        {
          en: `Node.js ${version} is older than ${MIN_MAJOR}.`,
          pt: `O Node.js ${version} é anterior ao ${MIN_MAJOR}.`,
        },
        {
          en: `Run it by "npm run …", which brings Node.js ${MIN_MAJOR}, or use the image.`,
          pt: `Execute por "npm run …", que traz o Node.js ${MIN_MAJOR}, ou use a imagem.`,
        },
      ),
    ];
  },
};

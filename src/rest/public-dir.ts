import {join} from 'node:path';

/** Folder of the pages that are served as they are, from the place of the compiled file. */
export const PUBLIC_DIR = join(__dirname, '../../../public');

'use strict';

const {readFile} = require('node:fs/promises');
const path = require('node:path');

/**
 * The migration, as db-migrate wants it, that runs `sqls/<name>.sql` for the loader `<name>.js`. Not a `.js` file
 * itself, because db-migrate takes each of those in this folder for a migration.
 * @param {string} loader the loader's `__filename`
 */
module.exports = loader => {
  const {dir, name} = path.parse(loader);
  return {
    up: async db => db.runSql(await readFile(path.join(dir, 'sqls', `${name}.sql`), 'utf8')),
    down: async () => {
      throw new Error('Migrations go forward only.');
    },
  };
};

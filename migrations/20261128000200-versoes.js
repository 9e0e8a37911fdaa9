module.exports = require('./sql-file.cjs')(__filename);

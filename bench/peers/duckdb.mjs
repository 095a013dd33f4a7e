// SPDX-License-Identifier: GPL-2.0-or-later
// DuckDB: a table for each label and type, with indexes on both ends of those types that the queries walk.
const types = { int: 'BIGINT', double: 'DOUBLE', string: 'VARCHAR', date: 'DATE' };
const walked = ['KNOWS', 'SUPERSEDES', 'SIGNED', 'CITIZEN_OF', 'PART_OF'];

export function connect({ DuckDBInstance }) {
  let instance, connection;
  const run = async text => {
    const rows = (await connection.runAndReadAll(text)).getRowsJson();
    return text.startsWith('INSERT') ? [] : rows; // the count of the new rows is no answer
  };
  const open = async path => {
    instance = await DuckDBInstance.create(path);
    connection = await instance.connect();
  };
  return {
    run,
    open,
    async load(path, tables) {
      await open(path);
      for (const { name, file, from, columns } of tables) {
        const list = columns.map(column => `${column.name} ${types[column.type]}`);
        const all = from ? ['src BIGINT', 'dst BIGINT', ...list] : [...list, 'PRIMARY KEY(id)'];
        await run(`CREATE TABLE ${name}(${all.join(', ')})`);
        await run(`COPY ${name} FROM '${file}' (HEADER false, SKIP 1)`);
      }
      for (const name of walked) {
        await run(`CREATE INDEX ${name}_src ON ${name}(src)`);
        await run(`CREATE INDEX ${name}_dst ON ${name}(dst)`);
      }
      await run('CREATE INDEX treaty_name ON Treaty(name)');
      await run('CHECKPOINT');
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Kùzu, and LadybugDB, which goes on from it and has the same interface.
const types = { int: 'INT64', double: 'DOUBLE', string: 'STRING', date: 'DATE' };

export function connect({ Database, Connection }) {
  let database, connection;
  const run = async text => {
    const results = [await connection.query(text)].flat();
    const rows = await results.at(-1).getAll();
    results.forEach(result => result.close());
    return rows.map(row => Object.values(row));
  };
  const open = async path => {
    database = new Database(path, 4 * 2 ** 30);
    connection = new Connection(database);
  };
  return {
    run,
    open,
    async load(path, tables) {
      await open(path);
      for (const { name, file, from, to, columns } of tables) {
        const list = columns.map(column => `${column.name} ${types[column.type]}`);
        await run(from ? `CREATE REL TABLE ${name}(${[`FROM ${from} TO ${to}`, ...list].join(', ')})`
          : `CREATE NODE TABLE ${name}(${list.join(', ')}, PRIMARY KEY(id))`);
        await run(`COPY ${name} FROM '${file}' (HEADER=true)`);
      }
    },
    async close() {
      await connection.close();
      await database.close();
    },
  };
}

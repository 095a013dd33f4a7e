// SPDX-License-Identifier: GPL-2.0-or-later
// Grafeo. It has no reader of CSV, so that rows go through JavaScript; dates are texts of ISO 8601, in which they keep
// their order.
import { readRows } from './tables.mjs';

const batch = 20000;

function* batches(rows) {
  for (let i = 0; i < rows.length; i += batch) yield rows.slice(i, i + batch);
}

export function connect({ GrafeoDB }) {
  let database;
  const run = async text => {
    const result = await database.executeCypher(text.replace(/date\(('[^']*')\)/g, '$1'));
    return result.toArray().map(row => result.columns.map(column => row[column]));
  };
  return {
    run,
    open(path) {
      database = GrafeoDB.open(path);
    },
    async load(path, tables) {
      database = GrafeoDB.create(path);
      const nodes = []; // what Grafeo calls the node of an id
      for (const table of tables.filter(({ from }) => !from)) {
        for (const part of batches(readRows(table))) {
          const ids = await database.batchCreateNodesWithProps(table.name, part.map(({ props }) => props));
          part.forEach(({ props }, i) => { nodes[props.id] = ids[i]; });
        }
        await run(`CREATE INDEX ${table.name.toLowerCase()}_id FOR (n:${table.name}) ON (n.id)`);
      }
      await run('CREATE INDEX treaty_name FOR (n:Treaty) ON (n.name)');
      for (const table of tables.filter(({ from }) => from)) {
        for (const part of batches(readRows(table))) {
          await database.batchCreateEdges(part.map(({ ends: [from, to], props }) =>
            ({ src: nodes[from], dst: nodes[to], type: table.name, properties: props })));
        }
      }
      database.walCheckpoint();
    },
    close() {
      database.close();
    },
  };
}

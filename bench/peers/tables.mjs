// SPDX-License-Identifier: GPL-2.0-or-later
// What the CSV files of the benchmark hold, told from their headers, and their rows. They have no quotes.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// {name, file, from, to, columns: [{name, type}]}; from and to are labels, undefined for nodes. The columns of a
// relationship are its properties; two columns for its ends stand before them.
function readTable(folder, fileName) {
  const file = join(folder, fileName);
  const header = readFileSync(file, 'utf8').split('\n', 1)[0].split(',');
  const end = role => header.map(cell => cell.match(`^:${role}\\((\\w+)\\)`)?.[1]).find(label => label);
  const columns = header.filter(cell => !cell.startsWith(':')).map(cell => {
    const [name, type] = cell.split(/[:({]/);
    return { name, type: type === 'ID' ? 'int' : type ?? 'string' };
  });
  return { name: fileName.slice(0, -4), file, from: end('START_ID'), to: end('END_ID'), columns };
}

// Nodes first.
export function readTables(folder) {
  const tables = readdirSync(folder).filter(name => name.endsWith('.csv')).map(name => readTable(folder, name));
  return [...tables.filter(table => !table.from), ...tables.filter(table => table.from)];
}

// Each row as {ends: [from, to], props: {name: value}}; dates as texts, no property where the cell is empty.
export function readRows(table) {
  const lines = readFileSync(table.file, 'utf8').trimEnd().split('\n').slice(1);
  const skip = table.from ? 2 : 0;
  return lines.map(line => {
    const cells = line.split(',');
    const props = {};
    table.columns.forEach(({ name, type }, i) => {
      const cell = cells[i + skip];
      if (cell !== '') props[name] = type === 'int' || type === 'double' ? Number(cell) : cell;
    });
    return { ends: cells.slice(0, skip).map(Number), props };
  });
}

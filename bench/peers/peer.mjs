// SPDX-License-Identifier: GPL-2.0-or-later
// peer.mjs ENGINE load DATABASE FOLDER | peer.mjs ENGINE open DATABASE: another engine as an engine of the benchmark.
// It speaks what all engines speak (see ../README.md). PEERS names the folder that has the node_modules.
//
// An adapter is a module with connect(library), which gives load(database, tables), open(database), run(text), whose
// result is an array of rows, and close(). Its times include what a caller in JavaScript pays to get at the rows.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { readTables } from './tables.mjs';

const packages = { duckdb: '@duckdb/node-api', grafeo: '@grafeo-db/js', kuzu: 'kuzu', ladybug: '@ladybugdb/core' };
const [name, command, database, folder] = process.argv.slice(2);
const packageName = packages[name];

function show(cell) {
  if (cell === null || cell === undefined) return 'null';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

async function timed(action) {
  const start = process.hrtime.bigint();
  const result = await action();
  return [result, `time\t${Number(process.hrtime.bigint() - start) / 1e3}\n`];
}

async function answer(engine, text) {
  try {
    const [rows, time] = await timed(() => engine.run(text));
    return rows.map(row => ['row', ...row.map(show)].join('\t') + '\n').join('') + time;
  } catch (error) {
    return `error\t${String(error.message ?? error).split('\n')[0]}\n`;
  }
}

const { version } = JSON.parse(readFileSync(`${process.env.PEERS}/node_modules/${packageName}/package.json`, 'utf8'));
process.stdout.write(`version\t${version}\n`);
const { connect } = await import(`./${name === 'ladybug' ? 'kuzu' : name}.mjs`);
const engine = connect(createRequire(`${process.env.PEERS}/`)(packageName)); // before any time is taken
const ready = () => command === 'load' ? engine.load(database, readTables(folder)) : engine.open(database);
process.stdout.write((await timed(ready))[1]);
for await (const text of createInterface({ input: process.stdin })) process.stdout.write(await answer(engine, text));
await engine.close();

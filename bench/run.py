#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the benchmark: makes the graph, asks every engine the queries of queries.toml, compares the answers and prints
tables. At one scale it compares Clio with the floor and the peers; at several it tells how Clio's costs grow. Ends with
1 when answers differ or Clio fails."""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import tomllib

import report
from engine import PEERS, Engine, EngineDied, EngineError, installed_peers

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 45  # seconds for one statement
ENOUGH = 10    # seconds after which a query is not run again


@dataclasses.dataclass
class Result:
    """What one engine did."""
    version: str = ""
    load_s: float = None
    open_ms: float = None
    loaded_mib: float = None
    peak_mib: float = None
    disk_mib: float = None
    ms: dict = dataclasses.field(default_factory=dict)      # query: median of a statement
    rows: dict = dataclasses.field(default_factory=dict)    # query: the rows of its statements, to compare
    errors: dict = dataclasses.field(default_factory=dict)  # query: why it has none


def read_queries():
    return tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))["query"]


def read_parameters(data):
    return json.loads((data / "parameters.json").read_text(encoding="utf-8"))


def statements(query, engine, parameters):
    """The query's statements in the engine's words; none where it has no words for it."""
    general = {"floor": "", "duckdb": query.get("sql", "")}.get(engine, query["cypher"])
    text = query.get(engine, general)
    if not text:
        return []
    names = re.findall(r"\$(\w+)", text)
    lists = [parameters[name] for name in names if isinstance(parameters[name], list)]

    def fill(i):
        def literal(match):
            value = parameters[match[1]]
            value = value[i] if isinstance(value, list) else value
            return f"'{value}'" if isinstance(value, str) else str(value)
        return re.sub(r"\$(\w+)", literal, text)
    return [fill(i) for i in range(len(lists[0]) if lists else 1)]


def canonical(cell):
    """Engines print the same number in different ways."""
    try:
        return f"{float(cell):.9g}"
    except ValueError:
        return cell


def ask_all(engine, texts):
    """The rows of each statement, and its microseconds."""
    answers = [engine.ask(text, PATIENCE) for text in texts]
    return [[[canonical(cell) for cell in row] for row in rows] for rows, _ in answers], [us for _, us in answers]


def measure_query(engine, query, texts, runs):
    """The answer, and the median milliseconds of a statement. The first run is for warming up, unless it writes."""
    for statement in query.get("setup", {}).get(engine.name, []):
        engine.ask(statement, PATIENCE)
    rows, first = ask_all(engine, texts)
    if query.get("write"):
        return rows, statistics.median(first) / 1e3
    times, spent = [], sum(first)
    while runs > 0 and spent < ENOUGH * 1e6:
        _, more = ask_all(engine, texts)
        times += more
        spent += sum(more)
        runs -= 1
    return rows, statistics.median(times or first) / 1e3


def measure(name, out, data, queries, runs):
    """Loads the graph into one engine and asks it everything. A query that ends the engine or lasts too long is a
    failure of that query; the database is opened again for the next."""
    print(f"{name} ...", file=sys.stderr)
    parameters, result = read_parameters(data), Result()
    with tempfile.TemporaryDirectory(dir=out / "bench") as folder:
        database = pathlib.Path(folder) / "graph.db"
        engine = Engine(name, out, database, data)
        result.version, result.load_s = engine.version, engine.ready_us / 1e6
        result.loaded_mib = engine.memory_mib("VmRSS")
        peak = 0.0
        for query in queries:
            texts = statements(query, name, parameters)
            if not texts:
                continue
            try:
                result.rows[query["name"]], result.ms[query["name"]] = measure_query(engine, query, texts, runs)
                peak = max(peak, engine.memory_mib("VmHWM"))
            except EngineError as error:
                result.errors[query["name"]] = str(error)
            except EngineDied as error:
                result.errors[query["name"]] = str(error)
                engine.kill()
                engine = Engine(name, out, database)
        result.peak_mib = peak
        engine.close()
        if database.exists():
            result.disk_mib = sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*")) / 2**20
            with Engine(name, out, database) as engine:
                _, us = engine.ask(statements(queries[0], name, parameters)[0], PATIENCE)
                result.open_ms = (engine.ready_us + us) / 1e3
    for query, error in result.errors.items():
        print(f"{name}, {query}: {error}", file=sys.stderr)
    return result


def mismatches(queries, results):
    """(engine, query) where the answer is not that of the floor, or of Clio where there is no floor."""
    different = set()
    for query in [query["name"] for query in queries]:
        answers = {engine: result.rows[query] for engine, result in results.items() if query in result.rows}
        right = answers.get("floor", answers.get("clio"))
        for engine, rows in answers.items():
            if right is not None and rows != right:
                print(f"{engine}, {query}: {rows[0][:3]}... and not {right[0][:3]}...", file=sys.stderr)
                different.add((engine, query))
    return different


def generate(out, scale, folder):
    data = pathlib.Path(folder) / f"data-{scale}"
    if subprocess.run([out / "bench" / "generate", scale, data], check=False).returncode != 0:
        raise SystemExit(f"there is no graph of scale {scale}")
    return data


def lines_of(path):
    with open(path, "rb") as file:
        return sum(1 for _ in file) - 1


def compare(out, scale, runs, peers):
    """Results by engine, without the peers that fail to load; the mismatches; what a second process of Clio took."""
    queries, results = read_queries(), {}
    with tempfile.TemporaryDirectory(dir=out / "bench") as folder:
        data = generate(out, scale, folder)
        for name in ["clio", "floor", *peers]:
            try:
                results[name] = measure(name, out, data, queries, runs)
            except (EngineError, EngineDied) as error:
                if name not in peers:
                    raise SystemExit(f"{name}: {error}") from error
                print(f"{name} is left out: {error}", file=sys.stderr)
        return results, mismatches(queries, results), measure("clio", out, data, queries, runs) if peers else None


def grow(out, scales, runs):
    """At each scale the number of nodes and relationships, the results by engine, and the mismatches."""
    queries, sizes, results, different = read_queries(), [], [], set()
    for scale in scales:
        print(f"scale {scale}", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=out / "bench") as folder:
            data = generate(out, scale, folder)
            sizes.append(sum(lines_of(path) for path in data.glob("*.csv")))
            results.append({name: measure(name, out, data, queries, runs) for name in ("clio", "floor")})
        different |= mismatches(queries, results[-1])
    return sizes, results, different


def is_good(results, different):
    return not different and not results["clio"].errors and not results["floor"].errors


def load_of_machine():
    return f"Load of the machine before: {os.getloadavg()[0]:.1f}."


def comparison_section(out, scale, runs, names):
    peers, notes = installed_peers(out, names)
    load = load_of_machine()
    results, different, again = compare(out, scale, runs, peers)
    notes += [f"{report.NAMES[name]} could not load the graph." for name in peers if name not in results]
    parts = [f"Scale {scale}. {report.circumstances(results)} {load}",
             report.comparison(read_queries(), results, different), report.failures(results), *notes]
    if again:
        parts.append(report.repeatability(results["clio"], again))
    return "\n\n".join(part for part in parts if part), is_good(results, different)


def growth_section(out, scales, runs):
    load = load_of_machine()
    sizes, results, different = grow(out, scales, runs)
    text = f"{report.circumstances({})} {load}\n\n{report.growth(read_queries(), sizes, results)}"
    return text, all(is_good(each, different) for each in results)


def small_section(out):
    load = load_of_machine()
    done = subprocess.run([out / "bench" / "latency", out / "clio"], cwd=out / "bench", capture_output=True,
                          encoding="utf-8", check=True)
    return f"{report.circumstances({})} {load}\n\n```text\n{done.stdout}```"


def formats_section(out, scale):
    load = load_of_machine()
    with tempfile.TemporaryDirectory(dir=out / "bench") as folder:
        data = generate(out, scale, folder)
        done = subprocess.run([out / "bench" / "formats", data], cwd=folder, capture_output=True, encoding="utf-8",
                              check=True)
    return f"{report.circumstances({})} {load}\n\n```text\n{done.stdout}```"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="where the programs were built")
    parser.add_argument("--scale", default="1", help="one scale, or several")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default=" ".join(PEERS))
    parser.add_argument("--page", type=pathlib.Path, help="the page that gets the tables")
    options = parser.parse_args()
    out, scales, peers = options.out.resolve(), options.scale.split(), options.peers.split()
    if unknown := [name for name in peers if name not in PEERS]:
        parser.error(f"no such peer: {' '.join(unknown)}; there are {' '.join(PEERS)}")

    sections = {}
    if len(scales) > 1:
        sections["growth"], good = growth_section(out, scales, options.runs)
    else:
        sections["small"] = small_section(out)
        sections["formats"] = formats_section(out, scales[0])
        sections["comparison"], good = comparison_section(out, scales[0], options.runs, peers)
    print("\n\n".join(sections.values()))
    for section, text in sections.items():
        if options.page:
            report.put(options.page, section, text)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    os.chdir(HERE.parent)
    main()

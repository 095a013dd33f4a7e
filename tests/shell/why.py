#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""WHY against its definition, over random graphs and queries of many shapes: each fact of the graph is deleted in turn,
and a row names it if, and only if, the query then has the row less often than before, or fails. GRAPHS=N for more."""
import collections
import json
import os
import random

from shell_test import equal, main, run

GRAPHS = int(os.environ.get("GRAPHS", "6"))

# What only matches, on its own rows.
ROWS = [
    "MATCH (a:N)-[r:R]->(b) RETURN a.n, b.n",
    "MATCH (a)-[:R]->(b)-[:R]->(c)-[:R]->(a) RETURN a.n, b.n",
    "MATCH (a:N), (b:T) WHERE a.n = b.n RETURN a.n, b.id",
    "MATCH (a:N) MATCH (b:T)-[:S]->() RETURN a.n, b.n ORDER BY b.n DESC, a.n",
    "UNWIND [1, 2] AS i MATCH (a {n: i})-[r]->(b) WITH a, b, i LET m = a.n + b.n FILTER m > 2 RETURN i, m",
    "MATCH p = (a:N {n: 1})-[:R*1..3]->(b:T) RETURN length(p) AS steps, b.n",
    "MATCH ACYCLIC p = (a:N)-[:R|S]->{2,3}(b) RETURN [x IN nodes(p) | x.n] AS way",
    "MATCH (a:N) ((x)-[:R]->(y) WHERE x.n <> y.n){1,3} (b) RETURN a.n, b.n, size(x) AS steps",
    "MATCH (a)-[r:SIGNED]->(t) AS OF '1905' RETURN a.n, t.id",
]
# What mixes rows, or asks what is not there; never for some rows in an order that the graph leaves open.
MIXED = [
    "MATCH (a:N)-[:R]->(b) RETURN DISTINCT b.n AS n",
    "MATCH (a)-[:R]->(b) WITH DISTINCT a MATCH (a)-[:S]->(c) RETURN a.n, c.n",
    "MATCH (a)-[:R]->(b) RETURN a.n, b.n ORDER BY a.n, b.n LIMIT 3",
    "MATCH (a)-[:R]->(b) RETURN DISTINCT a.n AS n ORDER BY n DESC LIMIT 2",
    "MATCH (a)-[:R]->(b) WITH a, b ORDER BY a.id, b.id LIMIT 4 MATCH (b)-[:S]->(c) RETURN a.n, c.n ORDER BY a.id, c.id LIMIT 2",
    "MATCH (a:N) LIMIT 0 RETURN a.n",
    "MATCH (a)-[:R]->(b) RETURN a.n, b.n ORDER BY a.n, b.n SKIP 2",
    "MATCH (a)-[:R]->(b) RETURN a.n, b.n ORDER BY a.n, b.n SKIP 1 LIMIT 2",
    "MATCH (a)-[:R]->(b) RETURN a.n, count(DISTINCT b.n) AS c, max(b.n) AS most",
    "MATCH (a)-[:R]->(b) WITH a.n AS n, count(*) AS c WHERE c > 1 MATCH (t:T {n: n}) RETURN n, c, t.id",
    "MATCH (a:N) WITH count(a) AS c MATCH (b)-[:S]->() RETURN b.n, c",
    "MATCH (a:N)-[:R]->(b) RETURN 10 / (count(b) - 2) AS q",
    "MATCH (a:N) RETURN a.n AS n UNION MATCH (b:T) RETURN b.n AS n",
    "MATCH (a:N) RETURN a.n AS n UNION ALL MATCH (b:T) RETURN b.n AS n",
    "MATCH (a)-[:R]->(b) RETURN a.n AS n EXCEPT MATCH (b:T) RETURN b.n AS n",
    "MATCH (a)-[:R]->(b) RETURN a.n AS n INTERSECT MATCH (b:T) RETURN b.n AS n",
    "MATCH (a:T)-[:R]->(b:N) RETURN a.n AS n OTHERWISE MATCH (b:T) RETURN b.n AS n",
    "MATCH (a:N) OPTIONAL MATCH (a)-[:R]->(b) RETURN a.n, b.n",
    "MATCH (a:N) OPTIONAL MATCH (a)-[:R]->(b:T) RETURN a.n",
    "MATCH (a:N) OPTIONAL MATCH (a)-[:R]->(b) MATCH (b)-[:S]->(c) RETURN a.n, c.n",
    "MATCH p = (a:N)-[:R]->()-[:S]->() UNWIND nodes(p) AS x OPTIONAL MATCH (x)-[:S]->(y) RETURN x.n, y.n",
    "MATCH (a:N) WHERE NOT EXISTS { (a)-[:R]->(:T) } RETURN a.n",
    "MATCH (a:N) WHERE EXISTS { (a)-[:R]->()-[:S]->() } RETURN count(*) AS c",
    "MATCH (a)-[:R]->(b) WHERE NOT EXISTS { (b)-[:S]->(c) WHERE NOT EXISTS { (c)-[:R]->(a) } } RETURN a.n, b.n",
    "MATCH (a:N) RETURN a.n, COUNT { (a)-[:R]->() } AS c, COLLECT { MATCH (a)-[:S]->(b) RETURN b.n ORDER BY b.n } AS bs",
    "MATCH (a:N) CALL (a) { MATCH (a)-[:R]->(b) RETURN sum(b.n) AS s } RETURN a.n, s",
    "MATCH (a:N) CALL (a) { MATCH (a)-[:R]->(b) RETURN b ORDER BY b.n LIMIT 1 } RETURN a.n, b.n",
    "MATCH (a:N) CALL (a) { MATCH (a)-[:R]->(b) RETURN b } RETURN a.n, b.n",
    "MATCH (a:N) LET xs = COLLECT { MATCH (a)-[:R]->(x) RETURN x } UNWIND xs AS x MATCH (x)-[:S]->(y) RETURN a.n, y.n",
    "MATCH (a:N) WITH a, count(*) AS c MATCH (a)-[:R]->(b) RETURN b.n, c",
    "MATCH ()-[r:R]->() WITH collect(r) AS rs UNWIND rs AS r MATCH (a)-[r]->(b) RETURN a.n, b.n",
    "MATCH ()-[r:R]->() LET a = startNode(r) MATCH (a)-[:S]->(b) RETURN a.n, b.n",
    "MATCH (a:N) OPTIONAL MATCH (a)-[r:R]->(b:T) OPTIONAL MATCH (b)-[:S]->(c) RETURN a.n, count(r) AS n, c.n",
    "MATCH (a:N) LET c = COUNT { (a)--() } FILTER c > 2 RETURN a.n, c",
    "MATCH (a) WHERE a.n > COUNT { MATCH (b:T)-[:R]->() RETURN DISTINCT b.n } RETURN a.n",
    "RETURN EXISTS { (:N)-[:R]->(:T) } AS e, COUNT { MATCH (a)-[:R]->(b) RETURN DISTINCT b.n } AS c",
    "MATCH (a:N) ((x)-[:R]->(y) WHERE NOT EXISTS { (y)-[:S]->() }){1,3} (b) RETURN a.n, b.n",
]
# Of several shortest paths it is open which one is taken, so no row here tells.
PATHS = [
    "MATCH p = shortestPath((a:N)-[:R*]->(b:T)) WHERE a <> b RETURN a.n, b.id, length(p) AS steps",
    "MATCH p = allShortestPaths((a:N)-[:R*]->(b:T)) WHERE a <> b RETURN a.n, [x IN nodes(p) | x.n] AS way",
    "MATCH p = ANY SHORTEST (a:N)-[:R|S]->+(b:T) WHERE length(p) > 1 RETURN a.n, b.id, length(p) AS steps",
    "MATCH (a:N) WHERE NOT EXISTS { MATCH p = ANY SHORTEST (a)-[:R]->*(b:T) WHERE length(p) > 1 } RETURN a.n",
    "MATCH (a:N) WHERE NOT EXISTS { MATCH p = shortestPath((a)-[:R*]->(b:T {n: 1})) WHERE length(p) > 1 } RETURN a.n",
    "MATCH (a:N), (b:T) RETURN a.id, b.id, length(shortestPath((a)-[:R*]->(b))) AS steps",
    "MATCH p = SHORTEST 2 GROUPS (a:N {n: 1})-[:R|S]->+(b:T) RETURN b.id, length(p) AS steps",
    "MATCH p = ALL SHORTEST (a:N) ((x)-[:R]->(y) WHERE NOT EXISTS { (y)-[:S]->(x) })+ (b:T) RETURN a.n, length(p) AS l",
]
# What looks further than at what it is given.
FURTHER = [
    "MATCH (t:T) RETURN t.id, inForce(t, '1950') AS holds",
    "MATCH (t) WHERE inForce(t, '1950') RETURN t.n",
    "MATCH (t) WHERE NOT EXISTS { (t)<-[:R]-() } AND inForce(t, '1950') RETURN count(t) AS c",
    "MATCH (t:T) RETURN [x IN lineage(t) | x.id] AS texts, [x IN supersededBy(t) | x.id] AS by",
    "MATCH (a)-[:R]->(t:T) WHERE size(supersededBy(t, '1945')) > 0 RETURN DISTINCT t.id",
    "MATCH (t:T) UNWIND lineage(t) AS x MATCH (x)-[:R]->(y) RETURN t.id, y.n",
    "MATCH ()-[r:SIGNED]->() UNWIND rivals(r) AS o MATCH (a)-[o]->(b) RETURN r.what, a.n, b.n",
    "MATCH ()-[r:SIGNED]->(t) RETURN t.id, claims(r) AS who, [s IN sources(r) | s.source] AS sources",
    "MATCH (t:T) RETURN t.id, [s IN sources(t) | s.source] AS sources",
    "MATCH ()-[r:SIGNED]->() RETURN r.what, isContested(r) AS c, rankOf(r) AS rank, [o IN rivals(r) | o.what] AS others",
    "MATCH (a)-[r:SIGNED]->(t) RANK BEST RETURN a.n, t.id, r.what",
    "MATCH (a)-[r:SIGNED]->(t) ACCORDING TO 'Anna' RETURN a.n, t.id, r.what",
    "MATCH (a)-[r:SIGNED]->(t) ACCORDING TO 'Anna' RANK BEST RETURN count(r) AS c",
    "MATCH (a) WHERE NOT EXISTS { (a)-[:SIGNED]->() ACCORDING TO 'Bert' RANK BEST } RETURN a.n, claims(a) AS who",
]


def literal(properties):
    return "{" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in properties.items()) + "}"


def some(rng, **chances):
    """Properties with (chance, values)."""
    return {key: rng.choice(values) for key, (chance, values) in chances.items() if rng.random() < chance}


def graph(rng):
    nodes, rels = ["(p:P {id: 'p1', name: 'Anna'})", "(q:P {id: 'p2', name: 'Bert'})", "(s:Source {id: 's1', name: 'S'})"], []
    count = rng.randint(5, 7)
    for i in range(count):
        own = {"n": rng.randint(1, 3), "id": f"t{i}", **some(rng, date=(0.7, [1930, 1940]), valid_to=(0.2, [1945, 1960]),
                                                             claimed_by=(0.4, ["p1", "p2"]), source=(0.4, ["s1", "s2"]))}
        nodes.append(f"(x{i}:{rng.choice('NT')} {literal(own)})")
    for kind, many in (("R", 9), ("S", 4), ("CITED_IN", 2), ("SUPERSEDES", 4), ("SIGNED", 6)):
        for i in range(many):
            start, end = rng.randrange(count), rng.randrange(count)
            own = {}
            if kind == "SUPERSEDES":
                start, end = max(start, end), min(start, end)
                own = some(rng, date=(0.5, [1935, 1944]))
            if kind == "SIGNED":
                start, end = rng.randrange(2), rng.randrange(2)
                own = {"what": i, **some(rng, rank=(0.4, ["preferred", "normal", "deprecated"]), disputed=(0.3, [True]),
                                         claimed_by=(0.5, ["p1", "Bert"]), source=(0.5, ["s1"]), valid_to=(0.5, [1900, 1910]))}
            if kind != "SUPERSEDES" or start != end:
                rels.append(f"(x{start})-[:{kind} {literal(own)}]->({'s' if kind == 'CITED_IN' else f'x{end}'})")
    return "CREATE " + ", ".join(nodes + rels)


def answers_of(database, statements):
    """The rows of each; None where it failed."""
    _, out, _ = run(database, "--format", "jsonl", "--stats", "--keep-going", stdin=";\n".join(statements) + ";\n")
    answers, rows = [], []
    for line in map(json.loads, out.splitlines()):
        if list(line) in (["summary"], ["error"]):
            answers.append(rows if "summary" in line else None)
            rows = []
        else:
            rows.append(line)
    equal(len(answers), len(statements))
    return answers


def texts(rows):
    return [json.dumps(row, sort_keys=True) for row in rows or []]


def check(database, create, queries):
    nodes, rels = answers_of(database, [create, "MATCH (n) RETURN id(n) AS id", "MATCH ()-[r]->() RETURN id(r) AS id"])[1:]
    deletions = {("node", n["id"]): f"MATCH (n) WHERE id(n) = {n['id']} DETACH DELETE n" for n in nodes}
    deletions |= {("relationship", r["id"]): f"MATCH ()-[r]->() WHERE id(r) = {r['id']} DELETE r" for r in rels}
    script = []
    for query in queries:
        script += [query, "WHY " + query]
    for deletion in deletions.values():
        script += ["BEGIN", deletion, *queries, "ROLLBACK"]
    answers = iter(answers_of(database, script))
    wanted = [(next(answers), next(answers)) for _ in queries]
    without = {}
    for fact in deletions:
        next(answers), next(answers)
        without[fact] = [next(answers) for _ in queries]
        next(answers)
    for i, (query, (rows, explained)) in enumerate(zip(queries, wanted)):
        if rows is None:
            equal((query, explained), (query, None))
            continue
        named = [{("relationship" if "type" in c["fact"] else "node", c["fact"]["id"]) for c in row.pop("why")}
                 for row in explained]
        equal((query, sorted(texts(explained))), (query, sorted(texts(rows))))
        before = collections.Counter(texts(rows))
        for fact in deletions:
            after = collections.Counter(texts(without[fact][i]))
            for row, facts in zip(texts(explained), named):
                if (fact in facts) != (after[row] < before[row]):
                    raise AssertionError(f"{query}: {row} {'names' if fact in facts else 'does not name'} {fact}\n{create}")


def check_all(folder, queries, seed):
    for i in range(GRAPHS):
        check(f"{folder}/{i}.clio", graph(random.Random(seed * 1000 + i)), queries)


def test_rows(folder):
    check_all(folder, ROWS, 1)


def test_mixed(folder):
    check_all(folder, MIXED, 2)


def test_paths(folder):
    check_all(folder, PATHS, 3)


def test_what_functions_look_at(folder):
    check_all(folder, FURTHER, 4)


if __name__ == "__main__":
    import sys
    main(sys.modules[__name__])

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits of time, memory and nesting: each ends a statement with an error that says so, and the graph is as before."""
import os
import sys

from shell_test import contains, equal, main, run

MANY = "UNWIND range(1, 100000000) AS i "


def checksum(folder):
    status, out, err = run("check", "g.clio", cwd=folder)
    equal((status, err), (0, ""))
    return out


def ends(folder, option, value, error, statements):
    """Each statement ends with the error, and leaves the file alone."""
    equal(run("g.clio", "-c", "CREATE INDEX FOR (n:N) ON (n.i); UNWIND range(1, 3000) AS i CREATE (:N {i: i})-[:R {i: "
              "i}]->(:M {t: 'text ' + i}); MATCH (a:N), (b:N {i: a.i * 7 % 3000}) CREATE (a)-[:NEXT]->(b)", cwd=folder)[0], 0)
    before = checksum(folder)
    for statement in statements:
        status, _out, err = run(option, value, "g.clio", stdin=statement, cwd=folder)
        equal((statement, status, error in err), (statement, 1, True))
        equal((statement, checksum(folder)), (statement, before))
    equal(run("g.clio", "-c", "MATCH (n) RETURN count(n) AS n", cwd=folder), (0, "n\n6000\n", ""))


def test_time(folder):
    ends(folder, "--timeout", "60", "Timeout", (
        MANY + "RETURN sum(i % 7)",
        MANY + "WITH i ORDER BY -i RETURN collect(i)[0]",
        MANY + "MERGE (:N {i: i})",
        "MATCH (n) SET n.x = 1 WITH count(*) AS c " + MANY + "WITH max(i) AS m MATCH (n) DETACH DELETE n",
        "MATCH (a:N), (b:N), (c:N) WHERE a.i + b.i + c.i = 1 RETURN count(*)",
        "UNWIND range(1, 100000) AS x MATCH p = (:N)-[:NEXT*1..50]-(:N) RETURN count(p)",
        "RETURN reduce(s = 0, i IN range(1, 3000000) | s + i % 7)",
        "RETURN size([i IN range(1, 3000000) WHERE sin(i) > 0])",
        "FOREACH (i IN range(1, 100000000) | CREATE (:X))",
        "MATCH (a:N) CALL { WITH a MATCH (b:N), (c:N) RETURN count(*) AS n } RETURN sum(n)",
        "BEGIN; CREATE (:X); " + MANY + "CREATE (:Y)",
    ))


def test_memory(folder):
    ends(folder, "--memory", "4", "MemoryLimit", (
        MANY + "RETURN collect(i)",
        MANY + "RETURN i % 50000000, count(*)",
        MANY + "WITH DISTINCT i RETURN count(*)",
        MANY + "CREATE (n:X {i: i}) WITH collect(n) AS l RETURN size(l)",
        "MATCH (a:N), (b:N) RETURN collect([a.i, b.i])",
        "RETURN reduce(s = 'x', i IN range(1, 40) | s + s)",
        "RETURN range(1, 100000000)",
        "MATCH (n) SET n.x = 1 WITH collect(n) AS l " + MANY + "RETURN collect(i)",
        "BEGIN; CREATE (:X); " + MANY + "RETURN collect(i)",
    ))


# A limit of a quarter of a gigabyte for all of the process: what the system refuses is an error like any other.
def test_memory_of_the_system(folder):
    if os.environ.get("OUT", "").endswith("sanitize"):
        return  # sanitizers take addresses without end
    equal(run("g.clio", "-c", "CREATE (:A)", cwd=folder)[0], 0)
    before = checksum(folder)
    for statement in ("UNWIND range(1, 100000000) AS i RETURN collect(i)", "RETURN reduce(s = 'x', i IN range(1, 40) | s + s)",
                      "UNWIND range(1, 100000000) AS i CREATE (:X {i: i, t: 'text ' + i})",
                      "MATCH (a) SET a.l = range(1, 100000000)"):
        status, _out, err = run("g.clio", "-c", statement, cwd=folder, timeout=100, address_space=1 << 28)
        equal((statement, status), (statement, 1))
        contains(err, "MemoryLimit")
        equal(checksum(folder), before)


def test_nesting(folder):
    deep = 30000
    ends(folder, "--timeout", "0", "SyntaxError", (
        "RETURN " + "(" * deep + "1" + ")" * deep,
        "RETURN " + "[" * deep + "]" * deep,
        "RETURN " + "{a: " * deep + "1" + "}" * deep,
        "RETURN " + "+".join(["1"] * deep),
        "RETURN " + "NOT " * deep + "true",
        "RETURN " + "CASE WHEN true THEN " * deep + "1" + " END" * deep,
        "FOREACH (x IN [1] | " * 3000 + "CREATE ()" + ")" * 3000,
        "CALL { " * 3000 + "RETURN 1 AS x" + " } RETURN x" * 3000,
    ))
    status, _out, err = run("g.clio", "-c", "CREATE ({x: reduce(s = [], i IN range(1, 20000) | [s])})", cwd=folder)
    equal(status, 1)
    contains(err, "nests deeper")


if __name__ == "__main__":
    main(sys.modules[__name__])

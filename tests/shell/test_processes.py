#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Several processes on one database: nobody sees half of what another one wrote, and nothing gets lost."""

import os
import signal
import subprocess
import sys
import time

from shell_test import CLIO, contains, equal, main, run

COUNT = "MATCH (c:Counter) SET c.n = c.n + 1 CREATE (c)-[:TICKED]->(:Event {n: c.n, text: 'event ' + c.n});\n"
LOOK = """MATCH (c:Counter) RETURN c.n AS counted, COUNT { (e:Event) } AS events, COUNT { (c)-[:TICKED]->() } AS ticks,
  COUNT { (e:Event) WHERE e.text = 'event ' + e.n } AS texts;\n"""


def start(folder, script, *options):
    process = subprocess.Popen([CLIO, "db.clio", "--format", "csv", "--quiet", *options], cwd=folder, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdin.write(script)
    process.stdin.close()
    return process


def finish(process):
    out, err = process.stdout.read(), process.stderr.read()
    equal((process.wait(), err), (0, ""))
    return out


def looks(out):
    return [tuple(map(int, line.split(","))) for line in out.split() if line[0].isdigit()]


def check_looks(seen):
    for look in seen:
        equal(set(look), {look[0]})
    equal(seen, sorted(seen))


def test_readers_and_writers(folder):
    run("db.clio", "-c", "CREATE (:Counter {n: 0}); CREATE INDEX FOR (e:Event) ON (e.n)", cwd=folder)
    alone, together = COUNT, f"BEGIN;\n{COUNT}{COUNT}COMMIT;\n"
    writers = [start(folder, alone * 60 + together * 20, "--busy-timeout", "60000") for _ in range(2)]
    writers.append(start(folder, (LOOK + COUNT) * 60, "--busy-timeout", "60000", "--fast"))
    readers = [start(folder, LOOK * 300), start(folder, LOOK * 300, "--read-only")]
    for process in readers:
        check_looks(looks(finish(process)))
    for process in writers:
        check_looks(looks(finish(process)))
    equal(looks(run("db.clio", "--format", "csv", "-c", LOOK, cwd=folder)[1]), [(260, 260, 260, 260)])
    contains(run("check", "db.clio", cwd=folder)[1], "ok")


WORDS = "CALL db.index.fulltext.queryNodes('words', $q) YIELD node RETURN count(*) AS n;\n"
ADD = "CREATE (:Event {text: 'treaty of Rīga'}), (:Event {text: 'pact'}); MATCH (e:Event {text: 'pact'}) SET e.text = 'peace of Rīga';\n"


def test_words_that_others_have_written(folder):
    run("db.clio", "-c", "CREATE FULLTEXT INDEX words FOR (e:Event) ON EACH [e.text]; CREATE (:Event {text: 'Riga'})", cwd=folder)
    seen = [start(folder, WORDS * 200, "--param", f"q='{q}'") for q in ("riga", "treaty", "pact")]
    writers = [start(folder, ADD * 20, "--busy-timeout", "60000", "--fast") for _ in range(2)]
    for process in writers:
        finish(process)
    riga, treaty, pact = ([n for n, in looks(finish(process))] for process in seen)
    equal((riga, treaty), (sorted(riga), sorted(treaty)))
    equal(set(pact) <= {0, 1, 2}, True)
    with subprocess.Popen([CLIO, "db.clio", "--format", "csv"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        def count(word):
            first.stdin.write(WORDS.replace("$q", f"'{word}'"))
            first.stdin.flush()
            first.stdout.readline()
            return int(first.stdout.readline())
        equal((count("riga"), count("treaty"), count("pact")), (81, 40, 0))
        run("db.clio", "-c", "MATCH (e:Event) WHERE e.text STARTS WITH 'peace' DETACH DELETE e; MATCH (e:Event) SET e.text = 'pact'", cwd=folder)
        equal((count("riga"), count("treaty"), count("pact")), (0, 0, 41))
        run("db.clio", "-c", "DROP INDEX words; CREATE FULLTEXT INDEX words FOR (e:Other) ON EACH [e.text]", cwd=folder)
        equal(count("pact"), 0)
        first.stdin.close()


def test_a_killed_writer_leaves_whole_commits_and_no_lock(folder):
    run("db.clio", "-c", "CREATE (:Counter {n: 0})", cwd=folder)
    for _ in range(5):
        process = start(folder, f"BEGIN;\n{COUNT}{COUNT}COMMIT;\n" * 400)
        time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        seen = looks(run("db.clio", "--format", "csv", "-c", LOOK, cwd=folder)[1])
        check_looks(seen)
        equal(seen[0][0] % 2, 0)
        equal(run("db.clio", "--busy-timeout", "0", "-c", f"{COUNT}{COUNT}", cwd=folder)[0], 0)
    contains(run("check", "db.clio", cwd=folder)[1], "ok")


def test_waiting_for_ones_turn(folder):
    with subprocess.Popen([CLIO, "db.clio"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        first.stdin.write("BEGIN; CREATE (:A); RETURN 'locked';\n")
        first.stdin.flush()
        first.stdout.readline()
        status, _out, err = run("db.clio", "--busy-timeout", "50", "-c", "CREATE (:B)", cwd=folder)
        equal(status, 1)
        contains(err, "Busy: 'db.clio' is locked by another process")
        equal(run("db.clio", "--busy-timeout", "0", "-c", "MATCH (n) RETURN count(*)", cwd=folder)[:2], (0, "count(*)\n0\n"))
        second = start(folder, "CREATE (:B);\n")
        time.sleep(0.1)
        first.stdin.write("COMMIT;\n")
        first.stdin.flush()
        finish(second)
        first.stdin.write("MATCH (n) RETURN count(*) AS both;\n")
        first.stdin.close()
        contains(first.stdout.read(), "both\n2\n")


def test_a_transaction_that_has_been_overtaken(folder):
    run("db.clio", "-c", "CREATE (:A {x: 1})", cwd=folder)
    with subprocess.Popen([CLIO, "db.clio", "--keep-going"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as first:
        first.stdin.write("BEGIN; MATCH (a:A) RETURN a.x;\n")
        first.stdin.flush()
        first.stdout.readline(), first.stdout.readline()
        equal(run("db.clio", "-c", "MATCH (a:A) SET a.x = 2", cwd=folder)[0], 0)
        first.stdin.write("MATCH (a:A) SET a.x = a.x + 1; ROLLBACK; MATCH (a:A) SET a.x = a.x + 1; MATCH (a:A) RETURN a.x;\n")
        first.stdin.close()
        contains(first.stdout.read(), "3")
        contains(first.stderr.read(), "since this transaction began: roll it back and try again")


if __name__ == "__main__":
    main(sys.modules[__name__])

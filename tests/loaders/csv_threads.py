#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Imports with several threads: the same graph, the same error and the same rows left out as with one."""

import gzip
import os
import random
import re

from common import good, main, run, write

NODES = 30000  # some hundred kilobytes: less is left to one thread
SEED = int(os.environ.get("SEED", "7"))


def outcome(folder, threads, *args):
    """What an import says, without the time that it took, and the database's checksum (None: there is none)."""
    db = folder / f"t{threads}.clio"
    done = run("import", "--threads", threads, db, folder / "data", *args)
    assert done.returncode in (0, 1) and "Sanitizer" not in done.stderr, done.stderr
    check = good("check", db).stdout.partition("ok, ")[2] if done.returncode == 0 else None
    assert db.exists() == (done.returncode == 0)
    for file in folder.glob("*.clio*"):
        file.unlink()
    return re.sub(r" in [\d.]+ m?s", "", done.stdout), done.stderr, check


def same(folder, files, *args):
    write(folder / "data", files)
    one = outcome(folder, 1, *args)
    for threads in (2, 4):
        assert outcome(folder, threads, *args) == one, (threads, one[:2])
    return one


def cell(kind, good_cell):
    """A random cell of a type; sometimes one that is not of it."""
    if not good_cell:
        return random.choice(['x"y', "x", '"x"y', "2001-02-30"])
    if random.random() < 0.2:
        return random.choice(["", '""']) if kind == "string" else ""
    number = random.randrange(-10**random.randrange(1, 9), 10**9)
    return {"string": lambda: random.choice([f"text {number % 50}", f'"a ""quote"", {number}"', f'"two\nlines {number}"', "ā" * (number % 7)]),
            "int": lambda: str(number % 10**8), "double": lambda: str(number / 1000), "boolean": lambda: random.choice(["true", "FALSE"]),
            "date": lambda: f"{1000 + number % 1000}-0{1 + number % 9}-1{number % 10}", "edtf": lambda: f"{1800 + number % 200}~",
            "localdatetime": lambda: f"1940-06-15T04:3{number % 10}", "int[]": lambda: ";".join("123"[:1 + number % 3]),
            "datetime{timezone:Europe/Riga}": lambda: f"1940-06-15T04:3{number % 10}"}[kind]()


KINDS = ["string", "int", "double", "boolean", "date", "edtf", "localdatetime", "int[]", "datetime{timezone:Europe/Riga}"]


def table(head, ids, bad):
    """A file with these first columns and random ones behind them, whose names files share but not their types."""
    kinds = [random.choice(KINDS) for _ in range(random.randrange(5))]
    lines = [",".join([head] + [f"p{i}:{kind}" for i, kind in enumerate(kinds)])]
    for first in ids:
        row = [first] + [cell(kind, random.random() >= bad) for kind in kinds]
        if random.random() < bad:
            row.append("too many")
        lines.append(",".join(row))
    return "\n".join(lines) + "\n"


def data_set(bad):
    def node():
        return random.randrange(NODES + int(NODES * bad * 20))
    ids = [str(i) if i % 3 else f"n{i}" for i in range(NODES)]
    ids += [random.choice(ids) for _ in range(int(NODES * bad))]
    random.shuffle(ids)
    cut = random.randrange(NODES)
    ends = [f"{i if i % 3 else f'n{i}'},{k if k % 3 else f'n{k}'}" for i, k in ((node(), node()) for _ in range(2 * NODES))]
    types = [random.choice(["A", "B", "C"] + [""] * (random.random() < bad)) for _ in ends]
    return {"A.csv": table("id:ID", ids[:cut], bad),
            "B.csv": table(":ID,:LABEL", [f"{i},{random.choice(['X', 'X;Y', 'Z', ''])}" for i in ids[cut:]], bad),
            "R.csv": table(":START_ID,:END_ID", ends[:NODES], bad),
            "S.csv.gz": gzip.compress(table(":START_ID,:END_ID,:TYPE", [f"{e},{t}" for e, t in zip(ends, types)], bad).encode())}


def test_random_data_give_the_same_graph(folder):
    for _ in range(2):
        said, _, check = same(folder, data_set(0))
        assert check and f"{NODES:,} nodes, {3 * NODES:,} relationships" in said, said


def test_the_same_rows_are_left_out(folder):
    for _ in range(2):
        said, errors, check = same(folder, data_set(0.0005), "--skip-bad-rows")
        assert check and errors.count("skipped: ") > 10 and "rows skipped" in said, (said, errors)


def test_the_first_error_by_file_and_line_is_told(folder):
    for _ in range(2):
        _, errors, check = same(folder, data_set(0.0005))
        assert errors and check is None


def test_what_is_found_late_comes_before_what_is_found_early(folder):
    def nodes(change):
        lines = [f"{i},name {i}" for i in range(NODES)]
        for at, line in change.items():
            lines[at - 2] = line  # numbered as in the file, below its header
        return "id:ID,name\n" + "\n".join(lines) + "\n"
    # Only the last stage knows of ids that are there already; whether a row can be split is known at once.
    files = {"A.csv": nodes({20000: "5,twice", 20001: "6,7,8", 20002: '7,"open'})}
    assert "A.csv, line 20000, column 1 ('id'): another node has the id '5'" in same(folder, files)[1]
    errors = same(folder, files, "--skip-bad-rows")[1].splitlines()
    assert [re.search(r"line (\d+)", e)[1] for e in errors] == ["20000", "20001", "20002"], errors
    files = {"A.csv": nodes({}), "R.csv": ":START_ID,:END_ID,:TYPE\n" + "1,2,T\n" * NODES + "1,2,\n1,x,T\n"}
    assert f"R.csv, line {NODES + 2}, column 3 (:TYPE): the relationship has no type" in same(folder, files)[1]


def test_header_files_and_several_parts(folder):
    part = "".join(f"%s{i},{i % 90}\n" for i in range(NODES))
    files = {f"A_{i}.csv": part.replace("%s", str(i)) for i in range(1, 4)}
    said, _, check = same(folder, files | {"A_header.csv": "id:ID,x:int\n"})
    assert check and f"{3 * NODES:,} nodes" in said and "from 3 files" in said, said


def test_lines_that_are_long_and_rows_that_are_wide(folder):
    wide = ",".join(f"c{i}:int" for i in range(6000))
    files = {"Wide.csv": f"id:ID,{wide}\n" + "".join(f"w{i}," + ",".join(map(str, range(i, i + 6000))) + "\n" for i in range(20)),
             "Long.csv": "id:ID,text\n" + "".join(f"l{i},{'x' * 30000 * (i % 4)}\n" for i in range(50))}
    said, _, check = same(folder, files)
    assert check and "70 nodes" in said, said


random.seed(SEED)
main(globals())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random graphs with values of all types come back, by checksum, from every format that can hold them."""

import shutil

from common import good, main
from torture import RandomGraph, checksum

HOLD_ALL = [("a.jsonl",), ("b.jsonl.zst", "--variant", "neo4j"), ("a.json",), ("a.cyjs",), ("a.cypher",)]
HOLD_PLAIN = [("a.graphml",), ("b.graphml.gz", "--variant", "neo4j"), ("a.csv", "--format", "csv"),
              ("a.ttl",), ("a.trig.zst",), ("a.nt",), ("a.nq.gz",)]


def come_back(folder, formats, plain):
    db, back = folder / "there.clio", folder / "back.clio"
    for seed in range(10):
        db.unlink(missing_ok=True)
        good(db, "-c", RandomGraph(seed, plain).script())
        for name, *options in formats:
            file = folder / name
            good("export", db, file, *options)
            back.unlink(missing_ok=True)
            done = good("import", back, file)
            assert "note" not in done.stderr, (name, done.stderr)
            assert checksum(back) == checksum(db), (seed, name, RandomGraph(seed, plain).script())
            shutil.rmtree(file) if file.is_dir() else file.unlink()


def test_all_values_come_back(folder):
    come_back(folder, HOLD_ALL, plain=False)


def test_what_text_holds_comes_back(folder):
    come_back(folder, HOLD_ALL + HOLD_PLAIN, plain=True)


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""DOT as Graphviz reads it: its own parser, and what it would draw."""

import re
import shutil
import subprocess

from common import good, main
from torture import graph_of, make


def plain(path):
    """Rows of what dot draws, in words; quoted ones unescaped, in which backslashes stand for themselves."""
    text = subprocess.run(["dot", "-Tplain", path], capture_output=True, text=True, check=True).stdout
    rows = re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^"\n])+', text.replace("\\\n", ""), re.S)
    return [[re.sub(r'\\"', '"', word[1:-1]) if word.startswith('"') else word
             for word in re.findall(r'"(?:[^"\\]|\\.)*"|[^" ]+', row)] for row in rows]


def test_graphviz_draws_captions_and_types(folder):
    for name in ("torture", "times") if shutil.which("dot") else ():
        db = make(folder, name)
        good("export", db, folder / "g.dot")
        nodes, rels = graph_of(db)
        drawn = {row[1]: row[6] for row in plain(folder / "g.dot") if row[0] == "node"}
        assert set(drawn) == {f"n{node.id}" for node in nodes}
        for node in nodes:
            caption = str(node.properties.get("name") or f"n{node.id}")
            if len(caption) <= 200:
                assert drawn[f"n{node.id}"] == caption.replace("\\", "\\\\"), (drawn[f"n{node.id}"], caption)
            else:
                assert drawn[f"n{node.id}"] == caption[:200] + "…"
        edges = sorted((row[1], row[2], row[4 + 2 * int(row[3])]) for row in plain(folder / "g.dot") if row[0] == "edge")
        assert edges == sorted((f"n{rel.start}", f"n{rel.end}", rel.type) for rel in rels), edges


def test_its_parser_finds_all_of_the_example(folder):
    if not shutil.which("gvpr"):
        return
    db = make(folder, "baltic")
    good("export", db, folder / "g.dot")
    done = subprocess.run(["gvpr", 'N{print("n")} E{print("e ", $.label)}', folder / "g.dot"], capture_output=True, text=True,
                          check=True)
    nodes, rels = graph_of(db)
    assert done.stdout.count("n\n") == len(nodes) and done.stderr == ""
    assert sorted(line[2:] for line in done.stdout.splitlines() if line[0] == "e") == sorted(rel.type for rel in rels)


def test_what_graphviz_would_take_for_something_else(folder):
    db = folder / "t.clio"
    good(db, input=r"CREATE (:A {name: 'back\\slash \\N \\'}), ({name: 'two\nlines'}), ({name: 'a&lt;b'}), ({name: 'x\u0001y'});")
    out = good("export", db, folder / "t.dot").stdout
    text = (folder / "t.dot").read_text()
    assert r'[label="back\\slash \\N \\", tooltip=":A", fillcolor=' in text and r'[label="two\nlines", ' in text
    assert 'label="a&amp;lt;b"' in text and 'label="x\uFFFDy"' in text
    assert "1 character that the format cannot hold replaced by U+FFFD" in out
    if shutil.which("dot"):
        assert len([row for row in plain(folder / "t.dot") if row[0] == "node"]) == 4


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""CSV folders: they are read back as the same graph, by checksum, wherever CSV can hold it; Python's csv module finds the
same cells; and a folder is replaced as a whole or not at all."""

import csv
import os
import resource
import signal
import subprocess

import common
from common import good, main, run, values
from torture import checksum, graph_of, make

# What CSV has no way to say, taken out of the graph.
HOLDABLE = """
MATCH (n) REMOVE n.none, n.holes, n.nested, n.control, n.` blanks around `;
MATCH (n) WHERE size(n.mixedlist) > 1 REMOVE n.mixedlist;
MATCH ()-[r]->() WHERE r.mixed = [] REMOVE r.mixed;
"""


def comes_back(folder, db, *options):
    out, copy = folder / "out", folder / "copy.clio"
    done = good("export", db, out, "--format", "csv", *options)
    if copy.exists():
        copy.unlink()
    good("import", copy, out, *options)
    assert checksum(copy) == checksum(db)
    return done.stdout


def test_graphs_come_back(folder):
    for name in "times", "baltic", "torture":
        db = make(folder, name)
        if name == "torture":
            good(db, input=HOLDABLE)
        out = comes_back(folder, db)
        assert out.count("\n") == 1 and out.endswith(f" written to {folder / 'out'}\n"), out


def test_settings_indexes_and_constraints_come_back(folder):
    db, out = folder / "t.clio", folder / "out"
    good(db, "-c", "CREATE (:A {x: 1, name: 'a'})-[:R {y: 2}]->(:B {x: 'it''s'})".replace("''", "\\'"), "-c", "CALL kb.set('page', ['article', 'p \\'q\\''])",
         "-c", "CREATE INDEX i FOR ()-[r:R]-() ON (r.y)", "-c", "CREATE CONSTRAINT c FOR (n:A) REQUIRE n.x IS UNIQUE",
         "-c", "CREATE FULLTEXT INDEX words FOR (n:A|B) ON EACH [n.name]")
    for _ in range(2):  # the script does not keep the folder from being replaced
        comes_back(folder, db)
    copy = folder / "copy.clio"
    for q in ("CALL kb.settings() YIELD name, names, isDefault WHERE NOT isDefault RETURN name, names", "SHOW INDEXES", "SHOW CONSTRAINTS"):
        assert values(copy, q) == values(db, q), q
    assert len((out / "settings.cypher").read_text().splitlines()) == 4
    done = good("import", folder / "named.clio", out, out / "settings.cypher")
    assert "loaded from 4 files" in done.stdout, done.stdout  # the script is not run twice
    good("export", db, folder / "part", "--format", "csv", "-c", "MATCH (n:A) RETURN n")
    assert os.listdir(folder / "part") == ["nodes-A.csv"]
    common.write(out, {"notes.cypher": ""})
    done = run("export", db, out, "--format", "csv")
    assert done.returncode == 1 and "notes.cypher" in done.stderr, done.stderr


def test_a_data_sets_own_script_makes_nothing_else(folder):
    makes, fails = ["CREATE (:Z)", "MATCH (n) SET n.x = 1", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n:Z"], ["CALL no.such()", "?"]
    for i, statement in enumerate(makes + fails):
        error = common.refuse(folder / str(i), {"A.csv": "id:ID\n1\n", "settings.cypher": f"CALL kb.set('page', 'p');\n{statement};\n"})
        assert "settings.cypher, line 2: " in error, error
        assert ("may only make settings" in error) == (statement in makes), error
    folder /= "0"
    db = folder / "test.clio"
    good("import", db, folder / "data/A.csv")  # the folder is not loaded, but a file of it
    common.write(folder / "data", {"settings.cypher": "CREATE (:Z);"})
    good("import", db, folder / "data", folder / "data/settings.cypher")
    assert values(db, "MATCH (n:Z) RETURN count(n)") == [1]


def test_other_delimiters(folder):
    db = make(folder, "torture")
    good(db, input=HOLDABLE)
    for options in (("--delimiter", "TAB", "--array-delimiter", "|", "--quote", "'"), ("--delimiter", ";", "--array-delimiter", ",")):
        if options[1] == ";":  # of the lists, one has a comma in an item
            good(db, "-c", "MATCH (n) REMOVE n.list")
        comes_back(folder, db, *options)
    for options in (("--delimiter", ";"), ("--quote", ","), ("--array-delimiter", '"')):
        done = run("export", db, folder / "x", "--format", "csv", *options)
        assert done.returncode == 1 and "must be different" in done.stderr and not (folder / "x").exists()


def test_values_of_several_types_go_to_several_files(folder):
    db = folder / "t.clio"
    good(db, "-c", "CREATE (:A {x: 1}), (:A {x: 1.0}), (:A {y: 'a'}), (:A {x: '1'}), (:A {x: [1]}), (:A {x: 2, y: 'b'}), (:A {x: 3, y: 4})")
    comes_back(folder, db)
    heads = {name: (folder / "out" / name).read_text().split("\n")[0] for name in os.listdir(folder / "out")}
    assert heads == {"nodes-A.csv": ":ID,:LABEL,x:long,y:string", "nodes-A-2.csv": ":ID,:LABEL,x:double",
                     "nodes-A-3.csv": ":ID,:LABEL,x:string", "nodes-A-4.csv": ":ID,:LABEL,x:long[]",
                     "nodes-A-5.csv": ":ID,:LABEL,x:long,y:long"}, heads


def test_what_csv_cannot_hold_is_told(folder):
    db = make(folder, "torture")
    done = good("export", db, folder / "out", "--format", "csv")
    assert done.stdout.splitlines()[1:] == [
        "1 character that the format cannot hold replaced by U+FFFD",
        "lists that a cell cannot hold, written as text in JSON: 5",
        "columns whose names begin or end in blanks, or are empty, written under another name: 1"]
    good("import", folder / "copy.clio", folder / "out")
    found = values(folder / "copy.clio", "MATCH (n) WHERE n.none IS NOT NULL RETURN n.none, n.holes, n.nested, n.mixedlist, "
                   "n.`blanks around_`")
    assert found == [["[]", '[null,{"date":"1940-06-15"}]', '[[1],["x",[{"date":"1940-06-15"}]]]', '[1,"a",2.5,true]', 2]]
    good(db, "-c", "CREATE (:`a;b` {l: ['x;y']})")
    done = good("export", db, folder / "out", "--format", "csv")
    assert "labels with the delimiter of lists in them, written with _ in its place: 1" in done.stdout
    assert (folder / "out" / "nodes-a_b.csv").read_text() == ':ID,:LABEL,l:string\n7,a_b,"[""x;y""]"\n'


def test_pythons_reader_finds_the_same_cells(folder):
    db = make(folder, "torture")
    good(db, input=HOLDABLE)
    good("export", db, folder / "out", "--format", "csv")
    csv.field_size_limit(1 << 20)
    cells = {}
    for name in os.listdir(folder / "out"):
        with open(folder / "out" / name, newline="", encoding="utf-8") as file:
            rows = csv.reader(file, strict=True)
            head = [column.rsplit(":", 1) for column in next(rows)]
            for row in rows:
                assert len(row) == len(head)
                key = ("node", row[0]) if head[0][1] == "ID" else ("rel", row[0], row[1], row[2])
                cells.setdefault(key, []).append({name: cell for (name, _), cell in zip(head, row) if name and cell})
    nodes, rels = graph_of(db)
    for node in nodes:
        [found] = cells["node", str(node.id)]
        for key, value in node.properties.items():
            if isinstance(value, str) and value:
                assert found[key] == value, (key, value, found)
    assert sum(len(found) for key, found in cells.items() if key[0] == "rel") == len(rels)


def test_file_names(folder):
    db = folder / "t.clio"
    good(db, "-c", "CREATE (:State)-[:header]->(:STATE), (:header)-[:`a/b`]->(:`..`), (:`Ä ö`)-[:`" + "long" * 100 + "`]->()")
    comes_back(folder, db)
    names = sorted(os.listdir(folder / "out"))
    assert {"nodes-State.csv", "nodes-STATE-2.csv", "nodes-header_.csv", "nodes-__.csv", "nodes-Ä_ö.csv", "nodes.csv",
            "relationships-header_.csv", "relationships-a_b.csv"} < set(names), names
    assert all(len(name.encode()) < 130 and not name.startswith(".") for name in names)


def test_an_empty_graph_and_the_result_of_a_query(folder):
    db = folder / "e.clio"
    good(db, "-c", "CREATE (n) DELETE n")
    comes_back(folder, db)
    assert os.listdir(folder / "out") == ["nodes.csv"]
    good(db, "-c", "CREATE (:A {x: 1})-[:R {y: 2}]->(:B {z: 3}), (:C {w: 4}), (:A)")
    good("export", db, f"{folder}/part/", "-c", "MATCH ()-[r:R]->() RETURN r")
    assert sorted(os.listdir(folder / "part")) == ["nodes-A.csv", "nodes-B.csv", "relationships-R.csv"]
    assert (folder / "part" / "nodes-A.csv").read_text() == ":ID,:LABEL,x:long\n1,A,1\n"
    assert (folder / "part" / "relationships-R.csv").read_text() == ":START_ID,:END_ID,:TYPE,y:long\n1,2,R,2\n"


# ---- the folder


def test_a_folder_is_replaced_as_a_whole(folder):
    db, out = folder / "t.clio", folder / "out"
    good(db, "-c", "CREATE (:A)")
    good("export", db, out, "--format", "csv")
    out.chmod(0o750)
    good(db, "-c", "MATCH (n) REMOVE n:A SET n:B")
    (folder / "link").symlink_to("out")
    good("export", db, f"{folder}/link/")
    assert os.listdir(out) == ["nodes-B.csv"] and (folder / "link").is_symlink() and out.stat().st_mode & 0o777 == 0o750
    assert sorted(os.listdir(folder)) == ["link", "out", "t.clio"]


def test_nothing_else_is_lost(folder):
    db = folder / "t.clio"
    good(db, "-c", "CREATE (:A)")
    for name, make_it in (("other", lambda path: path.write_text("x")), ("sub.csv", lambda path: path.mkdir()),
                          ("link.csv", lambda path: path.symlink_to("/etc/passwd"))):
        out = folder / ("with-" + name)
        out.mkdir()
        make_it(out / name)
        (out / "mine.csv").write_text("x")
        done = run("export", db, out, "--format", "csv")
        assert done.returncode == 1 and f"{out}: it would be replaced" in done.stderr and name in done.stderr, done.stderr
        assert sorted(os.listdir(out)) == sorted(["mine.csv", name])
    for path, said in ((folder / "t.clio", "it is no folder"), (folder / "no" / "out", "No such file"),
                       ("-", "standard output")):
        done = run("export", db, path, "--format", "csv")
        assert done.returncode == 1 and said in done.stderr, done.stderr
    assert not [name for name in os.listdir(folder) if name.endswith(".part")]


def test_a_failed_export_leaves_the_old_folder(folder):
    db, out = folder / "t.clio", folder / "out"
    good(db, "-c", "UNWIND range(1, 20000) AS i CREATE (:A {text: 'some text that is long enough to fill a file'})")
    out.mkdir()
    (out / "old.csv").write_text("old")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300000, 300000))
    done = subprocess.run([common.CLIO, "export", db, out, "--format", "csv"], capture_output=True, text=True,
                          preexec_fn=limit)
    assert done.returncode == 1 and f"cannot write {out}: File too large" in done.stderr, done.stderr
    assert os.listdir(out) == ["old.csv"] and sorted(os.listdir(folder)) == ["out", "t.clio"]


main(globals())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Exports as files: scripts and JSON Lines that hold the whole graph, and targets that are full, missing or taken."""

import gzip
import json
import os
import resource
import signal
import stat
import subprocess

import common
import torture
from common import good, main, run, values
from torture import checksum

GRAPH = r"""
CREATE INDEX city_name FOR (n:City) ON (n.name);
CREATE FULLTEXT INDEX words FOR (n:City|`odd label`) ON EACH [n.name, n.list];
CREATE FULLTEXT INDEX FOR ()-[r:`odd type`]-() ON EACH [r.`odd key`];
CREATE CONSTRAINT FOR (n:City) REQUIRE n.f IS UNIQUE;
CREATE CONSTRAINT `a key` FOR (n:Port) REQUIRE (n.`odd key`, n.f) IS NODE KEY;
CREATE CONSTRAINT km FOR ()-[r:ROAD]-() REQUIRE r.km IS :: INTEGER | LIST<FLOAT NOT NULL>;
CREATE CONSTRAINT FOR ()-[r:`odd type`]-() REQUIRE r.`odd key` IS NOT NULL;
CREATE (a:City:Port {name: 'Rīga \'q\' \\ "d"\n', `odd key`: 1, f: 1.0, huge: 1e300, list: ['a', 'b'], dates: [date('1940-06-15')]}),
  (b:City {name: 'Tallinn', d: date('1940-06-17'), t: time('04:30+03:00'), lt: localtime('04:30'), none: [],
    ldt: localdatetime('1940-06-15T04:30'), dt: datetime('1940-06-15T04:30[Europe/Riga]'), du: duration('P1M2DT3S'),
    e: edtf('1939~'), es: [edtf('193X'), edtf('../1940')]}),
  (c:`odd label`), (d {import_id: 'taken', i: -9223372036854775807, yes: true, inf: -1.0 / 0.0}), (e:Imported),
  (a)-[:ROAD {km: 310}]->(b), (b)-[:ROAD {km: 310}]->(a), (a)-[:`odd type` {`odd key`: 'x'}]->(c), (d)-[:ROAD]->(d);
"""


def make(folder):
    db = folder / "test.clio"
    good(db, "-c", GRAPH)
    return db


def content(db):
    """Nodes and relationships whatever their ids."""
    def key(row):
        return json.dumps(row, sort_keys=True)
    nodes = values(db, "MATCH (n) RETURN labels(n), properties(n)")
    for node in nodes:
        node[0].sort()
    rels = values(db, "MATCH (a)-[r]->(b) RETURN properties(a), type(r), properties(r), properties(b)")
    return sorted(map(key, nodes)), sorted(map(key, rels))


def test_a_script_makes_the_graph_anew(folder):
    db = make(folder)
    good("export", db, folder / "g.cypher")
    good("import", folder / "copy.clio", folder / "g.cypher")
    assert content(folder / "copy.clio") == content(db)
    types = "MATCH (n) WHERE n.d IS NOT NULL RETURN n.d = date('1940-06-17'), n.dt = datetime('1940-06-15T04:30[Europe/Riga]'), \
        n.e = edtf('1939~'), n.es = [edtf('193X'), edtf('../1940')]"
    assert values(folder / "copy.clio", types) == [[True] * 4]
    for show in "SHOW CONSTRAINTS YIELD *", "SHOW INDEXES YIELD *":
        assert sorted(values(folder / "copy.clio", show), key=str) == sorted(values(db, show), key=str)
    good("export", folder / "copy.clio", folder / "again.cypher")
    assert sorted((folder / "again.cypher").read_text().splitlines()[-1:]) == \
        sorted((folder / "g.cypher").read_text().splitlines()[-1:]), "the index of the graph is part of the script"


def test_copies_have_the_same_checksum(folder):
    db, copy, backup = make(folder), folder / "copy.clio", folder / "backup.clio"
    good(db, "-c", "MATCH (c:`odd label`) CREATE (c)-[:ROAD]->(:Gone); MATCH (g:Gone) DETACH DELETE g")
    good("export", db, folder / "g.cypher")
    good("import", copy, folder / "g.cypher")
    good("backup", db, backup)
    assert checksum(copy) == checksum(db) == checksum(backup)
    changes = ["MATCH (n:Port) SET n.f = 1", "MATCH (n:Port) SET n.f = 1.0, n:Harbour", "DROP INDEX city_name", "DROP INDEX words", "DROP CONSTRAINT km",
               "MATCH (:Port)-[r:ROAD]->() SET r.km = 311", "MATCH (b {name: 'Tallinn'}), (c:`odd label`) CREATE (b)-[:ROAD]->(c)",
               "MATCH ({name: 'Tallinn'})-[r:ROAD]->(c:`odd label`) DELETE r CREATE (c)-[:ROAD]->(:City {name: 'Tallinn'})"]
    sums = {checksum(copy)}
    for i, change in enumerate(changes):
        good(copy, "-c", change)
        sums.add(checksum(copy))
        assert len(sums) == i + 2, change


def test_backups(folder):
    db, backup = make(folder), folder / "backup.clio"
    assert good("backup", db, backup).stdout == f"written to {backup}\n"
    assert content(backup) == content(db)
    before = backup.read_bytes()
    taken = run("backup", db, backup)
    assert taken.returncode == 1 and "already" in taken.stderr and backup.read_bytes() == before
    for source, target in ((folder / "none.clio", folder / "x.clio"), (db, folder / "no" / "x.clio")):
        bad = run("backup", source, target)
        assert bad.returncode == 1 and bad.stderr.count("\n") == 1, bad.stderr
    assert sorted(os.listdir(folder)) == ["backup.clio", "test.clio"]
    assert run("backup", db).returncode == 2
    script = f"{GRAPH}\nMATCH (n:City) DETACH DELETE n;\n:backup {folder}/memory.clio\nCREATE (:After);\n"
    good(input=script)
    assert values(folder / "memory.clio", "MATCH (n) RETURN count(*)") == [3]
    assert values(folder / "memory.clio", "SHOW INDEXES YIELD name") == values(db, "SHOW INDEXES YIELD name")
    assert len(values(folder / "memory.clio", "SHOW CONSTRAINTS YIELD name")) == 4
    open_transaction = run(input=f"BEGIN;\n:backup {folder}/x.clio\n")
    assert open_transaction.returncode == 1 and "transaction" in open_transaction.stderr


def test_a_backup_while_others_write(folder):
    db = make(folder)
    with subprocess.Popen([common.CLIO, db, "--fast"], stdin=subprocess.PIPE, text=True) as writer:
        for i in range(400):
            writer.stdin.write("CREATE (:Pair {half: 1}); CREATE (:Other);\n" if i % 2 else
                               "BEGIN; CREATE (:Pair {half: 0}); CREATE (:Pair {half: 0}); COMMIT;\n")
            writer.stdin.flush()
            if i % 100 == 50:
                copy = folder / f"copy{i}.clio"
                good("backup", db, copy)
                good("check", copy)
                assert values(copy, "MATCH (p:Pair {half: 0}) RETURN count(*) % 2") == [0]
        writer.stdin.close()
    assert writer.returncode == 0


def test_a_script_of_many_batches(folder):
    db = folder / "test.clio"
    good(db, "-c", "UNWIND range(1, 3000) AS i CREATE (a:A {i: i})-[:R {i: i}]->(b:B {i: i, text: 'x'})")
    good("export", db, folder / "g.cypher")
    assert (folder / "g.cypher").read_text().count("UNWIND") == 18
    good("import", folder / "copy.clio", folder / "g.cypher")
    assert content(folder / "copy.clio") == content(db)


def test_the_example_as_a_script(folder):
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
    good("import", folder / "test.clio", os.path.join(root, "examples/baltic"))
    good("export", folder / "test.clio", folder / "g.cypher")
    good("import", folder / "copy.clio", folder / "g.cypher")
    assert content(folder / "copy.clio") == content(folder / "test.clio")


def test_awkward_graphs_as_scripts(folder):
    for name in "torture", "times":
        graph, copy = torture.make(folder, name), folder / f"{name}-copy.clio"
        good("export", graph, folder / "g.cypher")
        good("import", copy, folder / "g.cypher")
        assert checksum(copy) == checksum(graph), name


def test_json_lines(folder):
    db = make(folder)
    good("export", db, folder / "g.jsonl")
    lines = [json.loads(line) for line in (folder / "g.jsonl").read_text().splitlines()]
    assert [set(line) - {"types"} for line in lines] == [{"id", "labels", "properties"}] * 5 + \
        [{"id", "type", "start", "end", "properties"}] * 4
    assert lines[5]["type"] == "ROAD" and lines[5]["start"] == lines[0]["id"]


def test_what_cannot_be_written_is_a_clear_error(folder):
    db = make(folder)
    for path, part in [(folder / "none/x.jsonl", "No such file"), (folder, "cannot tell the format"),
                       ("/dev/full", "cannot tell the format")]:
        done = run("export", db, path)
        assert done.returncode != 0 and part in done.stderr, done.stderr
    for args, part in [((folder, "--format", "jsonl"), "folder"),
                       (("/dev/full", "--format", "jsonl"), "cannot write /dev/full: No space left"),
                       (("/dev/full", "--format", "graphml"), "cannot write /dev/full: No space left"),
                       ((folder / "x", "--format", "gif"), "")]:
        done = run("export", db, *args)
        assert done.returncode != 0 and part in done.stderr, done.stderr
    assert not [name for name in os.listdir(folder) if "part" in name]


def limited(size):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def test_a_failed_export_leaves_the_old_file(folder):
    db = folder / "test.clio"
    good(db, "-c", "UNWIND range(1, 20000) AS i CREATE (:A {text: 'some text that is long enough to fill a file'})")
    for name in ("g.jsonl", "g.graphml", "g.cypher"):
        (folder / name).write_text("old")
        done = subprocess.run([common.CLIO, "export", db, folder / name], capture_output=True, text=True,
                              preexec_fn=limited(300000))
        assert done.returncode == 1 and "File too large" in done.stderr and name in done.stderr, done.stderr
        assert (folder / name).read_text() == "old"
    assert sorted(name for name in os.listdir(folder) if name.startswith("g.")) == ["g.cypher", "g.graphml", "g.jsonl"]


def test_permissions_and_links_stay(folder):
    db = make(folder)
    target = folder / "real.jsonl"
    target.write_text("old")
    target.chmod(0o640)
    (folder / "link.jsonl").symlink_to("real.jsonl")
    good("export", db, folder / "link.jsonl")
    assert (folder / "link.jsonl").is_symlink() and target.read_text().startswith("{")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    old = os.umask(0o027)
    try:
        good("export", db, folder / "new.jsonl")
    finally:
        os.umask(old)
    assert stat.S_IMODE((folder / "new.jsonl").stat().st_mode) == 0o640


def test_pipes(folder):
    db = make(folder)
    done = good("export", db, "-", "--format", "jsonl")
    assert len(done.stdout.splitlines()) == 9 and "written" not in done.stdout
    with open("/dev/full", "w") as full:
        done = subprocess.run([common.CLIO, "export", db, "-", "--format", "jsonl"], stdout=full, stderr=subprocess.PIPE,
                              text=True)
    assert done.returncode == 1 and "standard output" in done.stderr, done.stderr


def test_compressed_files(folder):
    db = make(folder)
    for name in "g.jsonl", "g.graphml", "g.cypher":
        good("export", db, folder / name)
        good("export", db, folder / (name + ".gz"))
        assert gzip.decompress((folder / (name + ".gz")).read_bytes()) == (folder / name).read_bytes()
        loaded = set()
        for end in "", ".gz", ".zst", ".bz2":
            copy = folder / (name + end + ".clio")
            good("export", db, folder / (name + end))
            good("import", copy, folder / (name + end))
            loaded.add(good("check", copy).stdout.split("ok, ")[1])
        assert len(loaded) == 1, (name, loaded)
        again = (folder / (name + ".gz")).read_bytes()
        good("export", db, folder / (name + ".gz"))
        assert (folder / (name + ".gz")).read_bytes() == again, "no time or name is in the file"
    done = run("export", db, folder / "x.gz")
    assert done.returncode == 1 and "cannot tell the format" in done.stderr, done.stderr


def test_ctrl_c_ends_an_export(folder):
    db, pipe = folder / "test.clio", folder / "pipe"
    good(db, "-c", "UNWIND range(1, 20000) AS i CREATE (:A {text: 'some text that is long enough to fill a pipe'})")
    os.mkfifo(pipe)
    with subprocess.Popen([common.CLIO, "export", db, pipe, "--format", "jsonl"], stderr=subprocess.PIPE) as export:
        with open(pipe, "rb") as reader:
            reader.read(1)  # it is on its way, and cannot go on before more is read
            export.send_signal(signal.SIGINT)
            rest = reader.read()
        error = export.stderr.read().decode()
    assert export.returncode == 1 and "the export was interrupted" in error, (export.returncode, error)
    assert rest.count(b"\n") < 20000


main(globals())

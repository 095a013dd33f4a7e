#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of files that are wrong, of all formats but CSV: which ones --skip-bad-rows and its kin leave out, what is said of
them, and what stays."""

from common import good, main, query, run, values, write

GRAPHML = '<graphml><key id="n" for="all" attr.name="n" attr.type="int"/><graph edgedefault="directed">\n'
GEXF = '<gexf><graph defaultedgetype="directed">\n'

# Of each format: nodes a and b, a relationship between them, one before them to a node that is nowhere (the word `gone`,
# or 9), one after them, one that lacks an end, a node that comes twice, and what is said of these, by kind.
CASES = {
    "graphml": (GRAPHML + '<edge source="a" target="gone" label="T"><data key="n">1</data></edge>\n<node id="a"/>\n<node id="b"/>\n'
                '<edge source="a" target="b" label="T"/>\n <edge source="gone" target="b" label="T"/>\n<edge source="a"/>\n<node id="a"/>\n</graph></graphml>',
                ["line 2, column 1: a relationship refers to the id 'gone', which no node has",
                 "line 6, column 2: a relationship refers to the id 'gone'", "line 7, column 1: found <edge> without the attribute 'target'"],
                ["line 8, column 1: another node has the id 'a'"]),
    "gexf": (GEXF + '<edges><edge source="a" target="gone"/></edges>\n<nodes><node id="a"/>\n<node id="b"/>\n<node id="a"/></nodes>\n'
             '<edges><edge source="a" target="b" label="T"/>\n<edge source="gone" target="b"/>\n<edge source="a"/></edges></graph></gexf>',
             ["line 2, column 8: a relationship refers to the id 'gone', which no node has", "line 7, column 1: a relationship refers",
              "line 8, column 1: found <edge> without the attribute 'target'"], ["line 5, column 1: another node has the id 'a'"]),
    "gml": ('graph [ directed 1 edge [ source 1 target 9 ]\nnode [ id 1 ] node [ id 2 ]\nedge [ source 1 target 2 label "T" ]\n'
            'edge [ source 9 target 2 x 7 ]\n edge [ source 9 ]\nnode [ id 1 ] ]',
            ["line 1, column 20: a relationship refers to the id 9, which no node has", "line 4, column 1: a relationship refers to the id 9",
             "line 5, column 2: found an edge without a target"], ["line 6, column 1: another node has the id '1'"]),
    "jsonl": ('{"id":0,"type":"T","start":1,"end":9,"properties":{"n":1}}\n{"id":1,"labels":[],"properties":{"id":"a"}}\n'
              '{"id":2,"labels":[],"properties":{"id":"b"}}\n{"id":1,"type":"T","start":1,"end":2,"properties":{}}\n'
              '{"id":0,"type":"T","start":9,"end":2}\n{"type":"T","start":1,"end":{},"properties":{}}\n{"id":1,"labels":[],"properties":{}}\n',
              ["line 1, column 1: a relationship refers to the id 9, which no node has", "line 5, column 1: a relationship refers to the id 9",
               "line 6, column 1: found no id in `end`"], ["line 7, column 1: another node has the id '1'"]),
    "json": ('{"links": [{"source": "a", "target": "gone"},\n {"source": "a", "target": "b", "type": "T"},\n{"source": "gone", "target": "b"}, {"source": "a"}],\n'
             '"nodes": [{"id": "a"}, {"id": "b"}, {"id": "a"}]}',
             ["line 1, column 12: `target` is 'gone', which no node has", "line 3, column 1: `source` is 'gone', which no node has",
              "line 3, column 36: the link has no `target`"], ["line 4, column 37: another node has the id 'a'"]),
    "cyjs": ('{"elements": [{"data": {"source": "a", "target": "gone"}},\n {"data": {"id": "a"}}, {"data": {"id": "b"}},\n'
             '{"data": {"source": "a", "target": "b", "type": "T"}}, {"data": {"source": "gone", "target": "b"}},\n'
             '{"group": "edges", "data": {"source": "a"}}, {"data": {"id": "a"}}]}',
             ["line 1, column 15: a relationship refers to the id 'gone', which no node has", "line 3, column 56: a relationship refers",
              "line 4, column 1: the edge has no `target`"], ["line 4, column 46: another node has the id 'a'"]),
    "net": ('*Vertices 2\n1 a\n2 b\n1 a\n*Arcs\n1 9\n1 2 l "T"\n9 2\n1\n',
            ["line 6, column 3: found '9', expected the number of a vertex", "line 8, column 1: found '9'",
             "line 9, column 2: found the end of the line, expected the second vertex"],
            ["line 4, column 1: found '1', expected the number of a vertex that has not been described"]),
    "edges": ("a b\nb\n", ["line 2, column 2: found the end of the line, expected the second end of an edge"], []),
}


def load(folder, kind, text, *args):
    write(folder, {"f." + kind: text})
    (folder / "g.clio").unlink(missing_ok=True)
    done = run("import", folder / "g.clio", folder / ("f." + kind), *args)
    assert "Sanitizer" not in done.stderr, done.stderr
    return done


def expect_said(done, wanted, folder):
    said = [line.split("/", 1)[1] for line in done.stderr.splitlines() if ": skipped: " in line or line.startswith(("skipped: ", "bad: "))]
    assert len(said) == len(wanted), (said, wanted)
    for part in wanted:
        assert any(part in line for line in said), (part, said)


def expect_graph(db):
    assert values(db, "MATCH (n) RETURN count(n)") == [2]
    assert len(query(db, "MATCH (a)-[r]->(b) RETURN a.id, b.id")) == 1
    assert values(db, "MATCH ()-[r]->() RETURN properties(r)") == [{}]
    good("check", db)


def test_all_that_is_bad(folder):
    for kind, (text, rels, nodes) in CASES.items():
        done = load(folder, kind, text, "--skip-bad-rows")
        assert done.returncode == 0, (kind, done.stderr)
        expect_said(done, rels + nodes, folder)
        count = len(rels + nodes)
        assert f"{count} row{'s' if count > 1 else ''} skipped" in done.stdout, done.stdout
        assert done.stdout.startswith("2 nodes, 1 relationship"), done.stdout
        expect_graph(folder / "g.clio")


def test_bad_relationships_alone(folder):
    for kind, (text, rels, nodes) in CASES.items():
        done = load(folder, kind, text, "--skip-bad-relationships")
        if nodes:
            assert done.returncode == 1 and nodes[0] in done.stderr, (kind, done.stderr)
            done = load(folder, kind, text, "--skip-bad-relationships", "--skip-duplicate-nodes")
        assert done.returncode == 0, (kind, done.stderr)
        expect_said(done, rels + nodes, folder)
        expect_graph(folder / "g.clio")


def test_nodes_that_come_twice_alone(folder):
    for kind, (text, rels, nodes) in CASES.items():
        done = load(folder, kind, text, "--skip-duplicate-nodes")
        assert done.returncode == 1 and any(part in done.stderr for part in rels), (kind, done.stderr)
        assert not (folder / "g.clio").exists()


def test_a_dry_run(folder):
    for kind, (text, rels, nodes) in CASES.items():
        done = load(folder, kind, text, "--dry-run")
        assert done.returncode == 1, kind
        expect_said(done, rels + nodes, folder)
        assert "2 nodes, 1 relationship" in done.stdout, done.stdout


def test_merging(folder):
    for kind, (text, rels, nodes) in CASES.items():
        args = ("--merge", "--skip-bad-rows")
        expect_said(load(folder, kind, text, *args), rels + nodes, folder)
        expect_graph(folder / "g.clio")
        done = good("import", folder / "g.clio", folder / ("f." + kind), *args)
        assert "0 nodes, 0 relationships, 0 properties" in done.stdout, done.stdout
        expect_graph(folder / "g.clio")


def test_many_files(folder):
    """What is left out of one file may be in another, and stays there."""
    bad = '<edge source="a" target="gone"/>'
    write(folder, {"1.graphml": GRAPHML + '<node id="a"/>' + bad * 3000 + "</graph></graphml>",
                   "2.graphml": GRAPHML + '<node id="gone"/><edge source="gone" target="gone"/>' + "</graph></graphml>"})
    db = folder / "g.clio"
    good(db, "-c", "CREATE (:There)-[:R]->(:There)", "-c", "CREATE INDEX FOR (t:There) ON (t.id)")
    done = good("import", db, folder / "1.graphml", folder / "2.graphml", "--skip-bad-rows", "--as", "There")
    assert done.stdout.startswith("2 nodes, 1 relationship, 2 properties") and "3,000 rows skipped" in done.stdout, done.stdout
    assert values(db, "MATCH (n:There) RETURN n.id ORDER BY n.id") == ["a", "gone", None, None]
    assert values(db, "MATCH (n {id: 'gone'})-[r]-(m) RETURN m.id") == ["gone"]
    assert values(db, "MATCH ()-[r]->() RETURN count(r)") == [2]
    good("check", db)


def test_hyperedges_and_containers(folder):
    done = load(folder, "graphml", GRAPHML + '<hyperedge>\n<endpoint node="gone"/><endpoint node="a"/><endpoint/></hyperedge><node id="a"/></graph></graphml>',
                "--skip-bad-relationships")
    expect_said(done, ["line 3, column 1: a relationship refers to the id 'gone'", "found <endpoint> without the attribute 'node'"], folder)
    assert values(folder / "g.clio", "MATCH (h:Hyperedge)-[:ENDPOINT]->(n) RETURN n.id") == ["a"]
    done = load(folder, "gexf", GEXF + '<nodes><node id="a" pid="gone"/></nodes></graph></gexf>', "--skip-bad-relationships")
    expect_said(done, ["line 2, column 8: a relationship refers to the id 'gone'"], folder)
    assert values(folder / "g.clio", "MATCH (n) RETURN n.id") == ["a"]


main(globals())

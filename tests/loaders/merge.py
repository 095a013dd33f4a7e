#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Merging files of all formats but CSV with what is there: what is matched, what is set, what is made, and what cannot be
merged."""

import json

from common import contains, error_of, good, main, run, state_of, values, write

GRAPH = """
    CREATE (a:State:Old {id: 'lv', name: 'Latvia', founded: date('1918-11-18')}), (b:State {id: 'ee', name: 'Estonia', n: 2}),
           (c:Treaty {id: 't', name: 'Pact', tags: ['x', 'y']}), (a)-[:SIGNED {on: 1}]->(c), (a)-[:SIGNED {on: 2}]->(c),
           (b)-[:SIGNED]->(c), (c)-[:BINDS {weight: 1.5}]->(a), (a)-[:KNOWS]->(a)"""
WHOLE = ["g.jsonl", "g.json", "g.cyjs", "g.graphml"]  # what is exported is the whole graph
NAMED = ["g.gexf", "g.gml"]  # `id` is their own, so it is called `id_` there
EXPORTS = [*WHOLE, *NAMED, "g.dot"]
FOREIGN = {
    "a.net": '*Vertices 3\n1 "A"\n2 "B" 0.5 0.5\n*Arcs\n1 2 1.5\n1 2 2\n*Edges\n2 3\n',
    "a.edges": "a b 1\na b 2\nb c\n",
    "a.lgl": "# a\nb 1\nc\n",
    "a.gv": 'digraph { a -> b [label=T]; a -> b [label=T, weight=2]; b [n=1]; subgraph cluster_x { c } }',
    "a.gml": 'graph [ node [ id 1 name "x" ] node [ id 2 ] edge [ source 1 target 2 label "T" ] ]',
    "People.jsonl": '{"id": 1, "name": "Ada", "at": {"x": 1}}\n{"id": 2}\n',
    "links.json": '{"nodes": [{"id": "a"}, {"id": "b", "n": [1]}], "links": [{"source": "a", "target": "b", "type": "T"}]}',
    "apoc.jsonl": '{"type":"node","id":"0","labels":["A"],"properties":{"id":"x"}}\n'
                  '{"type":"relationship","id":"0","label":"R","start":{"id":"0"},"end":{"id":"0"}}\n',
    "el.json": '{"elements": [{"data": {"id": "a"}, "classes": "A B"}, {"data": {"id": "b"}}, {"data": {"id": "e", "source": "a", "target": "b"}}]}',
    "a.graphml": '<graphml><graph edgedefault="undirected"><node id="a"><graph><node id="b"/></graph></node><edge source="a" target="b"/></graph></graphml>',
    "a.gexf": '<gexf><graph><nodes><node id="1" label="A"/><node id="2"/></nodes><edges><edge id="0" source="1" target="2" type="mutual"/></edges></graph></gexf>',
}
TURTLE = "@prefix ex: <http://e/> . ex:a a ex:T ; ex:p ex:b ; ex:n 1 .\n"


def merge(folder, name, text, *args):
    """What an import of the file says."""
    write(folder, {name: text})
    done = good("import", folder / "g.clio", folder / name, "--merge", *args)
    good("check", folder / "g.clio")
    return done.stdout


def graphml(body, *keys):
    declared = "".join(f'<key id="{k}" for="all" attr.name="{k}" attr.type="{t}"/>' for k, t in keys)
    return f'<graphml>{declared}<graph edgedefault="directed">\n{body}</graph></graphml>'


# ---- nothing is doubled

def test_a_second_import_changes_nothing(folder):
    source = folder / "source.clio"
    good(source, "-c", GRAPH)
    for name in EXPORTS:
        good("export", source, folder / name)
    write(folder, FOREIGN)
    for name in [*EXPORTS, *FOREIGN]:
        by = ("--id", "name") if name in NAMED else ()
        for labels in [(), ("--as", "Thing")]:
            db, args = folder / (name + "".join(labels) + ".clio"), (*by, *labels)
            good("import", db, folder / name, *labels)  # what is loaded without merging is matched as well
            before = state_of(db)
            for _ in range(2):
                contains(good("import", db, folder / name, "--merge", *args).stdout, "0 nodes, 0 relationships, 0 properties loaded")
                assert state_of(db) == before, name


def test_rdf_is_always_merged(folder):
    merge(folder, "f.ttl", TURTLE)
    before = state_of(folder / "g.clio")
    merge(folder, "f.ttl", TURTLE)
    assert state_of(folder / "g.clio") == before


def test_what_was_exported_is_merged_with_its_source(folder):
    db = folder / "g.clio"
    good(db, "-c", GRAPH)
    before = state_of(db)
    for name in WHOLE:
        good("export", db, folder / name)
        contains(good("import", db, folder / name, "--merge").stdout, "0 nodes, 0 relationships, 0 properties loaded",
                 "3 nodes and 5 relationships matched")
        assert state_of(db) == before, name
    for name in NAMED:
        good("export", db, folder / name)
        contains(good("import", db, folder / name, "--merge", "--id", "name").stdout, "3 nodes and 5 relationships matched")


def test_another_version_of_a_file(folder):
    for index in ["", "CREATE INDEX FOR (s:State) ON (s.id)"]:
        (folder / "g.clio").unlink(missing_ok=True)
        good(folder / "g.clio", "-c", GRAPH, *(["-c", index] if index else []))
        said = merge(folder, "v.graphml", graphml(
            '<node id="lv" labels=":State:Baltic"><data key="name">Latvija</data></node>\n<node id="lt" labels=":State"/>\n'
            '<node id="t" labels=":Treaty"/>\n<edge source="lt" target="t" label="SIGNED"/>\n'
            '<edge source="lv" target="lv" label="KNOWS"><data key="n">7</data></edge>\n', ("name", "string"), ("n", "int")))
        contains(said, "1 node, 1 relationship, 3 properties", "2 nodes and 1 relationship matched")
        assert values(folder / "g.clio", "MATCH (s:State) RETURN s.id, labels(s), s.name, s.founded ORDER BY s.id") == [
            ["ee", ["State"], "Estonia", None], ["lt", ["State"], None, None],
            ["lv", ["State", "Old", "Baltic"], "Latvija", "1918-11-18"]]
        assert values(folder / "g.clio", "MATCH (a)-[r:KNOWS]->(a) RETURN r.n") == [7]
        assert values(folder / "g.clio", "MATCH (:State)-[r:SIGNED]->(:Treaty) RETURN count(r)") == [4]
        assert values(folder / "g.clio", "MATCH (s:State {id: 'lt'}) RETURN count(s)") == [1]


# ---- what tells nodes and relationships apart

def test_nodes_by_another_property(folder):
    good(folder / "g.clio", "-c", GRAPH)
    lines = [{"id": i, "labels": ["State"], "properties": p} for i, p in enumerate([{"name": "Latvia", "seat": "Riga"}, {"name": "Finland"}])]
    text = "\n".join(json.dumps(line) for line in lines)
    contains(merge(folder, "s.jsonl", text, "--id", "name"), "1 node, 0 relationships, 2 properties", "1 node and 0 relationships")
    assert values(folder / "g.clio", "MATCH (s:State {name: 'Latvia'}) RETURN s.id, s.seat") == [["lv", "Riga"]]
    write(folder, {"s.jsonl": text})
    contains(error_of("import", folder / "g.clio", folder / "s.jsonl", "--merge"), "s.jsonl, line 1, column 1: the node has no property 'id'", "--id NAME")


def test_nodes_without_labels(folder):
    db = folder / "g.clio"
    good(db, "-c", GRAPH)
    contains(merge(folder, "e.edges", "lv ee 3\nlv xx\n"), "1 node, 2 relationships, 2 properties", "2 nodes and 0 relationships")
    assert values(db, "MATCH (:State {id: 'lv'})-[r:RELATED]->(n) RETURN n.id, labels(n), r.weight ORDER BY n.id") == [
        ["ee", ["State"], 3], ["xx", [], None]]
    good(db, "-c", "CREATE (:Ship {id: 'ee'})")
    write(folder, {"e.edges": "a b\nlv ee\n"})
    contains(error_of("import", db, folder / "e.edges", "--merge"), "e.edges, line 2: there are several nodes with this id")
    contains(merge(folder, "e.edges", "lv ee\n", "--as", "Ship"), "1 node, 1 relationship, 1 property", "1 node and 0 relationships")
    good(db, "-c", "CREATE (:Old {id: 'ee'})")
    contains(error_of("import", db, folder / "e.edges", "--merge", "--as", "Ship:Old"), "e.edges, line 1: one node with this id has one of")


def test_ids_that_are_integers(folder):
    db = folder / "g.clio"
    good(db, "-c", "CREATE (:A {id: 1}), (:A {id: '2'})")
    contains(merge(folder, "e.edges", "1 2\n", "--id-type", "integer"), "1 node, 1 relationship, 1 property", "1 node and 0")


def test_parallel_relationships_in_order_or_by_properties(folder):
    db = folder / "g.clio"
    good(db, "-c", GRAPH)
    edges = "".join(f'<edge source="lv" target="t" label="SIGNED"><data key="on">{on}</data></edge>\n' for on in [2, 3])
    text = graphml('<node id="lv"/><node id="t"/>\n' + edges, ("on", "int"))
    on = "MATCH ({id: 'lv'})-[r:SIGNED]->() RETURN r.on ORDER BY r.on"
    contains(merge(folder, "p.graphml", text, "--id", "id,on"), "0 nodes, 1 relationship, 1 property", "2 nodes and 1 relationship matched")
    assert values(db, on) == [1, 2, 3]
    contains(merge(folder, "p.graphml", text), "0 nodes, 0 relationships, 2 properties", "2 nodes and 2 relationships matched")
    assert values(db, on) == [2, 3, 3]


def test_one_id_is_one_node(folder):
    db = folder / "g.clio"
    text = '{"name": "a", "x": 1}\n{"name": "b"}\n{"name": "a", "x": 2, "y": 3}\n'
    contains(merge(folder, "P.jsonl", text, "--id", "name"), "2 nodes, 0 relationships", "1 node and 0 relationships matched")
    assert values(db, "MATCH (n:P) RETURN n.name, n.x, n.y ORDER BY n.name") == [["a", 2, 3], ["b", None, None]]
    write(folder, {"1.edges": "a b\n", "2.edges": "b c\n", "3.gv": "digraph { c -> d; d -> b }"})
    good("import", db, *(folder / name for name in ["1.edges", "2.edges", "3.gv"]), "--merge", "--as", "Q")
    assert values(db, "MATCH (a:Q)-[r]->(b:Q) RETURN a.id + b.id ORDER BY a.id + b.id") == ["ab", "bc", "cd", "db"]
    assert values(db, "MATCH (a:Q) RETURN count(a)") == [4]


def test_many(folder):
    count = 30000
    text = "".join(f"n{i} n{(i * 7 + 1) % count} {i}\n" for i in range(count))
    contains(merge(folder, "m.edges", text), f"{count:,} nodes, {count:,} relationships")
    before = state_of(folder / "g.clio")
    contains(merge(folder, "m.edges", text, "--id", "id,weight"), f"{count:,} nodes and {count:,} relationships matched")
    assert state_of(folder / "g.clio") == before


# ---- what cannot be merged

def test_nodes_without_an_id(folder):
    db = folder / "g.clio"
    good(db, "-c", GRAPH)
    before = state_of(db)
    write(folder, {"x.graphml": graphml(
        '<node id="n1" labels=":A"><data key="k">a</data></node>\n <node id="n2" labels=":A"/>\n<node id="n3" labels=":A"><data key="k">b</data></node>\n'
        '<edge source="n1" target="n2" label="T"/>\n<edge source="n1" target="n3" label="T"/>\n', ("labels", "string"), ("k", "string"))})
    contains(error_of("import", db, folder / "x.graphml", "--merge"), "x.graphml, line 2, column 1: the node has no property 'id'")
    contains(error_of("import", db, folder / "x.graphml", "--merge", "--id", "k"), "x.graphml, line 3, column 2: the node has no property 'k'")
    assert state_of(db) == before
    done = good("import", db, folder / "x.graphml", "--merge", "--id", "k", "--skip-bad-rows")
    contains(done.stderr, "line 3, column 2: the node has no", "line 5, column 1: the end of the relationship has been left out")
    contains(done.stdout, "2 nodes, 1 relationship, 2 properties", "2 rows skipped")
    done = run("import", db, folder / "x.graphml", "--merge", "--dry-run")
    assert done.returncode == 1
    contains(done.stdout, "0 nodes, 0 relationships", "5 rows bad")


def test_options_that_do_not_go_together(folder):
    db = folder / "g.clio"
    write(folder, {**FOREIGN, "f.ttl": TURTLE, "s.cypher": "CREATE ();", "q.jsonl": '{"id":"Q1","type":"item","claims":{}}\n'})
    contains(error_of("import", db, folder / "a.edges", "--id", "name"), "--id goes with CSV files or with --merge")
    contains(error_of("import", db, folder / "f.ttl", "--merge", "--id", "uri"), "--id does not go with")
    contains(error_of("import", db, folder / "q.jsonl", "--merge"), "--merge does not go with")
    contains(error_of("import", db, folder / "s.cypher", "--merge"), "--merge does not go with a script")
    contains(error_of("import", db, folder / "a.edges", "--merge", "--id", "a,,b"), "--id: a name is empty")
    assert not db.exists()


def test_what_fails_changes_nothing(folder):
    db = folder / "g.clio"
    good(db, "-c", GRAPH)
    before = state_of(db)
    write(folder, {"1.edges": "lv ee 3\nlv xx\n", "2.edges": "a\n"})
    contains(error_of("import", db, folder / "1.edges", folder / "2.edges", "--merge"), "2.edges, line 1")
    contains(good("import", db, folder / "1.edges", "--merge", "--dry-run").stdout, "1 node without labels with id string", "1 node, 2 relationships, 2 properties would")
    assert state_of(db) == before
    contains(good(db, "-c", f":import {folder}/1.edges --merge").stdout, "2 nodes and 0 relationships matched")


main(globals())

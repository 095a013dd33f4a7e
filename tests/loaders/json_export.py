#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Formats of JSON: a reader that knows no more than the page on data formats says must find every value and its type,
so that the graph which is made anew from them has the checksum of the first."""

import json
import shutil
import subprocess

try:
    import networkx
except ImportError:
    networkx = None

from common import good, main, run
from torture import Entity, checksum, graph_of, make, rebuild

GRAPHS = "torture", "times"


def test_json_lines_hold_the_graph(folder):
    for name in GRAPHS:
        db = make(folder, name)
        assert checksum(rebuild(folder / f"{name}-copy.clio", *graph_of(db))) == checksum(db)


def test_types_stand_beside_what_json_cannot_say(folder):
    nodes, rels = graph_of(make(folder, "torture"))
    a = nodes[0]
    assert a.types == {
        "dates": "date[]", "holes": "any[]", "nested": "any[]", "date": "date", "time": "time",
        "lt": "localtime", "ldt": "localdatetime", "dt": "datetime", "d": "duration", "e": "edtf", "es": "edtf[]",
        "nans": "double[]"}, a.types
    assert a.properties["holes"] == [None, {"date": "1940-06-15"}]
    assert a.properties["nested"] == [[1], ["x", [{"date": "1940-06-15"}]]]
    assert a.properties["big"] == 9007199254740993 and isinstance(a.properties["whole"], float)
    assert nodes[1].types == {"f": "double"} and nodes[1].properties["f"] == "Infinity"
    assert rels[2].types == {"since": "date"}


def test_lines_without_such_values_have_no_types(folder):
    db = folder / "t.clio"
    good(db, "-c", "CREATE (:A {x: 1, y: ['a'], z: 1.0})-[:R {b: true}]->(:B)")
    assert good("export", db, "-", "--format", "jsonl").stdout.splitlines() == [
        '{"id":0,"labels":["A"],"properties":{"x":1,"y":["a"],"z":1.0}}', '{"id":1,"labels":["B"],"properties":{}}',
        '{"id":0,"type":"R","start":0,"end":1,"properties":{"b":true}}']


def of_apoc(line):
    """What a line of APOC's says, in our words."""
    row = json.loads(line)
    if row.pop("type") == "node":
        return Entity(json.dumps(row))
    ends = {"start": row.pop("start")["id"], "end": row.pop("end")["id"], "type": row.pop("label")}
    return Entity(json.dumps({**row, **ends}))


def test_apocs_json_lines(folder):
    db = make(folder, "torture")
    lines = good("export", db, "-", "--format", "jsonl", "--variant", "neo4j").stdout.split("\n")[:-1]
    nodes, rels = graph_of(db)
    assert json.loads(lines[0])["id"] == "0" and json.loads(lines[len(nodes)])["start"] == \
        {"id": "0", "labels": nodes[0].labels}
    entities = [of_apoc(line) for line in lines]
    copy = rebuild(folder / "copy.clio", [e for e in entities if hasattr(e, "labels")],
                   [e for e in entities if not hasattr(e, "labels")])
    assert checksum(copy) == checksum(db)


# ---- properties beside other members


def own_name(name, reserved):
    """The property's name of a member's."""
    return name[:-1] if name.rstrip("_") in reserved and name.endswith("_") else name


def of_members(data, reserved, **others):
    """An entity of an object whose members are properties, but for the reserved ones."""
    properties = {own_name(key, reserved): value for key, value in data.items() if key not in reserved}
    types = {own_name(key, reserved): value for key, value in data.get("types", {}).items()}
    return Entity(json.dumps({"properties": properties, "types": types, **others}))


NODE_LINK = {"id", "labels", "types"}, {"source", "target", "key", "type", "types"}
CYTOSCAPE = {"id", "label", "labels", "parent", "types"}, {"id", "source", "target", "type", "types"}


def test_networkx_reads_node_link(folder):
    for name in ("torture", "times", "baltic") if networkx else ():
        db = make(folder, name)
        good("export", db, folder / "g.json")
        data = json.loads((folder / "g.json").read_text())
        assert data["graph"] == {"generator": "clio"}
        graph = networkx.node_link_graph(data)
        assert graph.is_directed() and graph.is_multigraph()
        nodes = [of_members({"id": node, **found}, NODE_LINK[0], id=node, labels=found["labels"])
                 for node, found in graph.nodes(data=True)]
        rels = [of_members(found, NODE_LINK[1], start=start, end=end, type=found["type"])
                for start, end, found in graph.edges(data=True)]
        assert len({key for _, _, key in graph.edges(keys=True)}) == len(rels), "keys are those of the relationships"
        assert checksum(rebuild(folder / f"{name}-copy.clio", nodes, rels)) == checksum(db), name


def test_cytoscape(folder):
    for name in ("torture", "times"):
        db = make(folder, name)
        good("export", db, folder / "g.cyjs")
        elements = json.loads((folder / "g.cyjs").read_text())["elements"]
        data = [[element["data"] for element in elements[kind]] for kind in ("nodes", "edges")]
        ids = [d["id"] for d in data[0] + data[1]]
        assert len(set(ids)) == len(ids) and all(isinstance(i, str) for i in ids)
        assert {d[end] for d in data[1] for end in ("source", "target")} <= set(ids[:len(data[0])])
        nodes = [of_members(d, CYTOSCAPE[0], id=int(d["id"][1:]), labels=d["labels"]) for d in data[0]]
        rels = [of_members(d, CYTOSCAPE[1], start=int(d["source"][1:]), end=int(d["target"][1:]), type=d["type"])
                for d in data[1]]
        assert checksum(rebuild(folder / f"{name}-copy.clio", nodes, rels)) == checksum(db), name
    assert [d["label"] for d in data[0]] == ["Latvia", "Estonia", "X", "never", "always", "n5"]


def test_captions_follow_the_settings(folder):
    db = make(folder, "torture")
    good(db, input=":set name title name\n:set id empty\nCREATE (:Book {title: 'T', name: 'N'}), ({empty: 'by id'})\n;")
    lines = good("export", db, "-", "--format", "cytoscape").stdout.split("\n")
    captions = [json.loads(line.rstrip(","))["data"]["label"] for line in lines if line.startswith('{"data":{"id":"n')]
    assert captions[1:5] == ["b;c", "n2", "n3", "n5"] and captions[-2:] == ["T", "by id"], captions
    assert captions[5] == ("long " * 40) + "…" and len(captions) == 8, captions[5]


def test_javascript_reads_all_of_them(folder):
    if not shutil.which("node"):
        return
    db = make(folder, "torture")
    nodes, rels = graph_of(db)
    for name in "g.json", "g.cyjs":
        good("export", db, folder / name)
        script = "const g = JSON.parse(require('fs').readFileSync(process.argv[1])); const e = g.elements || g;" \
            "console.log(e.nodes.length, (e.edges || e.links).length, (e.nodes[1].data || e.nodes[1]).mixed)"
        done = subprocess.run(["node", "-e", script, folder / name], capture_output=True, text=True, check=True)
        assert done.stdout == f"{len(nodes)} {len(rels)} text\n", done


def test_an_empty_graph(folder):
    good(folder / "e.clio", "-c", "CREATE (n) DELETE n")
    for format, first in ("node-link", "links"), ("cytoscape", "elements"):
        data = json.loads(good("export", folder / "e.clio", "-", "--format", format).stdout)
        assert data[first] in ([], {"nodes": [], "edges": []})


def test_an_unknown_variant_is_an_error(folder):
    db = make(folder, "times")
    for args, said in ((("jsonl", "apoc"), "use one of clio, neo4j"), (("cypher", "x"), "has no variants")):
        done = run("export", db, folder / "x", "--format", args[0], "--variant", args[1])
        assert done.returncode == 1 and said in done.stderr, done.stderr
        assert not (folder / "x").exists()


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Formats of JSON: a reader that knows no more than the page on data formats says must find every value and its type,
so that the graph which is made anew from them has the checksum of the first."""

import json

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
        "dates": "date[]", "holes": "date[]", "nested": [None, [None, "date[]"]], "date": "date", "time": "time",
        "lt": "localtime", "ldt": "localdatetime", "dt": "datetime", "d": "duration", "e": "edtf", "es": "edtf[]",
        "nans": "double[]"}, a.types
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


def test_an_unknown_variant_is_an_error(folder):
    db = make(folder, "times")
    for args, said in ((("jsonl", "apoc"), "use one of clio, neo4j"), (("cypher", "x"), "has no variants")):
        done = run("export", db, folder / "x", "--format", args[0], "--variant", args[1])
        assert done.returncode == 1 and said in done.stderr, done.stderr
        assert not (folder / "x").exists()


main(globals())

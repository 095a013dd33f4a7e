#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GML as networkx and python-igraph read it. What GML cannot say is as the page on data formats has it: booleans are
numbers, long integers and all other types are text."""

import json
import math
import re
import warnings

try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None

from common import good, main
from torture import graph_of, make

OF_NODES, OF_EDGES = {"id", "label", "labels", "graphics"}, {"id", "label", "source", "target", "key", "graphics"}


def export(folder, name):
    db = make(folder, name)
    path = folder / f"{name}.gml"
    return db, path, good("export", db, path).stdout


def names_of(db, kind, reserved):
    """Each key's name in the file; keys come in the order in which the graph has met them."""
    pattern = "MATCH (n)" if kind == "node" else "MATCH ()-[n]->()"
    used = {row["k"] for row in map(json.loads, good(
        db, "--format", "jsonl", "-c", f"{pattern} UNWIND keys(n) AS k RETURN DISTINCT k").stdout.split("\n")[:-1])}
    keys = [json.loads(row)["k"] for row in good(
        db, "--format", "jsonl", "-c", "CALL db.propertyKeys() YIELD propertyKey AS k RETURN k").stdout.split("\n")[:-1]]
    names, taken = {}, set(reserved)
    for key in keys:
        if key not in used:
            continue
        name = re.sub(r"[^A-Za-z0-9_]+", "_", key)
        name = "p" + name if not name[:1].isalpha() else name
        while name in taken:
            name += "_"
        taken.add(name)
        names[key] = name
    return names


def wanted(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and not -2**31 <= value < 2**31:
        return str(value)
    return json.loads(json.dumps(value))


def same(value, kind, found):
    if isinstance(value, list):
        return json.loads(found) == value
    if kind == "double":
        value = float(value)
        return math.isnan(found) if math.isnan(value) else found == value
    return wanted(value) == found


def test_networkx_reads_everything(folder):
    for name in ("torture", "times", "baltic") if networkx else ():
        db, path, _ = export(folder, name)
        nodes, rels = graph_of(db)
        by_label = networkx.read_gml(path)
        assert by_label.number_of_nodes() == len(nodes), "labels differ"
        graph = networkx.read_gml(path, label="id")
        assert graph.is_directed() and graph.number_of_edges() == len(rels)
        names = names_of(db, "node", OF_NODES)
        for node in nodes:
            data = graph.nodes[node.id]
            assert data.pop("labels") == "".join(":" + label for label in node.labels)
            assert data.pop("label") in by_label
            assert set(data) == {names[key] for key in node.properties}
            for key, value in node.properties.items():
                assert same(value, node.types.get(key), data[names[key]]), (key, value, data[names[key]])
        names = names_of(db, "edge", OF_EDGES)
        for rel in rels:
            data = graph.edges[rel.start, rel.end, rel.id]
            assert data.pop("label") == rel.type and set(data) == {names[key] for key in rel.properties}
            for key, value in rel.properties.items():
                assert same(value, rel.types.get(key), data[names[key]]), (key, value, data[names[key]])


def references_undone(text):
    """igraph knows the five entities of XML, and leaves references to characters as they are."""
    return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)


def test_igraph_reads_everything(folder):
    for name in ("torture", "times", "baltic") if igraph else ():
        db, path, _ = export(folder, name)
        nodes, rels = graph_of(db)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of references, which it leaves as they are
            graph = igraph.Graph.Read_GML(str(path))
        assert graph.is_directed() and graph.vcount() == len(nodes) and graph.ecount() == len(rels)
        names = names_of(db, "node", OF_NODES)
        for node, vertex in zip(nodes, graph.vs):
            data = vertex.attributes()
            assert data["id"] == node.id
            assert references_undone(data["labels"]) == "".join(":" + label for label in node.labels)
            for key, value in node.properties.items():
                found, there = data[names[key]], wanted(value)
                if isinstance(found, str) and isinstance(there, (int, float)):
                    there, found = float(there), float(found)  # of several types: all text
                if isinstance(there, str) and not node.types.get(key):
                    assert references_undone(found) == there, (key, there, found)
                elif isinstance(there, (int, float)):
                    assert found == there, (key, there, found)
        for rel, edge in zip(rels, graph.es):
            assert references_undone(edge["label"]) == rel.type
            assert (nodes[edge.source].id, nodes[edge.target].id) == (rel.start, rel.end)


def test_labels_differ_for_readers_that_go_by_them(folder):
    db = folder / "t.clio"
    good(db, "-c", "UNWIND ['Riga', 'Riga', 'Tartu', 'Riga (n1)', 'x (n7)', 'Riga'] AS name CREATE ({name: name})")
    good("export", db, folder / "t.gml")
    labels = re.findall(r'^ label "(.*)"$', (folder / "t.gml").read_text(), re.M)
    assert labels == ["Riga", "Riga (n1)", "Tartu", "Riga (n1) (n3)", "x (n7) (n4)", "Riga (n5)"], labels


def test_the_file_is_ascii_and_renaming_is_told(folder):
    _, path, out = export(folder, "torture")
    path.read_text(encoding="ascii")
    assert "properties under another name, as GML has only letters and digits in names: 1" in out, out
    _, _, out = export(folder, "times")
    assert "another name" not in out


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GEXF as networkx reads it, and what Gephi asks for beyond that: captions as labels, whole dates, no open intervals."""

import math
import re
import xml.etree.ElementTree as ElementTree

try:
    import networkx
except ImportError:
    networkx = None

from common import good, main
from torture import graph_of, make

XMLNS = "{http://www.gexf.net/1.2draft}"


def export(folder, name):
    db = make(folder, name)
    path = folder / f"{name}.gexf"
    return db, path, good("export", db, path).stdout


def titles_of(root, kind):
    """The type by the title of each attribute."""
    return {a.get("title"): a.get("type") for group in root.iter(f"{XMLNS}attributes") if group.get("class") == kind
            for a in group}


def clean(text):
    return "".join("\uFFFD" if (c < " " and c not in "\t\n\r") or c in "\uFFFE\uFFFF" else c for c in text)


def titles_by_key(entities, reserved):
    keys = {key for entity in entities for key in entity.properties}
    titles = {}
    for key in keys:
        title = key
        while title.lower() in reserved or title != key and title in keys:
            title += "_"
        titles[key] = clean(title)
    return titles


def compare(properties, titles, types, found):
    for key, value in properties.items():
        kind, there = types[titles[key]], found[titles[key]]
        if kind == "double":
            value = float(value)
            assert there == value or math.isnan(there) and math.isnan(value), (key, there, value)
        elif kind in ("long", "boolean"):
            assert there == value, (key, there, value)
        elif isinstance(value, str):
            assert there == clean(value), (key, there, value)


OF_NODES, OF_EDGES = {"id", "label", "labels"}, {"id", "label", "source", "target", "type", "kind", "weight", "key"}


def test_networkx_finds_everything(folder):
    for name in ("torture", "times", "baltic") if networkx else ():
        db, path, _ = export(folder, name)
        root = ElementTree.parse(path).getroot()
        nodes, rels = graph_of(db)
        graph = networkx.read_gexf(path)
        assert graph.is_directed() and graph.number_of_nodes() == len(nodes) and graph.number_of_edges() == len(rels)
        titles = titles_by_key(nodes, OF_NODES)
        for node in nodes:
            data = graph.nodes[f"n{node.id}"]
            assert data.get("labels", "") == "".join(":" + label for label in node.labels)
            compare(node.properties, titles, titles_of(root, "node"), data)
        titles = titles_by_key(rels, OF_EDGES)
        edges = {data["id"]: (start, end, data) for start, end, data in graph.edges(data=True)}
        for rel in rels:
            start, end, data = edges[f"e{rel.id}"]
            assert (start, end, data["label"]) == (f"n{rel.start}", f"n{rel.end}", rel.type)
            compare(rel.properties, titles, titles_of(root, "edge"), data)
            assert data.get("weight") == rel.properties.get("weight")


def times(path, kind):
    return {e.get("label") if kind == "node" else e.get("id"): (e.get("start"), e.get("end"))
            for e in ElementTree.parse(path).getroot().iter(XMLNS + kind)}


def test_valid_time_is_a_timeline(folder):
    _, path, out = export(folder, "times")
    graph = ElementTree.parse(path).getroot().find(f"{XMLNS}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert (graph.get("start"), graph.get("end")) == ("-0044-03-15", "1999-12-31")
    assert times(path, "node") == {
        "Latvia": ("1918-11-18", "1940-08-05"), "Estonia": ("1918-01-01", "1999-12-31"), "X": ("1890-01-01", "1950-12-31"),
        "never": (None, None), "always": (None, None), "n5": ("-0044-03-15", "1991-12-31")}
    assert times(path, "edge") == {"e0": ("1923-01-01", "1934-12-31"), "e1": ("-0044-03-15", "1939-09-28"),
                                   "e2": (None, None), "e3": ("-0044-03-15", "1999-12-31")}
    assert out.splitlines()[1:] == [
        "open starts and ends, written as the first or last day of all (-0044-03-15 or 1999-12-31): 3",
        "written without a time, as they end before they begin: 1"]


def test_times_are_those_of_what_is_written(folder):
    db = make(folder, "times")
    good("export", db, folder / "part.gexf", "-c", "MATCH (s:State)-[r:ALLIED]->(t:State) RETURN r, t")
    assert times(folder / "part.gexf", "node") == {"Latvia": ("1918-11-18", "1940-08-05"),
                                                   "Estonia": ("1918-01-01", "1940-08-05")}


def test_settings_say_which_properties_are_times(folder):
    db = folder / "t.clio"
    good(db, input=":set valid_from since\n:set valid_to until\nCREATE ({name: 'a', since: 1900, until: 1901});\n")
    good("export", db, folder / "t.gexf")
    assert times(folder / "t.gexf", "node") == {"a": ("1900-01-01", "1901-12-31")}


def test_a_graph_without_times_is_static(folder):
    _, path, _ = export(folder, "torture")
    graph = ElementTree.parse(path).getroot().find(f"{XMLNS}graph")
    assert graph.get("mode") == "static" and graph.get("start") is None


def test_what_gephi_asks_for(folder):
    for name in "torture", "times", "baltic":
        _, path, _ = export(folder, name)
        root = ElementTree.parse(path).getroot()
        for element in root.iter():
            known = {"gexf": {"version"}, "attributes": {"class", "mode"}, "attribute": {"id", "title", "type"},
                     "graph": {"defaultedgetype", "mode", "timeformat", "start", "end"}, "attvalue": {"for", "value"},
                     "node": {"id", "label", "start", "end"},
                     "edge": {"id", "source", "target", "label", "kind", "weight", "start", "end"}}
            assert element.tag.startswith(XMLNS) and set(element.attrib) <= known.get(element.tag[len(XMLNS):], set())
            assert ("start" in element.attrib) == ("end" in element.attrib), "an open interval"
            for bound in filter(None, (element.get("start"), element.get("end"))):
                assert re.fullmatch(r"-?\d{4}-\d\d-\d\d", bound), bound
        for kind in "node", "edge":
            titles = [title.lower() for title in titles_of(root, kind)]
            assert len(set(titles)) == len(titles) and not set(titles) & {"id", "label", "source", "target", "weight"}
        assert all(node.get("label") for node in root.iter(f"{XMLNS}node"))


main(globals())

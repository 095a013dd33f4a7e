#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GraphML as others read it: every node, edge and property that networkx, python-igraph and igraph's C library find is
compared with what the graph itself says (exported as JSON Lines). A reader that is not installed is left out; the
system's Python is asked for, as that is where Debian puts networkx and igraph."""

import json
import math
import re
import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ElementTree

from common import good, main, run
from torture import graph_of, make

try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None

XMLNS = "{http://graphml.graphdrawing.org/xmlns}"
CLIO = "{urn:clio:graphml}"
YED = "{http://www.yworks.com/xml/graphml}"


def export(folder, name, *options):
    """The database, the file that is written of it, and the process that did so."""
    db = make(folder, name)
    path = folder / f"{name}.graphml"
    return db, path, good("export", db, path, *options)


def attributes_of(path):
    """By kind, the name under which a reader finds each property, and the type in Clio's words."""
    names = {"node": {}, "edge": {}}
    for key in ElementTree.parse(path).getroot().findall(f"{XMLNS}key"):
        name = key.get(f"{CLIO}name") or key.get("attr.name")
        if key.get("id") not in ("labels", "label"):
            names[key.get("for")][name] = (key.get("attr.name"), key.get("attr.type"))
    return names


def clean(text):
    """What XML can hold of a text; parsers turn no line end into another when it is escaped."""
    return "".join("\uFFFD" if (c < " " and c not in "\t\n\r") or c in "\uFFFE\uFFFF" else c for c in text)


def wanted(value, kind):
    """The value that a reader must find for one of the graph."""
    if kind in ("long", "boolean"):
        return value
    if kind == "double":
        return float(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value
    return clean(value) if isinstance(value, str) else str(value)


def same(want, found, precise=True):
    if isinstance(want, list):
        return json.loads(found) == want
    if isinstance(want, float) and math.isnan(want):
        return math.isnan(found)
    if isinstance(want, bool):
        return bool(found) == want
    if not precise and isinstance(want, int):
        return float(want) == found
    return want == found


def compare(properties, names, found, precise=True, empty_lost=False):
    for key, value in properties.items():
        name, kind = names[clean(key)]
        if value == "" and empty_lost:
            continue
        assert name in found, f"{name} is missing of {found}"
        want = wanted(value, kind)
        assert same(want, found[name], precise), f"{name}: wanted {want!r}, found {found[name]!r}"


def check_networkx(db, path):
    nodes, rels = graph_of(db)
    names = attributes_of(path)
    graph = networkx.read_graphml(path, force_multigraph=True)
    assert graph.is_directed() and graph.number_of_nodes() == len(nodes) and graph.number_of_edges() == len(rels)
    for node in nodes:
        data = graph.nodes[f"n{node.id}"]
        assert data.get("labels", "") == "".join(":" + label for label in node.labels)
        compare(node.properties, names["node"], data, empty_lost=True)
        lost = sum(value == "" and key not in data for key, value in node.properties.items())  # by some versions
        assert len(data) == len(node.properties) - lost + (len(node.labels) > 0), data
    for rel in rels:
        data = graph.edges[f"n{rel.start}", f"n{rel.end}", f"e{rel.id}"]
        assert data["label"] == rel.type
        compare(rel.properties, names["edge"], data, empty_lost=True)
        assert len(data) == len(rel.properties) + 1, data


def test_networkx_reads_the_example(folder):
    if networkx:
        check_networkx(*export(folder, "baltic")[:2])


def test_networkx_reads_awkward_values(folder):
    if networkx:
        check_networkx(*export(folder, "torture")[:2])


def check_igraph(db, path):
    nodes, rels = graph_of(db)
    names = attributes_of(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an attribute called id, which a property of that name is
        graph = igraph.Graph.Read_GraphML(str(path))
    assert graph.is_directed() and graph.vcount() == len(nodes) and graph.ecount() == len(rels)
    place = {}
    for i, (node, vertex) in enumerate(zip(nodes, graph.vs)):
        place[node.id] = i
        data = vertex.attributes()
        assert data["labels"] == "".join(":" + label for label in node.labels)
        if "id" not in names["node"]:
            assert data["id"] == f"n{node.id}"
        compare(node.properties, names["node"], data, precise=False)
    for rel, edge in zip(rels, graph.es):
        data = edge.attributes()
        assert data["label"] == rel.type and edge.tuple == (place[rel.start], place[rel.end])
        compare(rel.properties, names["edge"], data, precise=False)


def test_igraph_reads_the_example(folder):
    if igraph:
        check_igraph(*export(folder, "baltic")[:2])


def test_igraph_reads_awkward_values(folder):
    if igraph:
        check_igraph(*export(folder, "torture")[:2])


C_READER = r"""
#include <igraph.h>
int main(int argc, char **argv)
{
  igraph_t g;
  igraph_strvector_t names[3];
  igraph_vector_int_t types[3];
  FILE *file = fopen(argv[argc - 1], "r");
  igraph_set_attribute_table(&igraph_cattribute_table);
  if (!file || igraph_read_graph_graphml(&g, file, 0)) return 1;
  for (int i = 0; i < 3; i++) {
    igraph_strvector_init(&names[i], 0);
    igraph_vector_int_init(&types[i], 0);
  }
  igraph_cattribute_list(&g, &names[0], &types[0], &names[1], &types[1], &names[2], &types[2]);
  printf("%d %d %d\n", (int)igraph_vcount(&g), (int)igraph_ecount(&g), igraph_is_directed(&g));
  for (igraph_integer_t v = 0; v < igraph_vcount(&g); v++)
    for (igraph_integer_t i = 0; i < igraph_strvector_size(&names[1]); i++) {
      const char *name = igraph_strvector_get(&names[1], i);
      if (VECTOR(types[1])[i] == IGRAPH_ATTRIBUTE_STRING) printf("%s=%s%c", name, VAS(&g, name, v), 0);
      else if (VECTOR(types[1])[i] == IGRAPH_ATTRIBUTE_BOOLEAN) printf("%s=%d%c", name, VAB(&g, name, v), 0);
      else printf("%s=%.17g%c", name, VAN(&g, name, v), 0);
    }
  for (igraph_integer_t e = 0; e < igraph_ecount(&g); e++)
    printf("%d %d %s%c", (int)IGRAPH_FROM(&g, e), (int)IGRAPH_TO(&g, e), EAS(&g, "label", e), 0);
  return 0;
}
"""


def build_c_reader(folder):
    if not shutil.which("cc") or not shutil.which("pkg-config"):
        return None
    (folder / "reader.c").write_text(C_READER)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "igraph"], capture_output=True, text=True)
    if flags.returncode != 0:
        return None
    subprocess.run(["cc", "-o", folder / "reader", folder / "reader.c", *flags.stdout.split()], check=True)
    return folder / "reader"


def test_igraphs_c_library_reads_both(folder):
    reader = build_c_reader(folder)
    for name in ("baltic", "torture") if reader else ():
        db, path, _ = export(folder, name)
        nodes, rels = graph_of(db)
        names = attributes_of(path)
        head, rest = subprocess.run([reader, path], capture_output=True, check=True).stdout.split(b"\n", 1)
        assert head.split() == [str(len(nodes)).encode(), str(len(rels)).encode(), b"1"], head
        cells = [cell.decode() for cell in rest.split(b"\0")[:-1]]
        ends, cells = cells[len(cells) - len(rels):], cells[:len(cells) - len(rels)]
        width = len(cells) // len(nodes)
        place = {node.id: i for i, node in enumerate(nodes)}
        for i, node in enumerate(nodes):
            data = dict(cell.split("=", 1) for cell in cells[i * width:(i + 1) * width])
            assert data["labels"] == "".join(":" + label for label in node.labels)
            for key, value in node.properties.items():
                attribute, kind = names["node"][clean(key)]
                want, found = wanted(value, kind), data[attribute]
                if kind in ("long", "double"):
                    want, found = float(want), float(found)
                elif kind == "boolean":
                    found = found == "1"
                assert same(want, found), (attribute, want, found)
        for rel, line in zip(rels, ends):
            assert line == f"{place[rel.start]} {place[rel.end]} {rel.type}", line


# ---- the file itself

def test_the_layout_is_that_of_apoc(folder):
    _, path, _ = export(folder, "baltic")
    text = path.read_text()
    assert '<key id="labels" for="node" attr.name="labels" attr.type="string"/>' in text
    assert '<key id="label" for="edge" attr.name="label" attr.type="string"/>' in text
    assert '<node id="n' in text and 'labels=":State' in text or 'labels=":Place:State' in text
    root = ElementTree.fromstring(text)
    for edge in root.iter(f"{XMLNS}edge"):
        assert edge.find(f"{XMLNS}data[@key='label']").text == edge.get("label")
    for node in root.iter(f"{XMLNS}node"):
        assert node.find(f"{XMLNS}data[@key='labels']").text == node.get("labels")
    ids = [e.get("id") for tag in ("key", "node", "edge") for e in root.iter(XMLNS + tag)]
    assert all(len(set(group)) == len(group) for group in
               ([e.get("id") for e in root.iter(XMLNS + tag)] for tag in ("key", "node", "edge"))), ids


def test_types_can_be_restored(folder):
    _, path, _ = export(folder, "torture")
    root = ElementTree.parse(path).getroot()
    keys = {(k.get("for"), k.get(f"{CLIO}name") or k.get("attr.name")): k for k in root.findall(f"{XMLNS}key")}
    def key(name, kind="node"):
        k = keys[kind, name]
        return k.get("attr.type"), k.get("attr.list"), k.get(f"{CLIO}type")
    assert key("n") == ("long", None, None) and key("f") == ("double", None, None) and key("b") == ("boolean", None, None)
    assert key("name") == ("string", None, None) and key("number") == ("double", None, None)
    assert key("mixed") == ("string", None, None)
    assert key("list") == ("string", "string", "string[]") and key("ints") == ("string", "long", "long[]")
    assert key("dates") == ("string", "string", "date[]") and key("mixedlist") == ("string", "string", None)
    for name, kind in [("date", "date"), ("time", "time"), ("lt", "localtime"), ("ldt", "localdatetime"),
                       ("dt", "datetime"), ("d", "duration"), ("e", "edtf")]:
        assert key(name) == ("string", None, kind), (name, key(name))
    assert keys["node", "labels"].get("attr.name") == "labels__", "labels_ is taken by another property"
    data = {(n.get("id"), d.get("key")): (d.text, d.get(f"{CLIO}type")) for n in root.iter(f"{XMLNS}node")
            for d in n.findall(f"{XMLNS}data")}
    def datum(node, name):
        return data[node, keys["node", name].get("id")]
    assert datum("n0", "mixed") == ("1", "long") and datum("n1", "mixed") == ("text", None)
    assert datum("n2", "mixed") == ("1940-01-01", "date")
    assert datum("n0", "number") == ("1", "long") and datum("n1", "number") == ("2.5", None)
    assert datum("n1", "f") == ("INF", None) and datum("n2", "f") == ("NaN", None)
    assert datum("n0", "mixedlist") == ('[1,"a",2.5,true]', "any[]"), datum("n0", "mixedlist")
    assert datum("n0", "multi")[0] == "two\nlines\tand\rreturn"
    assert "<!-- 3 characters that XML cannot hold were replaced by U+FFFD -->" in path.read_text()


def test_an_empty_graph_and_the_result_of_a_query(folder):
    db, path = folder / "t.clio", folder / "t.graphml"
    good(db, "-c", "CREATE (n) DELETE n")
    good("export", db, path)
    assert len(list(ElementTree.parse(path).getroot().iter(f"{XMLNS}node"))) == 0
    good(db, "-c", "CREATE (:A {x: 1})-[:R {y: 2}]->(:B {z: 3}), (:C {w: 4})")
    good("export", db, path, "-c", "MATCH ()-[r:R]->() RETURN r")
    root = ElementTree.parse(path).getroot()
    assert [k.get("attr.name") for k in root.findall(f"{XMLNS}key")] == ["labels", "label", "x", "z", "y"]
    assert len(list(root.iter(f"{XMLNS}node"))) == 2 and len(list(root.iter(f"{XMLNS}edge"))) == 1


def test_nothing_is_printed_to_standard_error(folder):
    _, path, done = export(folder, "torture")
    assert done.stderr == "", done.stderr
    done = run("export", folder / "torture.clio", "-", "--format", "graphml")
    assert done.returncode == 0 and done.stdout == path.read_text()


def test_labels_with_colons_are_listed(folder):
    _, path, _ = export(folder, "torture")
    nodes = list(ElementTree.parse(path).getroot().iter(f"{XMLNS}node"))
    assert json.loads(nodes[0].get(f"{CLIO}labels")) == ["A", "B c", 'x<y:"z"']
    assert all(node.get(f"{CLIO}labels") is None for node in nodes[1:])


# ---- variants


def tree(folder, variant):
    db, path, _ = export(folder, "torture", "--variant", variant)
    return db, path, ElementTree.parse(path).getroot()


def data_of(root, tag):
    """By entity, its data by the names of their keys."""
    names = {k.get("id"): k.get("attr.name") for k in root.findall(f"{XMLNS}key")}
    return {e.get("id"): {names[d.get("key")]: d.text or "" for d in e.findall(f"{XMLNS}data") if names[d.get("key")]}
            for e in root.iter(f"{XMLNS}{tag}")}


def check_standard(root):
    known = {"graphml": set(), "key": {"id", "for", "attr.name", "attr.type"}, "graph": {"id", "edgedefault"},
             "node": {"id"}, "edge": {"id", "source", "target"}, "data": {"key"}}
    for element in root.iter():
        assert element.tag.startswith(XMLNS) and set(element.attrib) == known[element.tag[len(XMLNS):]], element.tag
    assert all(k.get("attr.type") in ("boolean", "long", "double", "string") for k in root.findall(f"{XMLNS}key"))


def test_plain_has_standard_keys_only(folder):
    _, _, root = tree(folder, "plain")
    check_standard(root)
    assert data_of(root, "node")["n2"] == {"labels": ":A", "mixed": "1940-01-01", "number": "-3", "f": "NaN", "name": ""}
    assert data_of(root, "edge")["e1"] == {"label": "KNOWS"}


def test_gephi_finds_captions(folder):
    db, path, root = tree(folder, "gephi")
    check_standard(root)
    nodes, edges = data_of(root, "node"), data_of(root, "edge")
    assert [nodes[n]["label"] for n in ("n1", "n2", "n3")] == ["b;c", "n2", "n3"]
    assert nodes["n0"]["label_"] == "l" and nodes["n0"]["labels__"] == "not labels" and nodes["n0"]["id___"] == "own id"
    assert edges["e0"]["label"] == 'T & "t"' and edges["e0"]["label_"] == "not a type"
    names = [(k.get("for"), k.get("attr.name").lower()) for k in root.findall(f"{XMLNS}key")]
    assert len(set(names)) == len(names), names
    if networkx:
        graph = networkx.read_graphml(path, force_multigraph=True)
        assert graph.number_of_edges() == len(graph_of(db)[1]) and graph.nodes["n1"]["label"] == "b;c"


def test_yed_finds_names_and_colours(folder):
    db, path, root = tree(folder, "yed")
    keys = {k.get("yfiles.type"): k.get("id") for k in root.findall(f"{XMLNS}key")}
    assert {"nodegraphics", "edgegraphics"} <= set(keys)
    drawn = {}
    for node in root.iter(f"{XMLNS}node"):
        shape = node.find(f"{XMLNS}data[@key='{keys['nodegraphics']}']/{YED}ShapeNode")
        drawn[node.get("id")] = shape.find(f"{YED}NodeLabel").text, shape.find(f"{YED}Fill").get("color")
        assert float(shape.find(f"{YED}Geometry").get("width")) > 0
    assert drawn["n1"] == ("b;c", "#FFFFFF") and drawn["n2"][0] == "n2" and drawn["n3"][0] == "n3"
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for _, colour in drawn.values())
    assert drawn["n2"][1] == drawn["n5"][1] != drawn["n6"][1], "colours are by label"
    for edge in root.iter(f"{XMLNS}edge"):
        label = edge.find(f"{XMLNS}data[@key='{keys['edgegraphics']}']/{YED}PolyLineEdge/{YED}EdgeLabel").text
        assert label == edge.find(f"{XMLNS}data[@key='label']").text
    if networkx:
        graph = networkx.read_graphml(path, force_multigraph=True)
        assert graph.nodes["n1"]["label"] == "b;c" and graph.nodes["n1"]["shape_type"] == "roundrectangle"
        assert graph.number_of_edges() == len(graph_of(db)[1])


def test_variants_differ_in_nothing_but_what_readers_ask_for(folder):
    _, _, neo4j = tree(folder, "neo4j")
    wanted = {tag: data_of(neo4j, tag) for tag in ("node", "edge")}
    for variant in "plain", "yed":
        _, _, root = tree(folder, variant)
        assert {tag: data_of(root, tag) for tag in ("node", "edge")} == wanted, variant


main(globals())

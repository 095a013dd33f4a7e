#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GraphML as others read it: every node, edge and property that networkx, python-igraph and igraph's C library find is
compared with what the graph itself says (exported as JSON Lines). A reader that is not installed is left out; the
system's Python is asked for, as that is where Debian puts networkx and igraph."""

import json
import math
import os
import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ElementTree

from common import good, main, run

try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
XMLNS = "{http://graphml.graphdrawing.org/xmlns}"

AWKWARD = r"""
CREATE (a:A:`B c`:`x<y` {id: 'own id', labels: 'not labels', label: 'l', name: 'a & b <c> "d" \'e\'', empty: '',
  multi: 'two\nlines\tand\rreturn', n: 1, big: 9007199254740993, small: -9223372036854775807, f: 1.5, b: true,
  mixed: 1, number: 1, list: ['a,b', 'c"d', ''], ints: [1, 2], none: [], dates: [date('1940-06-15')],
  mixedlist: [1, 'a', 2.5, true], date: date('1940-06-15'), time: time('04:30+03:00'), lt: localtime('04:30'),
  ldt: localdatetime('1940-06-15T04:30'), dt: datetime('1940-06-15T04:30[Europe/Riga]'), d: duration('P1M2D'), e: edtf('1939~/..'),
  control: 'a\u0001b\u0000c\uFFFEd', `ключ "1"`: 'значение \uD83D\uDE00', d0: 'like an id', n0: 'x'}),
  (b {mixed: 'text', number: 2.5, f: 1.0 / 0.0, b: false, `labels_`: 'taken', mixedlist: [2.0]}),
  (c:A {mixed: date('1940-01-01'), number: -3, f: 0.0 / 0.0}), (d), (e:E),
  (a)-[:`T & "t"` {label: 'not a type', id: 'rel', source: 's', target: 't', key: 'k', weight: 2}]->(b),
  (a)-[:KNOWS]->(b), (a)-[:KNOWS {since: date('1900-01-01'), weight: 3}]->(b), (a)-[:KNOWS]->(a), (b)-[:KNOWS]->(a),
  (e)-[:GONE]->(e);
MATCH (e:E) DETACH DELETE e;
"""


class Entity:
    def __init__(self, line):
        self.__dict__.update(json.loads(line))


def graph_of(db):
    lines = good("export", db, "-", "--format", "jsonl").stdout.splitlines()
    nodes = [Entity(line) for line in lines if '"labels":' in line[:40]]
    rels = [Entity(line) for line in lines[len(nodes):]]
    return nodes, rels


def make(folder, name):
    db = folder / f"{name}.clio"
    if name == "baltic":
        good("import", db, os.path.join(ROOT, "examples/baltic"))
    else:
        good(db, "-c", AWKWARD)
    path = folder / f"{name}.graphml"
    done = good("export", db, path)
    return db, path, done


def attributes_of(path):
    """By kind, the name under which a reader finds each property, and the type in Clio's words."""
    names = {"node": {}, "edge": {}}
    for key in ElementTree.parse(path).getroot().findall(f"{XMLNS}key"):
        name = key.get("{urn:clio:graphml}name") or key.get("attr.name")
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
        check_networkx(*make(folder, "baltic")[:2])


def test_networkx_reads_awkward_values(folder):
    if networkx:
        check_networkx(*make(folder, "awkward")[:2])


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
        check_igraph(*make(folder, "baltic")[:2])


def test_igraph_reads_awkward_values(folder):
    if igraph:
        check_igraph(*make(folder, "awkward")[:2])


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
    for name in ("baltic", "awkward") if reader else ():
        db, path, _ = make(folder, name)
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
    _, path, _ = make(folder, "baltic")
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
    _, path, _ = make(folder, "awkward")
    root = ElementTree.parse(path).getroot()
    clio = "{urn:clio:graphml}"
    keys = {(k.get("for"), k.get(f"{clio}name") or k.get("attr.name")): k for k in root.findall(f"{XMLNS}key")}
    def key(name, kind="node"):
        k = keys[kind, name]
        return k.get("attr.type"), k.get("attr.list"), k.get(f"{clio}type")
    assert key("n") == ("long", None, None) and key("f") == ("double", None, None) and key("b") == ("boolean", None, None)
    assert key("name") == ("string", None, None) and key("number") == ("double", None, None)
    assert key("mixed") == ("string", None, None)
    assert key("list") == ("string", "string", "string[]") and key("ints") == ("string", "long", "long[]")
    assert key("dates") == ("string", "string", "date[]") and key("mixedlist") == ("string", "string", None)
    for name, kind in [("date", "date"), ("time", "time"), ("lt", "localtime"), ("ldt", "localdatetime"),
                       ("dt", "datetime"), ("d", "duration"), ("e", "edtf")]:
        assert key(name) == ("string", None, kind), (name, key(name))
    assert keys["node", "labels"].get("attr.name") == "labels__", "labels_ is taken by another property"
    data = {(n.get("id"), d.get("key")): (d.text, d.get(f"{clio}type")) for n in root.iter(f"{XMLNS}node")
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
    _, path, done = make(folder, "awkward")
    assert done.stderr == "", done.stderr
    done = run("export", folder / "awkward.clio", "-", "--format", "graphml")
    assert done.returncode == 0 and done.stdout == path.read_text()


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GML, Pajek, DOT, lists of edges and LGL into a graph: what networkx, igraph and yEd write, what the formats allow, and files
that are wrong."""

import functools
import gzip
import re

import graph_files
from common import good, main, values
from graph_files import nodes, rels

try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None


def of(extension):
    name = "g." + extension
    return functools.partial(graph_files.load, name=name), functools.partial(graph_files.refuse, name=name)


load_gml, refuse_gml = of("gml")
load_net, refuse_net = of("net")
load_edges, refuse_edges = of("edges")
load_lgl, refuse_lgl = of("lgl")
load_dot, refuse_dot = of("dot")
UNTYPED = "note: edges without a label, whose type is RELATED: "


# ---- GML

def test_gml_of_networkx(folder):
    if not networkx:
        return
    g = networkx.MultiDiGraph(name="all")
    g.add_node("a", x=1, half=2.5, yes=True, s='ä "&" <', l=[1, 2, 3], one=[5], d={"k": 1, "m": {"z": "q"}}, neg=-3,
               inf=float("inf"), wide=2**31)
    g.add_node("b")
    g.add_edge("a", "b", key="k1", label="T", w=1e300)
    g.add_edge("a", "b")
    networkx.write_gml(g, folder / "x.gml")
    db, notes = load_gml(folder, (folder / "x.gml").read_bytes())
    assert notes == ["note: values of the graph as a whole, left out: 2", UNTYPED + "1"], notes
    assert nodes(db) == [([], {"id": 0, "label": "a", "x": 1, "half": 2.5, "yes": 1, "s": 'ä "&" <', "l": [1, 2, 3], "one": [5],
                               "d.k": 1, "d.m.z": "q", "neg": -3, "inf": "Infinity", "wide": "2147483648"}),
                         ([], {"id": 1, "label": "b"})], nodes(db)
    assert rels(db) == [(0, "T", 1, {"key": "k1", "w": 1e300}), (0, "RELATED", 1, {"key": 1})], rels(db)


def test_gml_of_igraph(folder):
    if not igraph:
        return
    g = igraph.Graph(directed=False)
    g.add_vertices(2, {"name": ["a", 'b "q"']})
    g.add_edges([(0, 1)])
    g.es["weight"] = [1.5]
    g.write_gml(str(folder / "x.gml"))
    db, notes = load_gml(folder, (folder / "x.gml").read_bytes())
    assert "note: undirected edges, each a relationship from its source to its target: 1" in notes, notes
    assert nodes(db) == [([], {"id": 0, "name": "a"}), ([], {"id": 1, "name": 'b "q"'})], nodes(db)
    assert rels(db) == [(1, "RELATED", 0, {"weight": 1.5})], rels(db)


def test_gml_of_yed_with_groups_and_drawings(folder):
    db, notes = load_gml(folder, """Creator "yFiles"
Version "2.18"
# a comment
graph
[
\thierarchic\t1
\tlabel\t""
\tdirected\t1
\tnode [ id 0 label "Riga" graphics [ x 10.5 y -2 fill "#FFCC00" ] LabelGraphics [ text "Riga" fontSize 12 ] gid 1 ]
\tnode [ id 1 label "Latvia
Republic" isGroup 1 ]
\tedge [ source 0 target 1 label "capital of" graphics [ Line [ point [ x 1 y 2 ] point [ x 3 y 4 ] ] ] ]
]
""")
    assert notes == ["note: values of the graph as a whole, left out: 2"], notes
    assert nodes(db) == [([], {"id": 0, "label": "Riga", "graphics.x": 10.5, "graphics.y": -2, "graphics.fill": "#FFCC00",
                               "LabelGraphics.text": "Riga", "LabelGraphics.fontSize": 12}),
                         ([], {"id": 1, "label": "Latvia\nRepublic", "isGroup": 1})], nodes(db)
    assert rels(db) == [(1, "CONTAINS", 0, {}),
                        (0, "capital of", 1, {"graphics.Line.point.x": [1, 3], "graphics.Line.point.y": [2, 4]})], rels(db)


def test_gml_keeps_large_integers_and_ids_of_all_kinds(folder):
    db, _ = load_gml(folder, """graph [ directed 1 edge [ source "x y" target 9007199254740993 n -9223372036854775808 ]
node [ id 9007199254740993 f 1e5 e 9223372036854775808 ] node [ id "x y" s "&amp;&#228;&#x;&unknown; \\" ] ]
graph [ directed 1 node [ id "x y" ] ]""")
    assert nodes(db) == [([], {"id": "x y", "s": "&ä&#x;&unknown; \\"}), ([], {"id": 9007199254740993, "f": 1e5, "e": 9.223372036854776e18}),
                         ([], {"id": "x y"})], nodes(db)
    assert rels(db) == [("x y", "RELATED", 9007199254740993, {"n": -9223372036854775808})], rels(db)


def test_gml_that_is_wrong(folder):
    assert refuse_gml(folder, "") == "g.gml: found no graph, expected graph [ ... ]"
    assert refuse_gml(folder, "graph 1") == "g.gml, line 1, column 7: found '1', expected [, and what the graph has"
    assert refuse_gml(folder, "graph [\n  node [ id 1 ]") == "g.gml, line 2, column 16: found the end of the file, expected a key or ]"
    assert refuse_gml(folder, "graph [ node [ id 1 ]\nnode [ id 1 ] ]") == "g.gml, line 2, column 1: another node has the id '1'"
    assert refuse_gml(folder, "graph [ node [ label 1 ] ]") == \
        "g.gml, line 1, column 9: found a node without an id that is a number or a string, expected one"
    assert refuse_gml(folder, "graph [ edge [ source 1 ] ]") == \
        "g.gml, line 1, column 9: found an edge without a target, expected the id of a node"
    assert refuse_gml(folder, "graph [ node [ id 1 ]\n edge [ source 1 target 2 ] ]") == \
        "g.gml, line 2, column 2: a relationship refers to the id 2, which no node has"
    assert refuse_gml(folder, 'graph [ node [ id 1 s "abc ] ]') == "g.gml, line 1, column 23: a quote is opened and not closed"
    assert refuse_gml(folder, "graph [ node [ id 1 s abc ] ]") == "g.gml, line 1, column 23: found 'abc', expected a value"
    assert refuse_gml(folder, "graph [ node [ id 1-2 ] ]") == "g.gml, line 1, column 19: found '1-2', expected a number"
    assert refuse_gml(folder, "graph [ directed maybe ]") == "g.gml, line 1, column 18: found 'maybe', expected 0 or 1"
    assert refuse_gml(folder, "graph [ ? ]") == "g.gml, line 1, column 9: found '?', expected a key, a value or ]"
    assert "lists are nested more than 100 deep" in refuse_gml(folder, "graph [ node [ id 1 " + "x [ " * 5000)
    assert refuse_gml(folder, b"graph [ node [ id 1 s \"\xff\" ] ]") == "g.gml, line 1, column 24: byte 0xFF is not UTF-8"
    db, notes = load_gml(folder, "graph [ directed 1 node [ id 1 ] node [ id 1 ] edge [ target 1 ] edge [ source 1 target 1 ] ]", "--skip-bad-rows")
    assert len([n for n in notes if n.startswith("skipped: ")]) == 2 and rels(db) == [(1, "RELATED", 1, {})], notes


def test_gml_of_clio(folder):
    good(folder / "a.clio", "-c", "CREATE (a:A:B {name: 'x', n: 7, f: 1.5, s: 'ä \"'})-[:T {w: 2.0}]->(b {name: 'y'}), (a)-[:T]->(b)")
    good("export", folder / "a.clio", folder / "a.gml")
    assert good("import", folder / "b.clio", folder / "a.gml").stderr == ""
    a, b = (re.search("checksum.*", good("check", folder / f"{name}.clio").stdout)[0] for name in "ab")
    assert a == b, (folder / "a.gml").read_text()


# ---- Pajek

def test_pajek_of_networkx_and_igraph(folder):
    if networkx:
        g = networkx.MultiDiGraph()
        g.add_node("New York", x=1, shape="box")
        g.add_edge("New York", "Riga", weight=2.5, color="red")
        networkx.write_pajek(g, folder / "x.net")
        db, notes = load_net(folder, (folder / "x.net").read_bytes())
        assert [p.items() >= {"label": label, "id": str(i + 1)}.items() for i, ((_, p), label) in
                enumerate(zip(nodes(db), ["New York", "Riga"]))] == [True, True], nodes(db)
        assert [r[:3] for r in rels(db)] == [("1", "RELATED", "2")] and rels(db)[0][3]["weight"] == 2.5, rels(db)
    if igraph:
        g = igraph.Graph([(0, 1), (1, 2)], directed=False)
        g.vs["name"] = ["a", "b", "c d"]
        g.es["weight"] = [1.5, 2]
        g.write_pajek(str(folder / "y.net"))
        db, notes = load_net(folder, (folder / "y.net").read_bytes())
        assert "note: undirected edges, each a relationship from the first to the second vertex: 2" in notes, notes
        assert len(nodes(db)) == 3 and [r[3] for r in rels(db)] == [{"weight": 1.5}, {"weight": 2}], (nodes(db), rels(db))


def test_pajek_of_all_kinds(folder):
    db, notes = load_net(folder, """% a comment
*Network alliances
*Vertices 4 2
1 "Latvia" 0.1 0.2 0.5 ellipse ic Red x_fact 2 [1918-1940,1991-*]
2 Estonia
3 'Pact of "three"' box
*Arcs :1 "attacks"
1 2 3.5 c Blue [1939]
1 2
*Edges
2 3 1 l "allied"
*Arcslist
1 2 3
*Matrix
0 1 0 0
0 0 0 0
0 0 0 0
0 0 0 -2.5
*Vector
1
2
""")
    assert notes == ["note: several times of one vertex or line, which is from the first to the last of them: 1",
                     "note: undirected edges, each a relationship from the first to the second vertex: 1",
                     "note: lines without a label or a named relation, whose type is RELATED: 4",
                     "note: lines of sections that are no network, left out: 2"], notes
    assert nodes(db) == [
        ([], {"id": "1", "mode": 1, "label": "Latvia", "x": 0.1, "y": 0.2, "z": 0.5, "shape": "ellipse", "ic": "Red", "x_fact": 2,
              "valid_from": 1918}),
        ([], {"id": "2", "mode": 1, "label": "Estonia"}), ([], {"id": "3", "mode": 2, "label": 'Pact of "three"', "shape": "box"}),
        ([], {"id": "4", "mode": 2})], nodes(db)
    assert rels(db) == [("1", "attacks", "2", {"weight": 3.5, "c": "Blue", "valid_from": 1939, "valid_to": 1939}),
                        ("1", "attacks", "2", {}), ("2", "allied", "3", {"weight": 1}), ("1", "RELATED", "2", {}),
                        ("1", "RELATED", "3", {}), ("1", "RELATED", "2", {"weight": 1}), ("4", "RELATED", "4", {"weight": -2.5})], rels(db)


def test_pajek_that_is_wrong(folder):
    head = '*Vertices 2\n1 "a"\n2 "b"\n'
    assert refuse_net(folder, "1 2\n") == "g.net, line 1, column 1: found '1 2', expected *Vertices"
    assert refuse_net(folder, "*Vertices\n") == \
        "g.net, line 1, column 10: found the end of the line, expected how many vertices there are"
    assert refuse_net(folder, "*Vertices many") == "g.net, line 1, column 11: found 'many', expected a number"
    assert refuse_net(folder, "*Vertices 4000000000\n") == \
        "g.net, line 1, column 11: found '4000000000', expected fewer vertices, as the file cannot describe so many"
    assert refuse_net(folder, head + "3 c\n") == "g.net, line 4, column 1: found '3', expected the number of a vertex"
    assert refuse_net(folder, head + "2 c\n") == \
        "g.net, line 4, column 1: found '2', expected the number of a vertex that has not been described"
    assert refuse_net(folder, head + "*arcs\n1 0\n") == "g.net, line 5, column 3: found '0', expected the number of a vertex"
    assert refuse_net(folder, head + "*arcs\n1\n") == \
        "g.net, line 5, column 2: found the end of the line, expected the second vertex"
    assert refuse_net(folder, head + "*arcs\n1 2 1 c\n") == \
        "g.net, line 5, column 7: found 'c', expected a shape, times, or a name with a value"
    assert refuse_net(folder, head + "*matrix\n1 x\n") == "g.net, line 5, column 3: found 'x', expected a number"
    assert refuse_net(folder, head + "*matrix\n1 0 0\n") == "g.net, line 5, column 5: found '0', expected the end of the matrix"
    assert refuse_net(folder, '*Vertices 1\n1 "a\n') == "g.net, line 2, column 3: a quote is opened and not closed"
    db, notes = load_net(folder, head + "*arcs\n1 7\n1 2\n", "--skip-bad-rows")
    assert re.fullmatch("skipped: .*g.net, line 5, column 3: found '7', expected the number of a vertex", notes[0]), notes
    assert len(rels(db)) == 1


# ---- DOT

def test_dot(folder):
    db, notes = load_dot(folder, r"""/* a
comment */ digraph G { // another
# and one more
rankdir=LR; graph [fontsize=10]
node [shape=box, color="red"]; edge [weight=2]
a [label="First\nline \"q\"\l" ] b:n -> c:port:sw [label="knows", weight=1.5; style]
"a b" -> b -> a [label=<<b>is</b> x>]
node [shape=circle]
d [label="\N and \\", num=007, s="42", n=-.5, long="one " + /* x */ "two \
three"];
b [shape=star]
}""")
    assert notes == ["note: attributes of graphs and subgraphs, left out: 2"], notes
    assert nodes(db) == [
        ([], {"id": "a", "shape": "box", "color": "red", "label": 'First\nline "q"'}),
        ([], {"id": "b", "shape": "star", "color": "red"}), ([], {"id": "c", "shape": "box", "color": "red"}),
        ([], {"id": "a b", "shape": "box", "color": "red"}),
        ([], {"id": "d", "shape": "circle", "color": "red", "label": "d and \\", "num": 7, "s": "42", "n": -0.5,
              "long": "one two three"})], nodes(db)
    assert rels(db) == [("b", "knows", "c", {"weight": 1.5, "style": "true", "tailport": "n", "headport": "port:sw"}),
                        ("a b", "<b>is</b> x", "b", {"weight": 2}), ("b", "<b>is</b> x", "a", {"weight": 2})], rels(db)


def test_dot_subgraphs_and_clusters(folder):
    db, notes = load_dot(folder, """strict graph {
  subgraph cluster_axis { label="The Axis"; node [color=black] de; it -- de
    subgraph cluster_inner { graph [rank=same] hu } }
  subgraph helpers { fi }
  {de it} -- {hu; ro} [label=pact]
  it -- de [since=1939]
  x
}
graph { x }""")
    assert notes == ["note: edges without a label, whose type is RELATED: 1",
                     "note: undirected edges, each a relationship from its first to its second node: 5",
                     "note: subgraphs that are no clusters, left out, but not what is in them: 1",
                     "note: repeated edges of a strict graph, which are one: 1"], notes
    assert nodes(db) == [(["Cluster"], {"id": "cluster_axis", "label": "The Axis"}), ([], {"id": "de", "color": "black"}),
                         ([], {"id": "it", "color": "black"}), (["Cluster"], {"id": "cluster_inner", "rank": "same"}),
                         ([], {"id": "hu", "color": "black"}), ([], {"id": "fi"}), ([], {"id": "ro"}), ([], {"id": "x"}), ([], {"id": "x"})], nodes(db)
    assert rels(db) == [
        ("it", "RELATED", "de", {"since": 1939}), ("cluster_inner", "CONTAINS", "hu", {}), ("cluster_axis", "CONTAINS", "cluster_inner", {}),
        ("cluster_axis", "CONTAINS", "de", {}), ("cluster_axis", "CONTAINS", "it", {}),
        ("de", "pact", "hu", {}), ("de", "pact", "ro", {}), ("it", "pact", "hu", {}), ("it", "pact", "ro", {})], rels(db)


def test_dot_that_is_wrong(folder):
    assert refuse_dot(folder, "") == "g.dot, line 1, column 1: found the end of the file, expected graph or digraph"
    for text, wrong in [
            ("<x/>", "line 1, column 1: found 'x/', expected graph or digraph"),
            ("digraph {\n a -- b }", "line 2, column 4: found '--', expected -> in a digraph"),
            ("graph {\n a -> b }", "line 2, column 4: found '->', expected -- in a graph"),
            ("digraph {\n a -> }", "line 2, column 7: found '}', expected a node or a subgraph"),
            ("digraph {\n a [b=]", "line 2, column 7: found ']', expected a value"),
            ("digraph {\n a [b=1", "line 2, column 8: found the end of the file, expected the name of an attribute or ]"),
            ("digraph {\n a [=1]", "line 2, column 5: found '=', expected the name of an attribute or ]"),
            ("digraph {\n a", "line 2, column 3: found the end of the file, expected a statement or }"),
            ("digraph {\n 1a }", "line 2, column 2: found '1a', expected a number, or a name that begins with a letter or is in quotes"),
            ("digraph {\n a ? }", "line 2, column 4: found '?', expected a name or one of { } [ ] = ; , :"),
            ("digraph {\n a [l=\"x\n\n] }", "line 2, column 7: a quote is opened and not closed"),
            ("digraph {\n a [l=<x<y> ] }", "line 2, column 7: < is opened and not closed"),
            ("digraph { /* \n }", "line 1, column 11: /* is opened and not closed"),
            ("digraph { a [l=\"x\" + y] }", "line 1, column 22: expected a text in quotes behind +"),
            ("digraph { node a }", "line 1, column 16: found 'a', expected ["),
            ("digraph { a } }", "line 1, column 15: found '}', expected graph or digraph"),
            ("digraph { subgraph x y }", "line 1, column 22: found 'y', expected {")]:
        assert refuse_dot(folder, text) == f"g.dot, {wrong}", (text, refuse_dot(folder, text))
    assert "subgraphs are nested more than 200 deep" in refuse_dot(folder, "graph {" + "{" * 100000)


def test_one_long_line(folder):
    """Columns are not counted from its start again and again."""
    keys = [f"key{i}" for i in range(40000)]
    for (load, refuse), start, pairs, end, wrong in [
            ((load_dot, refuse_dot), "digraph { a [", ", ".join(f'{k}="ā"' for k in keys), "] }", "found '?'"),
            ((load_gml, refuse_gml), "graph [ node [ id 1 ", " ".join(f'{k} "ā"' for k in keys), " ] ]", "found '?'")]:
        db, _ = load(folder, start + pairs + end)
        assert values(db, "MATCH (n) RETURN size(keys(n)), n.key39999") == [[40001, "ā"]]
        assert f"column {len(start + pairs + end) + 2}: {wrong}" in refuse(folder, start + pairs + end + " ?")


def test_dot_of_igraph(folder):
    if not igraph:
        return
    g = igraph.Graph([(0, 1), (1, 1)], directed=True)
    g.vs["name"] = ["a \"q\"", "b"]
    g.es["weight"] = [1.5, 2]
    g.write_dot(str(folder / "x.dot"))
    db, notes = load_dot(folder, (folder / "x.dot").read_bytes())
    assert [p["name"] for _, p in nodes(db)] == ['a "q"', "b"], nodes(db)
    assert [r[3] for r in rels(db)] == [{"weight": 1.5}, {"weight": 2}], rels(db)


def test_dot_of_graphviz(folder):
    """A layout, with positions in quotes, and node ids that are numbers."""
    db, notes = load_dot(folder, """digraph "G 1" {
	graph [bb="0,0,54,108"];
	node [label="\\N"];
	1	[height=0.5,
		pos="27,90",
		width=0.75];
	1 -> 2	[pos="e,27,36.1 27,71.7"];
}
""", "--id-type", "integer")
    assert nodes(db) == [([], {"id": 1, "height": 0.5, "pos": "27,90", "width": 0.75}), ([], {"id": 2})], nodes(db)
    assert "expected an integer id" in refuse_dot(folder, "graph { a }", "--id-type", "integer")


# ---- lists of edges, LGL

def test_edge_lists_of_networkx(folder):
    if not networkx:
        return
    g = networkx.DiGraph()
    g.add_edge("a", "b", weight=7, name="it's", q='say "x"', yes=True, none=None, half=.5, l=[1, "two"], t=(1, 2))
    g.add_edge("b", "c")
    networkx.write_edgelist(g, folder / "x.edgelist")
    db, _ = load_edges(folder, (folder / "x.edgelist").read_bytes())
    assert nodes(db) == [([], {"id": "a"}), ([], {"id": "b"}), ([], {"id": "c"})], nodes(db)
    assert rels(db) == [("a", "RELATED", "b", {"weight": 7, "name": "it's", "q": 'say "x"', "yes": True, "half": 0.5, "l": [1, "two"],
                                               "t": [1, 2]}), ("b", "RELATED", "c", {})], rels(db)
    networkx.write_weighted_edgelist(g, folder / "y.edgelist")
    db, _ = load_edges(folder, (folder / "y.edgelist").read_bytes())
    assert rels(db)[0] == ("a", "RELATED", "b", {"weight": 7}), rels(db)


def test_edge_lists_of_all_kinds(folder):
    text = "# SNAP\n% KONECT\n1\t2\n2,3,0.5\r\n\n 1 2 -1 1082008561\n\"New York\" 'Riga' 2\n"
    db, _ = load_edges(folder, "\ufeff" + text)
    assert rels(db) == [("1", "RELATED", "2", {}), ("2", "RELATED", "3", {"weight": 0.5}),
                        ("1", "RELATED", "2", {"weight": -1, "timestamp": 1082008561}), ("New York", "RELATED", "Riga", {"weight": 2})], rels(db)
    db, _ = load_edges(folder, gzip.compress(b"1 2\n2 3"), "--id-type", "integer")
    assert rels(db) == [(1, "RELATED", 2, {}), (2, "RELATED", 3, {})], rels(db)


def test_ncol_and_lgl_of_igraph(folder):
    if not igraph:
        return
    g = igraph.Graph([(0, 1), (0, 2), (1, 2)])
    g.vs["name"] = ["a", "b", "c"]
    g.es["weight"] = [1.5, 2, 3]
    g.write_ncol(str(folder / "x.ncol"), names="name", weights="weight")
    ncol, _ = graph_files.load(folder, (folder / "x.ncol").read_bytes(), name="g.ncol")
    wanted = [("a", "RELATED", "b", {"weight": 1.5}), ("a", "RELATED", "c", {"weight": 2}), ("b", "RELATED", "c", {"weight": 3})]
    assert rels(ncol) == wanted, rels(ncol)
    g.write_lgl(str(folder / "x.lgl"), names="name", weights="weight", isolates=False)
    lgl, _ = load_lgl(folder, (folder / "x.lgl").read_bytes())
    assert rels(lgl) == wanted, rels(lgl)


def test_edge_lists_that_are_wrong(folder):
    assert refuse_edges(folder, "a b\na\n") == "g.edges, line 2, column 2: found the end of the line, expected the second end of an edge"
    assert refuse_edges(folder, "a b 1 2 3\n") == "g.edges, line 1, column 9: found more, expected the end of the line"
    assert refuse_edges(folder, "ä b heavy\n") == "g.edges, line 1, column 5: found 'heavy', expected a number"
    assert refuse_edges(folder, 'a "b\n') == "g.edges, line 1, column 3: a quote is opened and not closed"
    assert refuse_edges(folder, "a b\na \xff".encode("latin-1")) == "g.edges, line 2, column 3: byte 0xFF is not UTF-8"
    assert refuse_edges(folder, "a 1\n", "--id-type", "integer") == "g.edges, line 1, column 1: found 'a', expected an integer id"
    for dictionary, wrong in [("{'a': }", "column 11: found '}', expected a string, a number, True, False, None or a list of such"),
                              ("{'a': 1", "column 12: found the end of the line, expected a comma, or }"),
                              ("{'a': 'x}", "column 14: found the end of the line, expected a closing quote"),
                              ("{a: 1}", "column 6: found 'a: 1}', expected a name in quotes"),
                              ("{'a': {'b': 1}}", "column 11: found '{'b': 1}}', expected a string, a number, True, False, None or a list of such"),
                              ("{'a': 1} x", "column 14: found more, expected the end of the line")]:
        assert refuse_edges(folder, f"a b {dictionary}") == f"g.edges, line 1, {wrong}", (dictionary, refuse_edges(folder, f"a b {dictionary}"))
    assert refuse_edges(folder, gzip.compress(b"a b\n" * 1000)[:30], "--skip-bad-rows") == \
        "g.edges: the compressed data are damaged: they end too early"
    assert refuse_lgl(folder, "a\n") == "g.lgl, line 1, column 1: found an edge before a line with # and its first end"
    assert refuse_lgl(folder, "# a b\n") == "g.lgl, line 1, column 5: found more, expected the end of the line"
    db, notes = load_edges(folder, "a b\nc\na b x\nb c\n", "--skip-bad-rows")
    assert len(notes) == 2 and [r[0] + r[2] for r in rels(db)] == ["ab", "bc"], notes


main(globals())

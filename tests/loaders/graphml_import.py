#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GraphML into a graph: what each program that writes it means, values of every type there and back, and what happens to
files that are wrong. A writer that is not installed is left out; the system's Python is asked for, as that is where
Debian puts networkx and igraph."""

import gzip
import os
import re
import subprocess

from common import good, main, values
from graph_files import load, nodes, refuse, rels

try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def graph(body, head=HEAD):
    return f'{head}<graph edgedefault="directed">\n{body}\n</graph>\n</graphml>\n'


def checksum(db):
    return re.search(r"checksum (\w+)", good("check", db).stdout)[1]


def assert_comes_back(folder, db):
    path, copy = folder / "there.graphml", folder / "back.clio"
    copy.unlink(missing_ok=True)
    good("export", db, path)
    done = good("import", copy, path)
    assert done.stderr == "", done.stderr
    assert checksum(copy) == checksum(db), f"{path.read_text()[:4000]}"


# ---- our own files

def test_the_example_comes_back(folder):
    good("import", folder / "baltic.clio", os.path.join(ROOT, "examples/baltic"))
    assert_comes_back(folder, folder / "baltic.clio")


def test_every_value_type_comes_back(folder):
    good(folder / "a.clio", "-c", r"""
CREATE (a:A:`B c`:`x<y` {id: 'own id', labels: 'not labels', label: 'l', name: 'a & b <c> "d" \'e\'', empty: '',
  multi: 'two\nlines\tand\rreturn\r\n', blank: '  x ', n: 1, big: 9007199254740993, small: -9223372036854775808, f: 1.5,
  whole: 2.0, tiny: 4.9E-324, b: true, mixed: 1, number: 1, list: ['a,b', 'c"d', '', '\u0001'], ints: [1, 2],
  none: [], dates: [date('1940-06-15')], mixedlist: [1, 'a', 2.5, true, date('1940-06-15'), 0.0 / 0.0, null, [time('04:30')]],
  nested: [[1, 2], ['a']], date: date('-0044-03-15'), time: time('04:30+03:00'), lt: localtime('04:30'),
  ldt: localdatetime('1940-06-15T04:30:00.000000001'), dt: datetime('1940-06-15T04:30[Europe/Riga]'),
  d: duration('P1M2DT-3.5S'), e: edtf('1939~/..'), `ключ "1"`: 'значение \uD83D\uDE00', d0: 'like an id', n0: 'x'}),
  (b {mixed: 'text', number: 2.5, f: 1.0 / 0.0, b: false, `labels_`: 'taken', mixedlist: [2.0]}),
  (c:`A:B`:C {mixed: date('1940-01-01'), number: -3, f: 0.0 / 0.0}), (d {mixed: [1], number: -1.0 / 0.0}),
  (a)-[:`T & "t"` {label: 'not a type', id: 'rel', source: 's', sourceport: 'p', key: 'k', weight: 2}]->(b),
  (a)-[:KNOWS]->(b), (a)-[:KNOWS {since: date('1900-01-01'), weight: 3}]->(b), (a)-[:KNOWS]->(a), (b)-[:CONTAINS]->(a)""")
    assert_comes_back(folder, folder / "a.clio")


# ---- networkx, igraph

def test_networkx(folder):
    if not networkx:
        return
    g = networkx.MultiDiGraph(name="the graph")
    g.add_node("Rīga", pop=600_000, area=304.05, capital=True, note="a < b", none="")
    g.add_node(7, pop=-2)
    g.add_edge("Rīga", 7, key="k1", label="ROAD", km=12)
    g.add_edge("Rīga", 7, weight=1.5, w2=float("inf"), w3=float("nan"))
    networkx.write_graphml(g, folder / "x.graphml")
    db, notes = load(folder, (folder / "x.graphml").read_bytes())
    assert notes == ["note: edges without a label, whose type is RELATED: 1",
                     "note: values of graphs and ports, left out: 1"], notes
    assert nodes(db) == [([], {"id": "Rīga", "pop": 600_000, "area": 304.05, "capital": True, "note": "a < b", "none": ""}),
                         ([], {"id": "7", "pop": -2})], nodes(db)
    assert rels(db) == [("Rīga", "ROAD", "7", {"id": "k1", "km": 12}),
                        ("Rīga", "RELATED", "7", {"id": "1" if "id" in rels(db)[1][3] and rels(db)[1][3]["id"] == "1" else "0",
                                                  "weight": 1.5, "w2": "Infinity", "w3": "NaN"})], rels(db)


def test_what_networkx_made_of_our_own_file(folder):
    """It forgets all attributes that are not GraphML's; labels and types stand in data as well."""
    if not networkx:
        return
    good(folder / "a.clio", "-c", "CREATE (a:A:B {x: 1, s: 'two'})-[:T {y: 2.5}]->(b {id: 'mine'}), (a)-[:T]->(b)")
    good("export", folder / "a.clio", folder / "a.graphml")
    networkx.write_graphml(networkx.read_graphml(folder / "a.graphml", force_multigraph=True), folder / "b.graphml")
    good("import", folder / "b.clio", folder / "b.graphml")
    assert checksum(folder / "b.clio") == checksum(folder / "a.clio"), (folder / "b.graphml").read_text()


def test_igraph(folder):
    """It writes all numbers as doubles; vertices without a value have an empty string or NaN."""
    if not igraph:
        return
    g = igraph.Graph(directed=False)
    g.add_vertices(2, {"name": ["a", "b"], "n": [1, 2], "flag": [True, False]})
    g.add_edges([(0, 1), (1, 1)])
    g.es["weight"] = [1.5, 2]
    g.write_graphml(str(folder / "x.graphml"))
    db, notes = load(folder, (folder / "x.graphml").read_bytes())
    assert notes == ["note: undirected edges, each a relationship from its source to its target: 2",
                     "note: edges without a label, whose type is RELATED: 2"], notes
    assert nodes(db) == [([], {"id": "n0", "name": "a", "n": 1.0, "flag": True}),
                         ([], {"id": "n1", "name": "b", "n": 2.0, "flag": False})], nodes(db)
    assert rels(db) == [("n0", "RELATED", "n1", {"weight": 1.5}), ("n1", "RELATED", "n1", {"weight": 2.0})], rels(db)


# ---- other programs, whose files are written here as they write them

def test_neo4js_apoc(folder):
    db, notes = load(folder, HEAD + """<key id="born" for="node" attr.name="born" attr.type="long"/>
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="aka" for="node" attr.name="aka" attr.type="string" attr.list="string"/>
<key id="scores" for="node" attr.name="scores" attr.type="string" attr.list="long"/>
<key id="labels" for="node" attr.name="labels" attr.type="string"/>
<key id="name" for="edge" attr.name="name" attr.type="long"/>
<key id="label" for="edge" attr.name="label" attr.type="string"/>
<graph id="G" edgedefault="directed">
<node id="n188" labels=":Movie:Film"><data key="labels">:Movie:Film</data><data key="name">A &amp; B</data></node>
<node id="n189"><data key="born">1964</data><data key="aka">["x","y, z"]</data><data key="scores">[1,2]</data></node>
<edge id="e267" source="n189" target="n188" label="ACTED_IN"><data key="label">ACTED_IN</data><data key="name">5</data></edge>
</graph>
</graphml>""")
    assert notes == [], notes
    assert nodes(db) == [(["Movie", "Film"], {"name": "A & B"}),
                         ([], {"born": 1964, "aka": ["x", "y, z"], "scores": [1, 2]})], nodes(db)
    assert rels(db) == [(None, "ACTED_IN", None, {"name": 5})], rels(db)


YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:java="http://www.yworks.com/xml/yfiles-common/1.0/java"
  xmlns:y="http://www.yworks.com/xml/graphml">
  <!--Created by yEd 3.21-->
  <key attr.name="Description" attr.type="string" for="graph" id="d0"/>
  <key for="port" id="d1" yfiles.type="portgraphics"/>
  <key attr.name="url" attr.type="string" for="node" id="d4"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="graphml" id="d7" yfiles.type="resources"/>
  <key attr.name="since" attr.type="int" for="edge" id="d8"><default>1900</default></key>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <data key="d0" xml:space="preserve"/>
    <node id="n0">
      <data key="d4" xml:space="preserve"><![CDATA[http://a.example/?x=1&y]]></data>
      <data key="d6">
        <y:ShapeNode>
          <y:Geometry height="30.0" width="30.0" x="277.5" y="-15"/>
          <y:Fill color="#FFCC00" transparent="false"/>
          <y:BorderStyle color="#000000" raised="false" type="line" width="1.0"/>
          <y:NodeLabel alignment="center" textColor="#000000">Latvia
Republic<y:LabelModel><y:SmartNodeLabelModel distance="4.0"/></y:LabelModel></y:NodeLabel>
          <y:NodeLabel>small print</y:NodeLabel>
          <y:Shape type="rectangle"/>
        </y:ShapeNode>
      </data>
    </node>
    <node id="n1" yfiles.foldertype="group">
      <data key="d6">
        <y:ProxyAutoBoundsNode><y:Realizers active="0">
          <y:GroupNode><y:Geometry x="1.0" y="2.0"/><y:NodeLabel>Axis</y:NodeLabel></y:GroupNode>
          <y:GroupNode><y:Geometry x="3.0" y="4.0"/><y:NodeLabel hasText="false"/></y:GroupNode>
        </y:Realizers></y:ProxyAutoBoundsNode>
      </data>
      <graph edgedefault="directed" id="n1:">
        <node id="n1::n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Germany</y:NodeLabel></y:ShapeNode></data></node>
      </graph>
    </node>
    <edge id="e0" source="n1::n0" target="n0">
      <data key="d10"><y:PolyLineEdge><y:LineStyle color="#FF0000"/><y:Arrows source="none" target="standard"/>
        <y:EdgeLabel>attacks<y:LabelModel/></y:EdgeLabel></y:PolyLineEdge></data>
    </edge>
    <edge id="e1" source="n0" target="n1"><data key="d8">1939</data></edge>
  </graph>
  <data key="d7"><y:Resources/></data>
</graphml>
"""


def test_yed(folder):
    db, notes = load(folder, YED)
    assert notes == ["note: values of graphs and ports, left out: 1", "note: further labels of drawings, left out: 1",
                     "note: edges without a label, whose type is RELATED: 1"], notes
    assert nodes(db) == [
        ([], {"id": "n0", "url": "http://a.example/?x=1&y", "label": "Latvia\nRepublic", "x": 277.5, "y": -15.0,
              "color": "#FFCC00"}),
        ([], {"id": "n1", "label": "Axis", "x": 1.0, "y": 2.0}), ([], {"id": "n1::n0", "label": "Germany"})], nodes(db)
    assert rels(db) == [("n1", "CONTAINS", "n1::n0", {}),
                        ("n1::n0", "attacks", "n0", {"id": "e0", "color": "#FF0000", "since": 1900}),
                        ("n0", "RELATED", "n1", {"id": "e1", "since": 1939})], rels(db)


def test_gephi_jgrapht_and_boost(folder):
    db, _ = load(folder, HEAD + """<key attr.name="label" attr.type="string" for="node" id="label"/>
<key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/>
<key attr.name="weight" attr.type="double" for="edge" id="weight"/>
<key attr.name="r" attr.type="int" for="node" id="r"/>
<graph edgedefault="directed">
<node id="0"><data key="label">Riga</data><data key="r">153</data></node><node id="1"/>
<edge id="5" source="0" target="1"><data key="edgelabel">road</data><data key="weight">1.0</data></edge>
</graph></graphml>""")
    assert nodes(db) == [([], {"id": "0", "label": "Riga", "r": 153}), ([], {"id": "1"})], nodes(db)
    assert rels(db) == [("0", "road", "1", {"id": "5", "weight": 1.0})], rels(db)
    db, _ = load(folder, """<?xml version="1.0" encoding="UTF-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
<key id="key0" for="node" attr.name="color" attr.type="string"/><key id="key1" for="edge" attr.name="weight" attr.type="double"/>
<graph id="G" edgedefault="undirected" parse.nodeids="canonical" parse.edgeids="canonical" parse.order="nodesfirst">
<edge id="e0" source="n0" target="n1"><data key="key1">0.5</data></edge>
<node id="n0"><data key="key0">red</data></node><node id="n1"><data key="key0">blue</data></node></graph></graphml>""")
    assert nodes(db) == [([], {"id": "n0", "color": "red"}), ([], {"id": "n1", "color": "blue"})], nodes(db)
    assert rels(db) == [("n0", "RELATED", "n1", {"id": "e0", "weight": 0.5})], rels(db)


# ---- what GraphML has

def test_defaults_types_and_keys_for_all(folder):
    db, notes = load(folder, HEAD + """<key id="a" for="all" attr.name="note" attr.type="string"><desc>x</desc><default>none</default></key>
<key id="b" for="node" attr.name="n" attr.type="integer"/><key id="c" for="node" attr.type="float" attr.name="f"/>
<key id="d" for="node" attr.name="b" attr.type="boolean"><default>true</default></key>
<key id="e" for="node" attr.name="odd" attr.type="URI"/><key id="plain" for="edge"/>
<graph edgedefault="directed"><node id="x"><desc>a node</desc><data key="a">own</data><data key="b"> 99999999999 </data>
<data key="c">-INF</data><data key="d">FALSE</data><data key="e">urn:x</data></node>
<node id="y"><data key="b"/><data key="c"> </data></node>
<edge source="x" target="y"><data key="plain">1</data></edge></graph></graphml>""")
    assert notes == ["note: keys of types that are unknown, whose values are kept as strings: 1",
                     "note: edges without a label, whose type is RELATED: 1"], notes
    assert nodes(db) == [([], {"id": "x", "desc": "a node", "note": "own", "n": 99999999999, "f": "-Infinity", "b": False,
                               "odd": "urn:x"}), ([], {"id": "y", "note": "none", "b": True})], nodes(db)
    assert rels(db) == [("x", "RELATED", "y", {"plain": "1", "note": "none"})], rels(db)


def test_single_characters_are_kept(folder):
    db, _ = load(folder, HEAD + """<key id="a" for="all" attr.name="a" attr.type="char"/><key id="b" for="all" attr.name="b" attr.type="char"/>
<graph edgedefault="directed"><node id="x"><data key="a">p</data><data key="b">q</data></node>
<edge source="x" target="x"><data key="b">\u0101</data><data key="a">z</data></edge></graph></graphml>""")
    assert nodes(db) == [([], {"id": "x", "a": "p", "b": "q"})], nodes(db)
    assert rels(db)[0][3] == {"a": "z", "b": "\u0101"}, rels(db)


def test_directions_ports_and_hyperedges(folder):
    db, notes = load(folder, HEAD + """<graph edgedefault="undirected">
<node id="a"><port name="north"><port name="inner"/></port></node><node id="b"/>
<edge source="a" target="b" sourceport="north" targetport="s"/><edge source="b" target="a" directed="true"/>
<hyperedge id="h"><endpoint node="a" type="in" port="north"/><endpoint node="b"/><desc>a treaty</desc></hyperedge>
</graph></graphml>""")
    assert notes == ["note: ports of nodes, which edges name in sourceport and targetport: 2",
                     "note: undirected edges, each a relationship from its source to its target: 1",
                     "note: edges without a label, whose type is RELATED: 2",
                     "note: hyperedges, each a node :Hyperedge with relationships :ENDPOINT: 1"], notes
    assert nodes(db)[2] == (["Hyperedge"], {"id": "h", "desc": "a treaty"})
    assert rels(db) == [("a", "RELATED", "b", {"sourceport": "north", "targetport": "s"}), ("b", "RELATED", "a", {}),
                        ("h", "ENDPOINT", "a", {"type": "in", "port": "north"}), ("h", "ENDPOINT", "b", {})], rels(db)


def test_graphs_within_nodes(folder):
    db, _ = load(folder, HEAD + """<key id="k" for="node" attr.name="k" attr.type="int"><default>5</default></key>
<graph edgedefault="directed"><node id="a"><graph edgedefault="undirected"><node id="b"><graph edgedefault="directed">
<node id="c"/></graph></node><edge source="b" target="a"/></graph><data key="k">1</data></node></graph></graphml>""")
    assert nodes(db) == [([], {"id": "a", "k": 1}), ([], {"id": "b", "k": 5}), ([], {"id": "c", "k": 5})], nodes(db)
    assert rels(db) == [("a", "CONTAINS", "b", {}), ("b", "CONTAINS", "c", {}), ("b", "RELATED", "a", {})], rels(db)


def test_ids_can_be_integers(folder):
    db, _ = load(folder, graph('<node id="7"/><node id="8"/><edge id="9" source="7" target="8"/>'), "--id-type", "integer")
    assert rels(db) == [(7, "RELATED", 8, {"id": "9"})], rels(db)
    assert refuse(folder, graph('<node id="a"/>'), "--id-type", "integer") == \
        "g.graphml, line 4, column 1: found 'a', expected an integer id"


def test_edges_before_nodes_and_the_ids_of_two_files(folder):
    text = graph('<edge source="a" target="b"/><node id="b"/><node id="a"/>')
    (folder / "1.graphml").write_text(text)
    (folder / "2.xml").write_text(text)
    good("import", folder / "g.clio", folder / "1.graphml", folder / "2.xml")
    assert values(folder / "g.clio", "MATCH (a)-->(b) RETURN a.id, b.id") == [["a", "b"], ["a", "b"]]
    assert values(folder / "g.clio", "MATCH (n) RETURN count(n)") == [4]


def test_encodings_and_compression(folder):
    body = graph('<node id="ä"/>')
    for text in [body.encode("utf-8-sig"), body.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
                 body.replace("UTF-8", "UTF-16").encode("utf-16"), gzip.compress(body.encode()),
                 body.replace(HEAD, "<graphml>").encode()]:
        db, _ = load(folder, text)
        assert nodes(db) == [([], {"id": "ä"})], nodes(db)
    (folder / "z.graphml").write_text(body)
    subprocess.run(["gzip", folder / "z.graphml"], check=True)
    good("import", folder / "z.clio", folder / "z.graphml.gz")
    assert nodes(folder / "z.clio") == [([], {"id": "ä"})]


def test_long_texts_and_many_keys(folder):
    keys = "".join(f'<key id="k{i}" for="node" attr.name="p{i}" attr.type="int"/>' for i in range(300))
    data = "".join(f'<data key="k{i}">{i}</data>' for i in range(300))
    long = "x&amp;" * 6_000_000
    db, _ = load(folder, HEAD + keys + f'<key id="t" for="node" attr.name="t" attr.type="string"/><graph edgedefault="directed">'
                 f'<node id="a">{data}<data key="t">{long}</data></node></graph></graphml>')
    assert values(db, "MATCH (n) RETURN size(n.t), size(keys(n)), n.p299") == [[12_000_000, 302, 299]]


# ---- files that are wrong

def test_files_that_are_no_graphml(folder):
    assert refuse(folder, "") == "g.graphml, line 1, column 1: the XML is not well-formed: Document is empty"
    assert refuse(folder, "<gexf/>") == "g.graphml, line 1, column 1: found <gexf>, expected <graphml>"
    assert refuse(folder, "a,b\n") == \
        "g.graphml, line 1, column 1: the XML is not well-formed: Start tag expected, '<' not found"
    whole = graph('<node id="a"/>')
    assert refuse(folder, whole[:whole.index("</graph>")]).startswith(
        "g.graphml, line 5, column 1: the XML is not well-formed: "), refuse(folder, whole[:whole.index("</graph>")])
    assert refuse(folder, whole.replace("</graph>", "</node>")) == ("g.graphml, line 5, column 8: the XML is not "
        "well-formed: Opening and ending tag mismatch: graph line 3 and node")
    assert refuse(folder, whole + "<x/>") == \
        "g.graphml, line 7, column 1: the XML is not well-formed: Extra content at the end of the document"
    assert "not proper UTF-8" in refuse(folder, whole.encode().replace(b'"a"', b'"\xff"'))
    assert refuse(folder, gzip.compress(whole.encode() * 100)[:60]) == \
        "g.graphml: the compressed data are damaged: they end too early"


def test_entities_are_never_expanded_and_nothing_is_fetched(folder):
    bomb = '<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>\n'
    key = '<key id="k" for="node" attr.name="k" attr.type="string"/>'
    def with_text(text):
        return f'<?xml version="1.0"?>\n{bomb}<graphml>{key}<graph edgedefault="directed">\n<node id="a"><data key="k">{text}</data></node></graph></graphml>'
    for name in "abc":
        assert refuse(folder, with_text(f"&{name};")) == (
            f"g.graphml, line 4, column 28: the text refers to the entity '{name}': only &lt; &gt; &amp; &quot; &apos; "
            "and characters by number are read"), refuse(folder, with_text(f"&{name};"))
    assert "refers to the entity 'a'" in refuse(folder, with_text("x").replace('id="a"', 'id="&a;"'))
    remote = ('<?xml version="1.0"?><!DOCTYPE graphml SYSTEM "http://graphml.graphdrawing.org/dtds/1.0rc/graphml.dtd" '
              '[<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]><graphml><graph edgedefault="directed"><node id="a"/></graph></graphml>')
    db, _ = load(folder, remote)
    assert nodes(db) == [([], {"id": "a"})]
    assert "refers to the entity 'x'" in refuse(folder, remote.replace("<graph ", "<desc>&x;</desc><graph "))
    db, _ = load(folder, with_text("&lt;&#228;&#x1F600;&apos;"))
    assert values(db, "MATCH (n) RETURN n.k") == ["<ä😀'"]


def test_ids_that_are_missing_taken_or_unknown(folder):
    assert refuse(folder, graph('<node id="a"/>\n<node\n  id="a"/>')) == \
        "g.graphml, line 5, column 1: another node has the id 'a'"
    assert refuse(folder, graph("<node/>")) == \
        "g.graphml, line 4, column 1: found <node> without the attribute 'id', expected one"
    assert refuse(folder, graph('<node id="a"/><edge source="a"/>')) == \
        "g.graphml, line 4, column 15: found <edge> without the attribute 'target', expected one"
    assert refuse(folder, graph('<node id="a"/>\n<edge source="a" target="b"/>')) == \
        "g.graphml, line 5, column 1: a relationship refers to the id 'b', which no node has"
    assert refuse(folder, graph('<node id="a"><data key="x">1</data></node>')) == \
        "g.graphml, line 4, column 14: found data of the key 'x', which is not declared"
    key = HEAD + '<key id="k" for="node"/>'
    assert refuse(folder, graph("", key + '\n<key id="k" for="node"/>')) == \
        "g.graphml, line 4, column 1: another key has the id 'k'"
    assert refuse(folder, graph('<edge source="a" target="a" directed="maybe"/>')) == \
        "g.graphml, line 4, column 1: directed: found 'maybe', expected true or false"
    assert refuse(folder, graph("").replace('"directed"', '"up"')) == \
        "g.graphml, line 3, column 1: edgedefault: found 'up', expected directed or undirected"


BAD_VALUES = HEAD + """<key id="n" for="node" attr.name="num" attr.type="int"/><key id="b" for="node" attr.name="b" attr.type="boolean"/>
<key id="l" for="node" attr.name="l" attr.type="string" attr.list="long"/>
<graph edgedefault="directed"><node id="a">
<data key="n">1</data></node><node id="a"><data key="n">2</data></node>
<node id="c"><data key="n">x1</data><data key="b">true</data></node></graph></graphml>"""


def test_values_of_the_wrong_type(folder):
    def bad(key, value):
        return BAD_VALUES.replace('<data key="n">1</data>', f'<data key="{key}">{value}</data>')
    place = "g.graphml, line 6, column 15: "
    number = "expected a whole number from -9223372036854775808 to 9223372036854775807"
    assert refuse(folder, bad("n", "1.5")) == f"{place}'num': found '1.5', {number}"
    assert refuse(folder, bad("n", "9223372036854775808")) == f"{place}'num': found '9223372036854775808', {number}"
    assert refuse(folder, bad("b", "yes")) == f"{place}'b': found 'yes', expected true or false"
    assert refuse(folder, bad("l", "[1, 'x']")).startswith(f"{place}'l': found no list in JSON"), refuse(folder, bad("l", "[1, 'x']"))


def test_what_is_bad_can_be_left_out(folder):
    db, notes = load(folder, BAD_VALUES, "--skip-bad-rows")
    assert [re.sub("^skipped: .*, line", "line", note) for note in notes] == [
        "line 6, column 30: another node has the id 'a'",
        "line 7, column 28: 'num': found 'x1', expected a whole number from -9223372036854775808 to 9223372036854775807"], notes
    assert nodes(db) == [([], {"id": "a", "num": 1}), ([], {"id": "c", "b": True})], nodes(db)


def test_deep_nesting_ends(folder):
    deep = "".join(f'<node id="{i}"><graph edgedefault="directed">' for i in range(3000))
    assert refuse(folder, HEAD + '<graph edgedefault="directed">' + deep).endswith(
        ": the elements are nested more than 256 deep")


main(globals())

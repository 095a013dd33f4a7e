#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""GEXF into a graph: the files of Gephi and networkx, times, drawings, hierarchies, and files that are wrong."""

import functools
import re

import graph_files
from common import good, main, values
from graph_files import nodes, rels

try:
    import networkx
except ImportError:
    networkx = None

load = functools.partial(graph_files.load, name="x.gexf")
refuse = functools.partial(graph_files.refuse, name="x.gexf")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'


def gexf(body, attributes="", graph='mode="static" defaultedgetype="directed"'):
    return f"{HEAD}<graph {graph}>{attributes}\n{body}\n</graph></gexf>\n"


def test_networkx(folder):
    if not networkx:
        return
    g = networkx.MultiDiGraph()
    g.add_node("a", label="A node", x1=1, s="t", start="2000", end="2010", ratio=0.5, l=[("v", 1, 2), ("w", 2, 3)],
               viz={"color": {"r": 255, "g": 0, "b": 10, "a": 0.5}, "position": {"x": 1.5, "y": 2.0, "z": 0.0}, "size": 3.0})
    g.add_node("b", spells=[("2001", "2002"), ("2004", "2005")])
    g.add_edge("a", "b", key="k", label="KNOWS", weight=2.5, yes=True)
    networkx.write_gexf(g, folder / "x.gexf")
    db, notes = load(folder, (folder / "x.gexf").read_bytes())
    assert notes == ["note: values of one attribute at several times, which are a list without the times: 1",
                     "note: nodes with several times, which are from the first to the last of them: 1"], notes
    assert nodes(db) == [
        ([], {"id": "a", "label": "A node", "x1": 1, "s": "t", "ratio": 0.5, "l": ["v", "w"], "color": "#ff000a", "alpha": 0.5,
              "size": 3.0, "x": 1.5, "y": 2.0, "z": 0.0, "valid_from": 2000, "valid_to": 2010}),
        ([], {"id": "b", "valid_from": 2001, "valid_to": 2005})], nodes(db)
    assert [r[:3] for r in rels(db)] == [("a", "KNOWS", "b")]
    assert rels(db)[0][3].items() >= {"weight": 2.5, "yes": True}.items(), rels(db)


def test_gephi(folder):
    """A 1.3 file as Gephi 0.10 writes it."""
    db, notes = load(folder, """<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://gexf.net/1.3" version="1.3" xmlns:viz="http://gexf.net/1.3/viz">
  <meta lastmodifieddate="2024-01-01"><creator>Gephi 0.10.1</creator><title></title></meta>
  <graph defaultedgetype="undirected" idtype="string" mode="static">
    <attributes class="node" mode="static">
      <attribute id="modularity_class" title="Modularity Class" type="integer"><default>0</default></attribute>
      <attribute id="tags" title="tags" type="liststring"/><attribute id="years" title="years" type="listinteger"/>
      <attribute id="big" title="big" type="bigdecimal"/>
    </attributes>
    <attributes class="edge" mode="static"><attribute id="note" title="note" type="string"/></attributes>
    <nodes count="2">
      <node id="11" label="Valjean">
        <attvalues><attvalue for="modularity_class" value="1"></attvalue><attvalue for="tags" value="[a, &quot;b c&quot;]"/>
          <attvalue for="years" value="1815|1832"/><attvalue for="big" value="1e400"/></attvalues>
        <viz:size value="100.0"></viz:size><viz:position x="-87.9" y="0.1"></viz:position><viz:color hex="#f5575f"></viz:color>
      </node>
      <node id="0" label="0"/>
    </nodes>
    <edges count="3">
      <edge id="0" source="11" target="0" weight="8.0" kind="friend"><viz:thickness value="2"/></edge>
      <edge id="1" source="0" target="11" type="directed" label="helps"><attvalues><attvalue for="note" value="x"/></attvalues></edge>
      <edge source="11" target="11" type="mutual" kind="is" label="self"/>
    </edges>
  </graph>
</gexf>""")
    assert notes == ["note: attributes of types that are unknown, whose values are kept as strings: 1",
                     "note: undirected edges, each a relationship from its source to its target: 1",
                     "note: mutual edges, each a relationship in both directions: 1"], notes
    assert nodes(db) == [([], {"id": "11", "label": "Valjean", "Modularity Class": 1, "tags": ["a", "b c"], "years": [1815, 1832],
                               "big": "1e400", "size": 100.0, "x": -87.9, "y": 0.1, "color": "#f5575f"}),
                         ([], {"id": "0", "Modularity Class": 0})], nodes(db)
    assert rels(db) == [("11", "friend", "0", {"id": "0", "weight": 8.0, "thickness": 2.0}),
                        ("0", "helps", "11", {"id": "1", "note": "x"}),
                        ("11", "is", "11", {"label": "self"}), ("11", "is", "11", {"label": "self"})], rels(db)


def test_times_can_be_asked_for(folder):
    """Dates, dates with times, numbers; intervals of a whole and several of them; what is open."""
    db, notes = load(folder, gexf("""<nodes><node id="a" start="1918-11-18" end="1940-06-17"/><node id="b" start="1900.0"/>
<node id="c" end="2007-03-01T12:00:00" startopen="1999-01-01"/><node id="d" start="-Infinity" end="1950.5"/></nodes>
<edges><edge source="a" target="b"><spells><spell start="1920" end="1925"/><spell start="1930"/><spell timestamp="1940-01-01"/></spells></edge>
<edge source="b" target="a" start="1939-08-23" timestamps="&lt;[1.0]&gt;"/></edges>""", graph='mode="dynamic" timeformat="date" defaultedgetype="directed"'))
    assert notes == ["note: times that do not belong to the interval they bound, taken as if they did: 1",
                     "note: edges without kind and label, whose type is RELATED: 2",
                     "note: edges with several times, each a relationship for each of them: 1",
                     "note: lists of times (timestamps, intervals), left out: 1"], notes
    assert [p for _, p in nodes(db)] == [
        {"id": "a", "valid_from": "1918-11-18", "valid_to": "1940-06-17"}, {"id": "b", "valid_from": 1900},
        {"id": "c", "valid_from": "1999-01-01", "valid_to": "2007-03-01T12:00"}, {"id": "d", "valid_to": 1950.5}], nodes(db)
    assert [r[3] for r in rels(db)] == [
        {"valid_from": 1920, "valid_to": 1925}, {"valid_from": 1930}, {"valid_from": "1940-01-01", "valid_to": "1940-01-01"},
        {"valid_from": "1939-08-23"}], rels(db)
    assert values(db, "MATCH (n {id: 'a'})-[r]->(m) FOR VALID_TIME AS OF date('1922-01-01') RETURN r.valid_to") == [1925]


def test_hierarchies(folder):
    db, _ = load(folder, gexf("""<nodes><node id="a"><nodes><node id="b"/><node id="c"><nodes><node id="d"/></nodes></node></nodes>
<edges><edge source="b" target="c" label="X"/></edges></node><node id="e" pid="a"/>
<node id="f"><parents><parent for="a"/><parent for="e"/></parents></node></nodes>"""), name="x.xml")
    assert rels(db) == [("a", "CONTAINS", "b", {}), ("a", "CONTAINS", "c", {}), ("c", "CONTAINS", "d", {}), ("b", "X", "c", {}),
                        ("a", "CONTAINS", "e", {}), ("a", "CONTAINS", "f", {}), ("e", "CONTAINS", "f", {})], rels(db)


def test_labels_as_clio_writes_them(folder):
    db, notes = load(folder, gexf("""<nodes><node id="n7" label="Latvia"><attvalues><attvalue for="labels" value=":Place:State"/>
<attvalue for="d0" value="Latvia"/></attvalues></node><node id="n8" label="x"/></nodes>
<edges><edge id="e3" source="n7" target="n8" label="SIGNED" kind="SIGNED"/></edges>""", attributes="""
<attributes class="node"><attribute id="labels" title="labels" type="string"/><attribute id="d0" title="name" type="string"/></attributes>"""))
    assert notes == []
    assert nodes(db) == [(["Place", "State"], {"name": "Latvia"}), ([], {"label": "x"})], nodes(db)
    assert rels(db) == [(None, "SIGNED", None, {})], rels(db)


def test_what_clio_has_written(folder):
    """Types that GEXF has none for become strings; what else there is comes back."""
    good(folder / "a.clio", "-c", "CREATE (a:A:B {name: 'x', n: 1, f: 1.5, t: true, valid_from: '1918', valid_to: '1940-06'})"
         "-[:T {w: 2.0}]->(b {name: 'y'}), (a)-[:T {km: 3}]->(b)")
    good("export", folder / "a.clio", folder / "a.gexf")
    assert good("import", folder / "b.clio", folder / "a.gexf").stderr == ""
    a, b = (re.search("checksum.*", good("check", folder / f"{name}.clio").stdout)[0] for name in "ab")
    assert a == b, (folder / "a.gexf").read_text()


def test_version_1_1_names_attributes_by_id_and_slices(folder):
    db, _ = load(folder, gexf("""<nodes><node id="a"><slices><slice start="1"/></slices><attvalues><attvalue id="0" value="2.5"/></attvalues></node></nodes>""",
                              attributes='<attributes class="node"><attribute id="0" title="f" type="float"/></attributes>'))
    assert nodes(db) == [([], {"id": "a", "f": 2.5, "valid_from": 1})], nodes(db)


def test_files_that_are_wrong(folder):
    def bad(body, attributes=""):
        return refuse(folder, gexf(body, attributes))
    assert refuse(folder, "<graphml/>") == "x.gexf, line 1, column 1: found <graphml>, expected <gexf>"
    assert bad('<nodes><node id="a"/><node id="a"/></nodes>') == "x.gexf, line 4, column 22: another node has the id 'a'"
    assert bad('<nodes><node label="a"/></nodes>') == \
        "x.gexf, line 4, column 8: found <node> without the attribute 'id', expected one"
    assert bad('<nodes><node id="a"/></nodes>\n<edges><edge source="a" target="z"/></edges>') == \
        "x.gexf, line 5, column 8: a relationship refers to the id 'z', which no node has"
    assert bad('<edges><edge source="a" target="z" type="up"/></edges>') == \
        "x.gexf, line 4, column 8: type: found 'up', expected directed, undirected or mutual"
    assert bad('<nodes><node id="a" start="soon"/></nodes>') == \
        "x.gexf, line 4, column 8: found 'soon', expected a number, a date or a date and time"
    value = '<nodes><node id="a"><attvalues><attvalue for="n" value="x"/></attvalues></node></nodes>'
    assert bad(value) == "x.gexf, line 4, column 32: found a value of the attribute 'n', which is not declared"
    declared = '<attributes class="node"><attribute id="n" title="num" type="integer"/></attributes>'
    assert bad(value, declared) == ("x.gexf, line 4, column 32: 'num': found 'x', expected a whole number from "
                                    "-9223372036854775808 to 9223372036854775807")
    assert bad("", declared.replace("/></", '/><attribute id="n"/></')) == \
        f"x.gexf, line 3, column {len(declared) + 36}: another attribute has the id 'n'"
    cut = gexf('<nodes><node id="a"/></nodes>')[:-20]
    assert "the XML is not well-formed" in refuse(folder, cut)


def test_what_is_bad_can_be_left_out(folder):
    db, notes = load(folder, gexf("""<nodes><node id="a"><attvalues><attvalue for="n" value="x"/></attvalues></node><node/></nodes>
<edges><edge source="a"/><edge source="a" target="a" label="T"/></edges>"""), "--skip-bad-rows")
    assert len(notes) == 3 and all(re.match("skipped: .*x.gexf, line [45], column", note) for note in notes), notes
    assert nodes(db) == [([], {"id": "a"})] and rels(db) == [("a", "T", "a", {})]


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Import of JSON: Clio's lines and APOC's, networkx's and D3's links, Cytoscape's elements, plain objects, and bad input."""

import gzip
import json
import os
import random
import shutil
import subprocess

import networkx

import torture
from common import CLIO, SANITIZED, good, main, run, values, write

NODES = "MATCH (n) RETURN labels(n), properties(n) ORDER BY id(n)"
RELS = "MATCH (a)-[r]->(b) RETURN id(a), type(r), id(b), properties(r) ORDER BY id(r)"


def load(folder, name, content, *args):
    """A database with one file in it, and what the program said."""
    if not isinstance(content, (str, bytes)):
        content = json.dumps(content)
    write(folder, {name: content})
    db = folder / "test.clio"
    for old in folder.glob("test.clio*"):
        old.unlink()
    return db, good("import", db, folder / name, *args)


def graph(folder, name, content, *args):
    db, done = load(folder, name, content, *args)
    return values(db, NODES), values(db, RELS), sorted(done.stderr.replace(f"{folder}/{name}: ", "").splitlines())


def refuse(folder, name, content):
    """The error of a file that must not load; checks that nothing of it stays."""
    write(folder, {name: content if isinstance(content, (str, bytes)) else json.dumps(content)})
    db = folder / "refused.clio"
    done = run("import", db, folder / name)
    assert done.returncode == 1 and "Sanitizer" not in done.stderr, (done.returncode, done.stdout, done.stderr)
    assert not db.exists(), "a database was made"
    return done.stderr.strip().replace(f"{folder}/", "").removeprefix("FormatError: ")


# ---- lines

def test_lines_as_clio_writes_them(folder):
    lines = ('{"id":7,"labels":["State","Place"],"properties":{"name":"Latvia","founded":"1918-11-18","list":[1,2.5,null,"x"]},'
             '"types":{"founded":"date"}}\n'
             '{"id":9,"labels":[],"properties":{}}\n'
             '{"id":3,"type":"SIGNED","start":7,"end":9,"properties":{"at":["1939-10","NaN"]},"types":{"at":"any[]"}}\n'
             '{"id":4,"type":"node","start":9,"end":9,"properties":{}}\n')
    nodes, rels, notes = graph(folder, "a.jsonl", lines)
    assert nodes == [[["State", "Place"], {"name": "Latvia", "founded": "1918-11-18", "list": [1, 2.5, None, "x"]}], [[], {}]]
    assert rels == [[0, "SIGNED", 1, {"at": ["1939-10", "NaN"]}], [1, "node", 1, {}]] and notes == []
    db, _ = load(folder, "a.jsonl", lines)
    assert values(db, "MATCH (n {name: 'Latvia'}) RETURN n.founded + duration('P1D') AS next") == ["1918-11-19"]


def test_relationships_may_come_before_their_nodes(folder):
    lines = ('{"id":0,"type":"T","start":1,"end":2,"properties":{}}\n{"id":2,"labels":["B"],"properties":{}}\n'
             '{"id":1,"labels":["A"],"properties":{}}')
    nodes, rels, _ = graph(folder, "a.ndjson", lines)
    assert nodes == [[["A"], {}], [["B"], {}]] and rels == [[0, "T", 1, {}]]


APOC = [
    {"type": "node", "id": "0", "labels": ["User", "Admin"], "properties": {"name": "Adam", "born": "2015-07-04T19:32:24",
     "place": {"crs": "wgs-84", "latitude": 56.9, "longitude": 24.1, "height": None}, "kids": ["Sam", "Anna"]}},
    {"type": "node", "id": "1"},
    {"id": "0", "type": "relationship", "label": "KNOWS", "properties": {"since": 1993}, "start": {"id": "0", "labels": ["User"]},
     "end": {"id": "1"}},
    {"id": "1", "type": "relationship", "label": "relationship", "start": {"id": "1"}, "end": {"id": "5", "labels": ["Far"]}}]


def test_apoc_in_its_four_layouts(folder):
    lines = "".join(json.dumps(entity) + "\n" for entity in APOC)
    by_id = {"nodes": {"0": APOC[0], "1": APOC[1]}, "rels": {"0": APOC[2], "1": APOC[3]}}
    expected = [[["User", "Admin"], {"name": "Adam", "born": "2015-07-04T19:32:24", "place.crs": "wgs-84",
                                    "place.latitude": 56.9, "place.longitude": 24.1, "kids": ["Sam", "Anna"]}],
                [[], {}], [["Far"], {}]]
    for name, content in [("a.jsonl", lines), ("a.json", lines), ("b.json", APOC), ("d.json", by_id),
                          ("c.json", {"nodes": APOC[:2], "rels": APOC[2:]}), ("one.json", json.dumps(APOC[0], indent=2))]:
        nodes, rels, notes = graph(folder, name, content)
        assert notes == ["note: objects spread over properties such as `a.b`: 1"], (name, notes)
        assert nodes == (expected[:1] if name == "one.json" else expected), (name, nodes)
        assert name == "one.json" or rels == [[0, "KNOWS", 1, {"since": 1993}], [1, "relationship", 2, {}]], (name, rels)


def test_objects_that_are_no_graph_are_nodes_with_the_label_of_the_file(folder):
    towns = [{"name": "Rīga", "at": {"lat": 56.9, "lon": 24.1, "zone": {"name": "EET"}}, "empty": {}, "none": None,
              "history": [{"year": 1201}, [1, {}], "x"], "labels": ["a"], "id": 1},
             {"name": "Valga", "type": "town", "big": 123456789012345678901, "small": -9223372036854775808,
              "huge": 1e300, "more": [18446744073709551616, 1.5]}]
    expected = [[["Town"], {"name": "Rīga", "at.lat": 56.9, "at.lon": 24.1, "at.zone.name": "EET", "empty": "{}",
                            "history": ['{"year":1201}', [1, "{}"], "x"], "labels": ["a"], "id": 1}],
                [["Town"], {"name": "Valga", "type": "town", "big": "123456789012345678901", "small": -9223372036854775808,
                            "huge": 1e300, "more": ["18446744073709551616", 1.5]}]]
    for name, content in [("Town.json", towns), ("Town.jsonl", "\n".join(map(json.dumps, towns))),
                          ("Town.json", "\r\n\n".join(map(json.dumps, towns))),
                          ("Town.json.gz", gzip.compress(json.dumps(towns, indent=1).encode())),
                          ("Town.json", "".join(json.dumps(town, indent=2) for town in towns))]:
        nodes, rels, notes = graph(folder, name, content)
        assert nodes == expected and rels == [], (name, nodes)
        assert notes == ["note: numbers beyond 64 bits, kept as strings: 2",
                         "note: objects in lists, kept as texts in JSON: 3",
                         "note: objects spread over properties such as `a.b`: 2"], notes


def test_numbers_that_no_double_holds(folder):
    nodes, _, notes = graph(folder, "N.json", '[{"a": 1e999, "b": "1e999", "c": 1E-400, "d": -1e999, "e": 1.0, "f": -0}]')
    assert nodes == [[["N"], {"a": "1e999", "b": "1e999", "c": 0.0, "d": "-1e999", "e": 1.0, "f": 0}]], nodes
    assert notes == ["note: numbers beyond 64 bits, kept as strings: 2"]


def test_a_byte_order_mark_and_zstandard(folder):
    nodes, _, _ = graph(folder, "N.json", b"\xef\xbb\xbf [ {\"a\": \"\\u0101\\ud83d\\ude00\\u0000\"} ] ")
    assert nodes == [[["N"], {"a": "ā😀\0"}]]
    if shutil.which("zstd"):
        packed = subprocess.run(["zstd", "-qc"], input=b'{"a": 1}\n' * 1000, stdout=subprocess.PIPE, check=True).stdout
        assert len(graph(folder, "N.jsonl.zst", packed)[0]) == 1000


def test_nothing_to_load(folder):
    for name, content in [("a.jsonl", ""), ("a.jsonl", "\n \n"), ("a.json", ""), ("a.json", " [ ] "), ("b.json", '{"nodes":[],"links":[]}'),
                          ("c.json", '{"elements":{}}'), ("d.json", "\ufeff")]:
        assert graph(folder, name, content)[:2] == ([], []), (name, content)


# ---- what Clio wrote

def test_what_is_exported_comes_back(folder):
    for name in ("torture", "times", "baltic"):
        db = torture.make(folder, name)
        for name, args in [("a.jsonl", ()), ("a.json", ()), ("a.cyjs", ()), ("b.jsonl.zst", ("--variant", "neo4j"))]:
            good("export", db, folder / name, *args)
            back = folder / "back.clio"
            done = good("import", back, folder / name)
            assert "note" not in done.stderr, done.stderr
            assert torture.checksum(back) == torture.checksum(db), (name, (folder / name).read_bytes()[:3000])
            back.unlink()


# ---- links

def networks():
    """Graphs of all of networkx's classes; ids are numbers, strings and both."""
    chance = random.Random(5)
    for made in (networkx.Graph, networkx.DiGraph, networkx.MultiGraph, networkx.MultiDiGraph):
        for ids in (range(12), range(3, 15), "abcdefghijkl", [1, 0] + list("abcdefghij")):
            g = made(name="some")
            ids = list(ids)
            g.add_nodes_from((n, {"weight": chance.random(), "tags": ["x", chance.randrange(9)]}) for n in ids)
            g.add_edges_from((chance.choice(ids), chance.choice(ids), {"year": chance.randrange(2000)}) for _ in range(20))
            yield g


def edges_of(g):
    edges = g.edges(keys=True, data=True) if g.is_multigraph() else g.edges(data=True)
    return [[edge[0], edge[1], dict(edge[-1], **({"key": edge[2]} if g.is_multigraph() else {}))] for edge in edges]


def as_version_1(data):
    """networkx 1 wrote the places of nodes."""
    places = {node["id"]: place for place, node in enumerate(data["nodes"])}
    return dict(data, links=[dict(link, source=places[link["source"]], target=places[link["target"]]) for link in data["links"]])


def test_networkx_in_all_its_versions(folder):
    for g in networks():
        edges = {"edges" if key == "links" else key: value for key, value in networkx.node_link_data(g).items()}
        data = {"links" if key == "edges" else key: value for key, value in edges.items()}
        for content in (data, json.dumps(data, sort_keys=True), edges, as_version_1(data)):
            db, done = load(folder, "n.json", content)
            assert values(db, "MATCH (n) RETURN properties(n) ORDER BY id(n)") == [dict(d, id=n) for n, d in g.nodes(data=True)]
            rels = values(db, "MATCH (a)-[r:RELATED]->(b) RETURN a.id, b.id, properties(r) ORDER BY id(r)")
            assert rels == edges_of(g), (content, rels)
            assert ("undirected edges" in done.stderr) == (not g.is_directed()), done.stderr
            assert "members that are neither nodes nor links, left out: 1" in done.stderr, done.stderr


def test_d3_and_vis(folder):
    nodes, rels, notes = graph(folder, "miserables.json", {
        "nodes": [{"name": "Myriel", "group": 1}, {"name": "Napoleon", "group": 1}], "links": [{"source": 1, "target": 0, "value": 8}]})
    assert nodes == [[[], {"name": "Myriel", "group": 1}], [[], {"name": "Napoleon", "group": 1}]]
    assert rels == [[1, "RELATED", 0, {"value": 8}]] and notes == ["note: edges without a type, which are RELATED: 1"]
    for ends in (("source", "target"), ("from", "to")):
        for make in (dict, lambda members: dict(members, **{ends[0]: "Riga", ends[1]: "Tallinn"})):
            link = make({ends[0]: "b", ends[1]: "a", "label": "ROAD", "type": ""})
            document = {"edges": [link], "nodes": [{"id": "a", "name": "Tallinn", "labels": ["City"]}, {"id": "b", "name": "Riga", "labels": ":City:Port"}]}
            if make is not dict:
                for node in document["nodes"]:
                    del node["id"]
            nodes, rels, notes = graph(folder, "v.json", document)
            assert [labels for labels, _ in nodes] == [["City"], ["City", "Port"]] and notes == []
            assert rels == [[1, "ROAD", 0, {"type": ""}]], rels


def test_members_beside_nodes_and_links_are_told(folder):
    nodes, _, notes = graph(folder, "x.json", {"graph": {"crs": 1}, "style": [{"a": 1}], "directed": True, "nodes": [{"id": 1, "labels": {"a": 1}}], "links": []})
    assert nodes == [[[], {"id": 1, "labels.a": 1}]]
    assert notes == ["note: members that are neither nodes nor links, left out: 2",
                     "note: objects spread over properties such as `a.b`: 1"]


# ---- elements

def test_elements_of_cytoscape(folder):
    a = {"group": "nodes", "data": {"id": "a", "parent": "p", "w": 1.5}, "position": {"x": 1, "y": 2.5}, "classes": "big  red", "selected": False}
    b = {"data": {"id": 7, "x": "own"}, "position": {"x": 1, "y": 3}, "classes": ["small"]}
    p = {"data": {"id": "p"}}
    e = {"group": "edges", "data": {"id": "e", "source": "a", "target": "7", "interaction": "pp", "x": None}, "classes": "dashed"}
    expected = [[["big", "red"], {"id": "a", "parent": "p", "w": 1.5, "x": 1, "y": 2.5}], [["small"], {"id": 7, "x": "own", "y": 3}], [[], {"id": "p"}]]
    for content in ([a, b, e, p], [a, e, b, p], {"style": [], "elements": [a, b, p, e]}, {"elements": {"nodes": [a, b, p], "edges": [e]}}):
        nodes, rels, _ = graph(folder, "c.json", content)
        assert nodes == expected and rels == [[0, "pp", 1, {"id": "e", "classes": "dashed"}]], (nodes, rels)


def test_cytoscape_as_networkx_writes_it(folder):
    for g in networks():
        db, _ = load(folder, "c.cyjs", networkx.cytoscape_data(g))
        assert values(db, "MATCH (n) RETURN n.value ORDER BY id(n)") == list(g.nodes)
        rels = values(db, "MATCH (a)-[r]->(b) RETURN a.value, b.value, properties(r) ORDER BY id(r)")
        assert rels == edges_of(g), rels


# ---- bad input

def test_errors_name_file_line_and_column(folder):
    for name, content, message in [
        ("a.jsonl", '{"a":1}\n{"a":1,}\n', "a.jsonl, line 2, column 8: string or '}' expected near '}'"),
        ("a.jsonl", '{"a":1}\n{"a":[1,2}\n', "a.jsonl, line 2, column 10: found '}', expected ']'"),
        ("a.jsonl", '{"a":1}\n{"a":\n1}', "a.jsonl, line 2, column 6: found the end of the line, expected the rest of the value on the same line"),
        ("a.jsonl", '{"a":1} {"a":2}', "a.jsonl, line 1, column 9: found '{', expected the end of the line"),
        ("a.jsonl", '{"a":"ā\n"}', "a.jsonl, line 1, column 8: found the end of the line, expected '\"' before the line ends"),
        ("a.jsonl", '\n\n   7', "a.jsonl, line 3, column 4: found no object, expected an object"),
        ("a.jsonl", b'{"a":"\xff"}', "a.jsonl, line 1, column 6: unable to decode byte 0xff near '\"'"),
        ("a.jsonl", '{"a":"\\ud800"}', "a.jsonl, line 1, column 13: invalid Unicode '\\uD800' near '\"\\ud800\"'"),
        ("a.json", '[{"a":1}\n{"a":2}]', "a.json, line 2, column 1: found '{', expected ',' or ']'"),
        ("a.json", '[{"a":1},\n', "a.json, line 2, column 1: found the end of the file, expected a value"),
        ("a.json", '[{"a":1}', "a.json, line 1, column 9: found the end of the file, expected ',' or ']'"),
        ("a.json", '[{"a":"x', "a.json, line 1, column 9: found the end of the file, expected '\"'"),
        ("a.json", '[{"a":1}] ]', "a.json, line 1, column 11: found ']', expected the end of the file"),
        ("a.json", '[{"a":1,"a":2}]', "a.json, line 1, column 11: duplicate object key near '\"a\"'"),
        ("a.json", '[{"ā":1, "a":tru}]', "a.json, line 1, column 16: invalid token near 'tru'"),
        ("a.json", '[{"a":01}]', "a.json, line 1, column 7: invalid token near '0'"),
        ("a.json", "\0", "a.json, line 1, column 1: found a NUL byte, expected JSON"),
        ("a.json", b"\xff\xfe[\0", "a.json, line 1, column 1: the text is UTF-16, expected UTF-8"),
        ("a.json", "hello", "a.json, line 1, column 5: invalid token near 'hello'"),
        ("a.json", '{"nodes":[1],"links":[]}', "a.json, line 1, column 11: found no object, expected an object"),
        ("a.json", '{"nodes":{"a":{}]}', "a.json, line 1, column 17: found ']', expected ',' or '}'"),
        ("a.json", '{"nodes":[{"id":1}],\n"links":[{"source":1}]}', "a.json, line 2, column 10: the link has no `target`"),
        ("a.json", '{"nodes":[{"id":"a"}],\n"links":[{"source":"a","target":"b"}]}', "a.json, line 2, column 10: `target` is 'b', which no node has"),
        ("a.json", '{"nodes":[{"name":"a"}],\n"links":[{"source":0,"target":1}]}', "a.json, line 2, column 10: `target` is 1, but the nodes are numbered from 0 to 0"),
        ("a.json", '{"nodes":[{"name":"a"},{"name":"a"}],\n"links":[{"source":"a","target":"a"}]}',
         "a.json, line 2, column 10: `source` is 'a', but some nodes have the same name, and none has an id"),
        ("a.json", '{"nodes":[{"id":1},\n{"id":"1"}],"links":[]}', "a.json, line 2, column 1: another node has the id '1'"),
        ("a.json", '{"nodes":[{"id":{}}],"links":[]}', "a.json, line 1, column 11: found an object in `id`, expected a text or a number"),
        ("a.json", '{"links":[{"source":1,"target":2}]}', "a.json, line 1, column 11: `source` is '1', which no node has"),
        ("a.json", '{"elements":[{"data":{"source":1,"target":2}}]}', "a.json, line 1, column 14: a relationship refers to the id 1, which no node has"),
        ("a.json", '{"elements":[{}]}', "a.json, line 1, column 14: the element has no `data`, expected an object"),
        ("a.json", '[{"a":{"b":1},"a.b":2}]', "a.json, line 1, column 2: there are two values for the property 'a.b'"),
        ("a.jsonl", '{"id":1,"labels":[],"properties":{}}\n{"id":1,"labels":[],"properties":{}}', "a.jsonl, line 2, column 1: another node has the id '1'"),
        ("a.jsonl", '{"id":1,"labels":[],"properties":{}}\n{"id":1}', "a.jsonl, line 2, column 1: expected a node (id, labels, properties) or a relationship (type, start, end, properties)"),
        ("a.jsonl", '{"id":1,"labels":[""],"properties":{}}', "a.jsonl, line 1, column 1: `labels` is no list of texts"),
        ("a.jsonl", '{"id":1,"type":"","start":1,"end":1,"properties":{}}', "a.jsonl, line 1, column 1: found an empty text in `type`, expected a type"),
        ("a.jsonl", '{"id":1,"type":"T","start":1,"end":[],"properties":{}}', "a.jsonl, line 1, column 1: a relationship refers to the id 1, which no node has"),
        ("a.jsonl", '{"id":1,"labels":[],"properties":{"d":"1940-13"},"types":{"d":"date"}}',
         "a.jsonl, line 1, column 1: the property 'd': found '1940-13', expected a date such as 1940-06-15"),
    ]:
        found = refuse(folder, name, content)
        assert found == message, f"{content!r}\n{found}\n{message}"


def test_what_is_nested_too_deep(folder):
    db, _ = load(folder, "a.json", '[{"a":%s}]' % ("[" * 998 + "]" * 998))
    assert values(db, "MATCH (n) RETURN size(n.a)") == [1]
    assert "[" * 998 + "]" * 998 in good(db, "-c", "MATCH (n) RETURN n.a").stdout
    for content in ('[{"a":%s}]' % ("[" * 100000), '{"x":%s,"nodes":[]}' % ("[" * 100000), '{"a":' * 100000):
        found = refuse(folder, "a.json", content)
        assert "found '" in found and "expected at most 1000 lists and objects within each other" in found, found


def test_values_that_are_too_long(folder):
    with open(folder / "a.json", "wb") as file:
        file.write(b'[{"a":"')
        for _ in range(270):
            file.write(b"x" * (1 << 20))
    done = run("import", folder / "x.clio", folder / "a.json")
    assert done.returncode == 1 and done.stderr.strip().endswith("a.json, line 1, column 2: a value is longer than 256 MB"), done.stderr


def test_bad_rows_are_left_out(folder):
    db, done = load(folder, "A.jsonl", '{"a":1}\n{"a":\n[1]\n{"a":2,}\n{"b":{"c":1},"b.c":1}\n\0\n{"a":3}\n{"a":"\n', "--skip-bad-rows")
    assert values(db, "MATCH (n:A) RETURN n.a") == [1, 3]
    assert "6 rows skipped" in done.stdout and done.stderr.count("skipped: ") == 6, (done.stdout, done.stderr)
    db, done = load(folder, "A.json", '{"nodes":[{"id":"a"},{"id":"a"},7,{"id":tru},{"id":"b"}],"links":[{"source":0,"target":4},{"source":1,"target":0}]}', "--skip-bad-rows")
    assert values(db, "MATCH (a)-[r]->(b) RETURN a.id, b.id") == [["a", "b"]]
    assert "4 rows skipped" in done.stdout, (done.stdout, done.stderr)
    assert "skipped" in done.stderr and "found the end" not in done.stderr


def peak_of_import(folder, content):
    """In KB."""
    with open(folder / "a.json", "w", encoding="utf-8") as file:
        file.writelines(content)
    process = subprocess.Popen([CLIO, "import", folder / "x.clio", folder / "a.json"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    (folder / "x.clio").unlink()
    return usage.ru_maxrss


def test_memory_does_not_grow_with_the_file(folder):
    """What grows is a list that is passed over, and objects that say nothing."""
    if SANITIZED:
        return
    def parts(count):
        yield '{"style": ['
        yield from ("[1, 2, {}, null]," for _ in range(count))
        yield '0], "elements": {"nodes": ['
        yield from ('{"data": {"id": "a", "text": null, "list": {"a": null}}, "group": "nodes"}' if i == 0 else
                    ',{"group": "edges", "data": {"source": "a", "target": "a", "x": null}, "y": [1, 2, "%s"]}' % ("x" * 2000)
                    for i in range(count // 100))
        yield "]}}"
    small, large = peak_of_import(folder, parts(1000)), peak_of_import(folder, parts(1500000))
    assert large < small + 16000, (small, large)


def test_labels_of_the_command_line(folder):
    write(folder, {"people.json": '[{"name": "Anna"}, {"name": "Jānis"}]',
                   "net.json": '{"nodes": [{"id": 1, "labels": ["Town"]}, {"id": 2}], "links": []}'})
    good("import", folder / "test.clio", folder / "people.json", folder / "net.json", "--as", "Person:Author")
    rows = values(folder / "test.clio", "MATCH (n) RETURN labels(n), coalesce(n.name, n.id) ORDER BY id(n)")
    assert rows == [[["Person", "Author"], "Anna"], [["Person", "Author"], "Jānis"], [["Town"], 1],
                    [["Person", "Author"], 2]], rows


main(globals())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures: what is drawn is what is there, within the page, with no box over another, the same each time."""

import collections
import os
import re
import struct
import subprocess
import xml.etree.ElementTree as ElementTree

from common import good, main, run, values

SVG = "{http://www.w3.org/2000/svg}"
Box = collections.namedtuple("Box", "x y width height")


def database(folder, script):
    db = folder / "test.clio"
    good(db, "-c", script)
    return db


def draw(db, *args):
    path = db.parent / "out.svg"
    assert good("export", db, path, *args).stderr == "", "libraries have nothing to say"
    return ElementTree.parse(path).getroot()


def groups(root, kind):
    return [g for g in root.iter(SVG + "g") if kind in g.get("class").split()]


def box_of(group):
    rect = group.find(SVG + "rect")
    return Box(*(float(rect.get(name)) for name in ("x", "y", "width", "height")))


def texts(group):
    return [t.text for t in group.iter(SVG + "text")]


def title(group):
    return group.find(SVG + "title").text


def points(path):
    """Of a curve or polygon."""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d"))]
    return list(zip(numbers[::2], numbers[1::2]))


def check_diagram(db, root):
    """One group for each node and relationship, all on the page, no node over another. The boxes by id."""
    nodes = groups(root, "node")
    edges = groups(root, "edge")
    assert sorted(g.get("id") for g in nodes) == sorted(f"n{i}" for i in values(db, "MATCH (n) RETURN id(n)"))
    assert sorted(g.get("id") for g in edges) == sorted(f"r{i}" for i in values(db, "MATCH ()-[r]->() RETURN id(r)"))
    x, y, width, height = map(float, root.get("viewBox").split())
    boxes = {g.get("id"): box_of(g) for g in nodes}
    for box in boxes.values():
        assert x <= box.x and y <= box.y and box.x + box.width <= x + width and box.y + box.height <= y + height, box
    for group in edges:
        for px, py in (point for path in group.iter(SVG + "path") for point in points(path)):
            assert x <= px <= x + width and y <= py <= y + height, (title(group), px, py)
    listed = list(boxes.values())
    for i, a in enumerate(listed):
        for b in listed[i + 1:]:
            apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
            assert apart, f"{a} covers {b}"
    return boxes


def check_arrows(db, root, boxes):
    """The tip of each arrow is just outside of the node that it leads to, the other end of the line at the start."""
    ends = {f"r{r}": (f"n{a}", f"n{b}") for r, a, b in values(db, "MATCH (a)-[r]->(b) RETURN id(r), id(a), id(b)")}

    def distance(point, box):
        dx = max(box.x - point[0], 0, point[0] - box.x - box.width)
        dy = max(box.y - point[1], 0, point[1] - box.y - box.height)
        return max(dx, dy)

    for group in groups(root, "edge"):
        start, end = ends[group.get("id")]
        line, head = map(points, group.findall(SVG + "path"))
        assert distance(line[0], boxes[start]) < 1, (title(group), line[0], boxes[start])
        assert 0.5 < distance(head[0], boxes[end]) < 3, (title(group), head[0], boxes[end])


STAR = "UNWIND range(1, 40) AS i MERGE (h:Hub {name: 'hub'}) CREATE (h)-[:HAS]->(:Leaf {name: 'A leaf called ' + i})"
MESH = """UNWIND range(0, 59) AS i CREATE (:N {i: i, name: 'node number ' + i});
MATCH (a:N), (b:N) WHERE b.i = (a.i * 7 + 3) % 60 OR b.i = (a.i * 11 + 5) % 60 CREATE (a)-[:T {valid_from: 1900 + a.i}]->(b)"""
TREE = """UNWIND range(1, 30) AS i CREATE (:Unit {i: i, name: 'Unit ' + i});
MATCH (a:Unit), (b:Unit) WHERE b.i = a.i / 2 CREATE (a)-[:SUBORDINATE_TO]->(b)"""
LAYERS = """UNWIND range(0, 19) AS i CREATE (:Text {i: i, name: 'Text ' + i});
MATCH (a:Text), (b:Text) WHERE b.i = a.i + 4 OR (b.i = a.i + 9 AND a.i % 3 = 0) CREATE (a)-[:AMENDS]->(b)"""
PARTS = """UNWIND range(1, 12) AS i CREATE (a:A {name: 'a' + i})-[:TO]->(:B {name: 'b' + i}), (:C {name: 'alone ' + i});
MATCH (a:A {name: 'a1'}) CREATE (a)-[:TO]->(:B)-[:TO]->(:B)-[:TO]->(a)"""
SAME = """CREATE (a:A {name: 'a'}), (b:B {name: 'b'}) WITH a, b UNWIND range(1, 5) AS i
CREATE (a)-[:T {date: 1900 + i}]->(b), (b)-[:U]->(a), (a)-[:LOOP]->(a)"""


def test_diagrams_show_what_is_there(folder):
    for i, script in enumerate((STAR, MESH, TREE, LAYERS, PARTS, SAME)):
        place = folder / str(i)
        place.mkdir()
        db = database(place, script)
        root = draw(db)
        boxes = check_diagram(db, root)
        check_arrows(db, root, boxes)
        for group in groups(root, "node"):
            assert texts(group), title(group)
        types = collections.Counter(values(db, "MATCH ()-[r]->() RETURN type(r)"))
        labels = [texts(g)[0] for g in groups(root, "edge-label")]
        assert collections.Counter(labels) == types, (labels, types)


def test_every_layout_keeps_nodes_apart(folder):
    db = database(folder, LAYERS)
    for layout in "fruchtermanreingold", "kamadakawai", "circle", "tree", "sugiyama", "drl":
        check_diagram(db, draw(db, "--layout", layout))
    done = run("export", db, folder / "x.svg", "--layout", "sugi")
    assert done.returncode == 1 and "`sugi` is not a layout: use one of fruchtermanreingold" in done.stderr, done.stderr
    assert not (folder / "x.svg").exists()


def test_the_same_graph_is_the_same_file(folder):
    db = database(folder, MESH)
    for kind in "svg", "png", "pdf":
        for args in (), ("--timeline",):
            files = []
            for name in "one", "two":
                good("export", db, folder / f"{name}.{kind}", *args)
                files.append((folder / f"{name}.{kind}").read_bytes())
            assert files[0] == files[1], (kind, args)


def test_relationships_of_the_same_nodes_run_beside_each_other(folder):
    root = draw(database(folder, SAME))
    lines = {g.find(SVG + "path").get("d") for g in groups(root, "edge")}
    assert len(lines) == 15
    places = {(t.get("x"), t.get("y")) for g in groups(root, "edge-label") for t in g.iter(SVG + "text")}
    assert len(places) == 20, "15 types and 5 dates"


def test_captions(folder):
    odd = ["<&>\"'", "\U0001F600 emoji", "مدينة ريغا", "עיר", "Rīga ẹ̀", "x" * 10000, "one two " * 500, "line\nbreak\ttab", "\u0001", " "]
    db = folder / "test.clio"
    good(db, "-c", "CREATE (:Plain), (:Movie {title: 'By title'}), (:Number {name: 7})")
    for text in odd:
        good(db, "--param", "text=" + "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'", "-c", "CREATE (:Odd {name: $text})")
    root = draw(db)
    boxes = check_diagram(db, root)
    assert max(box.width for box in boxes.values()) < 200, "long captions are shortened"
    shown = {" ".join(texts(g)) for g in groups(root, "node")}
    assert {"<&>\"'", "\U0001F600 emoji", "مدينة ريغا", "עיר", "Rīga ẹ̀", "line break tab", "By title", "7"} <= shown, shown
    assert any(text.startswith("xxx") and text.endswith("…") for text in shown)
    assert any(title(g) == "<&>\"'\n:Odd" for g in groups(root, "node"))
    for kind in "png", "pdf":
        good("export", db, folder / f"odd.{kind}")


def test_dates_and_claims_are_shown(folder):
    db = database(folder, """CREATE (a:State {name: 'A', valid_from: 1918}), (b:State {name: 'B'}),
      (a)-[:HELD {valid_from: 1940, valid_to: 1991}]->(b), (a)-[:MET {date: '1939-08-23'}]->(b),
      (a)-[:TOOK {date: 1940, disputed: true}]->(b)""")
    root = draw(db)
    labels = {tuple(texts(g)) for g in groups(root, "edge-label")}
    assert labels == {("HELD", "1940–1991"), ("MET", "1939-08-23"), ("TOOK", "1940")}, labels
    assert {tuple(texts(g)) for g in groups(root, "node")} == {("A", "1918–"), ("B",)}
    dashed = [title(g) for g in groups(root, "edge") if g.find(SVG + "path").get("stroke-dasharray")]
    assert dashed == ["A TOOK → B\n1940"]
    assert [texts(g)[0] for g in groups(root, "legend-entry")] == ["State  2", "HELD  1", "MET  1", "TOOK  1", "contested"]


def test_small_graphs(folder):
    db = database(folder, "RETURN 1")
    root = draw(db)
    assert not groups(root, "node") and texts(root) == ["there are no nodes to show"]
    db.unlink()
    db = database(folder, "CREATE (:Only {name: 'one'})")
    assert len(check_diagram(db, draw(db))) == 1
    for kind in "png", "pdf":
        good("export", db, folder / f"one.{kind}")


def test_queries_choose_what_is_drawn(folder):
    db = database(folder, TREE)
    root = draw(db, "-c", "MATCH p = (:Unit {i: 9})-->(:Unit) RETURN p")
    assert sorted(map(title, groups(root, "node"))) == ["Unit 4\n:Unit", "Unit 9\n:Unit"]
    assert list(map(title, groups(root, "edge"))) == ["Unit 9 SUBORDINATE_TO → Unit 4"]


def test_large_graphs(folder):
    db = database(folder, "UNWIND range(1, 2500) AS i CREATE (:A {name: 'node ' + i})-[:T]->(:B)")
    root = draw(db)
    assert len(groups(root, "node")) == 5000 and len(groups(root, "edge")) == 2500
    assert not any(texts(g) for g in groups(root, "node")), "no captions"
    db.unlink()
    db = database(folder, "UNWIND range(1, 50001) AS i CREATE (:A)")
    done = run("export", db, folder / "out.svg")
    assert done.returncode == 1 and "50001 nodes and 0 relationships are more than a picture can show" in done.stderr
    assert "LIMIT" in done.stderr


def png_size(path):
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[-8:-4] == b"IEND", data[:16]
    return struct.unpack(">II", data[16:24])


def pdf_info(path):
    out = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return dict(line.split(":", 1) for line in out.splitlines() if ":" in line)


def test_sizes(folder):
    db = database(folder, STAR)
    good("export", db, folder / "a.png", "--size", "1200x800")
    assert png_size(folder / "a.png") == (1200, 800)
    good("export", db, folder / "b.png", "--size", "640")
    assert png_size(folder / "b.png")[0] == 640
    root = draw(db, "--size", "300x1000")
    assert (root.get("width"), root.get("height")) == ("300", "1000")
    check_diagram(db, root)
    good("export", db, folder / "c.pdf", "--size", "842x595")
    assert pdf_info(folder / "c.pdf")["Page size"].split()[:3] == ["842", "x", "595"]
    root = draw(db)
    good("export", db, folder / "d.png")
    width, height = png_size(folder / "d.png")
    assert abs(width - 2 * float(root.get("width"))) <= 1 and abs(height - 2 * float(root.get("height"))) <= 1
    for wrong in "0x10", "10", "12ax3", "100x", "99999x100", "-5":
        done = run("export", db, folder / "e.svg", f"--size={wrong}")
        assert done.returncode == 2 and "--size takes" in done.stderr, (wrong, done.stderr)


def test_pdf_holds_the_texts(folder):
    db = database(folder, "CREATE (:State {name: 'Latvija'})-[:SIGNED]->(:Treaty {name: 'Līgums'})")
    good("export", db, folder / "out.pdf")
    text = subprocess.run(["pdftotext", folder / "out.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "Latvija" in text and "Līgums" in text and "SIGNED" in text, text
    assert pdf_info(folder / "out.pdf")["Pages"].strip() == "1"


def test_without_pango_all_else_works(folder):
    db = database(folder, STAR)
    (folder / "libpangocairo-1.0.so.0").write_text("no library")
    without = {**os.environ, "LD_LIBRARY_PATH": str(folder)}
    done = run("export", db, folder / "out.svg", env=without)
    assert done.returncode == 1 and "the Debian package libpangocairo-1.0-0" in done.stderr, done.stderr
    assert not (folder / "out.svg").exists()
    good("export", db, folder / "out.graphml", env=without)


def test_other_formats_know_no_pictures(folder):
    db = database(folder, STAR)
    for args in ("--timeline",), ("--layout", "tree"), ("--size", "100x100"):
        done = run("export", db, folder / "out.graphml", *args)
        assert done.returncode == 1 and "are for pictures (svg, png, pdf), not graphml" in done.stderr, done.stderr


# ---- timelines

FACTS = """CREATE (l:State {name: 'Latvia'}), (s:State {name: 'Soviet Union'}), (g:State {name: 'Germany'}),
  (l)-[:CONTROLLED_BY {valid_from: date('1918-11-18'), valid_to: date('1940-06-17')}]->(l),
  (l)-[:CONTROLLED_BY {valid_from: date('1940-06-17'), valid_to: '1941-07'}]->(s),
  (l)-[:CONTROLLED_BY {valid_from: '1941-07', valid_to: 1944}]->(g),
  (l)-[:CONTROLLED_BY {valid_from: '1944', valid_to: '1991-08-21'}]->(s),
  (l)-[:CONTROLLED_BY {valid_from: '1991-08-21'}]->(l),
  (l)-[:OTHER]->(g)"""


def bars(root):
    """Of each fact its title, and the boxes that its bar is made of, with how they are filled."""
    return {title(g): [(float(r.get("x")), float(r.get("x")) + float(r.get("width")), r.get("fill"))
                       for r in g.findall(SVG + "rect")] for g in groups(root, "fact")}


def test_timelines_show_when_facts_hold(folder):
    db = database(folder, FACTS)
    root = draw(db, "--timeline")
    assert len(groups(root, "fact")) == 5
    rows = [texts(g)[0] for g in groups(root, "row")]
    assert rows == ["Latvia → Latvia", "Latvia → Soviet Union", "Latvia → Germany"], rows
    found = bars(root)
    first = found["Latvia CONTROLLED_BY → Latvia\n1918-11-18–1940-06-17"]
    soviet = found["Latvia CONTROLLED_BY → Soviet Union\n1940-06-17–1941-07"]
    german = found["Latvia CONTROLLED_BY → Germany\n1941-07–1944"]
    assert not any("hatch" in fill for _, _, fill in first), "both days are known"
    assert [("hatch" in fill) for _, _, fill in german] == [True, False, True, False], "July 1941; the year 1944; the outline"
    assert abs(first[-1][1] - soviet[-1][0]) < 0.2, "one ends where the other begins"
    ticks = [texts(g) for g in groups(root, "axis")][0]
    assert ticks == ["1920", "1930", "1940", "1950", "1960", "1970", "1980", "1990"], ticks
    later = [g for g in groups(root, "fact") if title(g).endswith("1991-08-21–")]
    assert len(later) == 1 and len(later[0].findall(SVG + "path")) == 1, "an arrow: it goes on"
    assert "4 without dates not shown" in texts(groups(root, "legend")[0]), "three nodes and a relationship"


def test_nodes_are_facts_where_they_are_asked_for(folder):
    db = database(folder, "CREATE (a:State {name: 'A', valid_from: 1918})-[:MET {date: '1939-08-23'}]->(:Event {name: 'E', date: 1939})")
    rows = [texts(g)[0] for g in groups(draw(db, "--timeline", "-c", "MATCH ()-[r]->() RETURN r"), "row")]
    assert rows == ["A → E"], rows
    rows = [texts(g)[0] for g in groups(draw(db, "--timeline", "-c", "MATCH p = ()-->() RETURN p"), "row")]
    assert sorted(rows) == ["A", "A → E", "E"], rows


def test_contested_facts_are_marked(folder):
    db = database(folder, """CREATE (a:A {name: 'a'}), (b:A {name: 'b'}),
      (a)-[:CAME {valid_from: 1940, valid_to: 1941, rank: 'preferred', claimed_by: 'Sovinform'}]->(b),
      (a)-[:CAME {valid_from: 1940, valid_to: 1944, rank: 'deprecated'}]->(b),
      (a)-[:WENT {valid_from: 1940, valid_to: 1944}]->(b)""")
    root = draw(db, "--timeline")
    assert sorted(title(g) for g in groups(root, "contested")) == ["a CAME → b\n1940–1941", "a CAME → b\n1940–1944"]
    assert any("1940–1941 · Sovinform" in texts(g) for g in groups(root, "fact"))
    assert len(groups(root, "row")) == 3, "versions of one fact are in rows of their own"


def test_axes_from_days_to_millennia(folder):
    wanted = {
        "'1940-06-15', '1940-06-17'": ["1940-06-14", "1940-06-15", "1940-06-16", "1940-06-17", "1940-06-18"],
        "'1939-08-23', '1940-06-17'": ["1939-09", "1939-10"],
        "'1812-06-24', '1918-11-11'": ["1820", "1840"],
        "'-0043-03-15', '0014-08-19'": ["40 BCE", "30 BCE", "20 BCE", "10 BCE", "1", "10"],
        "'-0399', '0476'": ["400 BCE", "300 BCE", "200 BCE", "100 BCE", "1", "100", "200", "300", "400"],
        "'Y-170000002', '2000'": ["160000000 BCE"],
    }
    for i, (dates, ticks) in enumerate(wanted.items()):
        place = folder / str(i)
        place.mkdir()
        start, end = dates.split(", ")
        db = database(place, f"CREATE (:Age {{name: 'x', valid_from: {start}, valid_to: {end}}})")
        shown = texts(groups(draw(db, "--timeline"), "axis")[0])
        assert all(tick in shown for tick in ticks), (dates, shown)
        assert 2 <= len(shown) <= 12, (dates, shown)


def test_unknown_and_open_bounds(folder):
    db = database(folder, """CREATE (:A {name: 'open', valid_from: '1940/..'}), (:A {name: 'unknown end', valid_from: 1940, valid_to: '1950/'}),
      (:A {name: 'unknown', valid_from: '/1930'}), (:A {name: 'ever', valid_to: 1920}), (:A {name: 'about', date: '1930~'}),
      (:A {name: 'decade', date: '193X'}), (:A {name: 'no date', date: 'soon'}), (:A {name: 'none'})""")
    root = draw(db, "--timeline")
    names = sorted(title(g).split("\n")[0] for g in groups(root, "fact"))
    assert names == ["about", "decade", "ever", "open", "unknown", "unknown end"], names
    assert "open\n:A\n1940/.." in map(title, groups(root, "fact")), "an interval says it all"
    until = {name.split("\n")[0]: parts for name, parts in bars(root).items()}["unknown end"]
    assert ["hatch" in fill for _, _, fill in until] == [True, False, True, False], "1940, till 1950, some time after it"
    asked = sorted(title(g).split("\n")[0] for g in groups(root, "fact") if "?" in texts(g))
    assert "unknown" in asked and "open" not in asked, asked
    x, y, width, height = map(float, root.get("viewBox").split())
    for left, right, _ in (bar for fact in bars(root).values() for bar in fact):
        assert x <= left <= right <= x + width


def test_timelines_need_dates(folder):
    db = database(folder, STAR)
    done = run("export", db, folder / "out.svg", "--timeline")
    assert done.returncode == 1, done.stdout
    assert "none of the 41 nodes and 40 relationships has a date under `valid_from`, `valid_to` or `date`" in done.stderr
    assert not (folder / "out.svg").exists()


# ---- the shell

def shell(folder, script):
    db = folder / "test.clio"
    done = run(db, input=script, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_plot(folder):
    database(folder, FACTS)
    assert "3 nodes, 6 relationships written to plot.svg" in shell(folder, ":plot\n")
    assert "written to plot-2.svg" in shell(folder, ":plot --timeline MATCH ()-[r:CONTROLLED_BY]->() RETURN r\n")
    assert "written to plot-3.svg" in shell(folder, ":plot MATCH (n) RETURN n\n")
    assert len(groups(ElementTree.parse(folder / "plot-2.svg").getroot(), "fact")) == 5
    assert len(groups(ElementTree.parse(folder / "plot-3.svg").getroot(), "node")) == 3
    out = shell(folder, ":plot 'my file.png' --size 400x300 MATCH (n:State {name: 'Latvia'}) RETURN n\n")
    assert "1 node, 0 relationships written to my file.png" in out, out
    assert png_size(folder / "my file.png") == (400, 300)
    assert "written to out.pdf" in shell(folder, ":plot --layout circle out.pdf\n")
    assert "written to e.svg" in shell(folder, ":export --timeline e.svg MATCH ()-[r]->() RETURN r\n")


main(globals())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Import of Wikidata's JSON: entities as dumps have them, every type of value, qualifiers, ranks, references, and the
questions that can be asked then. Facts are from general knowledge; items whose ids begin with Q90 are made up."""

import gzip
import json
import os
import subprocess

from common import CLIO, SANITIZED, good, main, run, values, write

ENTITY = "http://www.wikidata.org/entity/"
GREGORIAN, JULIAN = ENTITY + "Q1985727", ENTITY + "Q1985786"


# ---- entities as the dumps write them

def snak(prop, value=None, kind="string", snaktype="value"):
    made = {"snaktype": snaktype, "property": prop, "datatype": kind}
    if snaktype == "value":
        made["datavalue"] = {"value": value, "type": kind}
    return made


def text(prop, value):
    return snak(prop, value)


def item(prop, entity):
    kind = "property" if entity[0] == "P" else "item"
    return snak(prop, {"entity-type": kind, "numeric-id": int(entity[1:]), "id": entity}, "wikibase-entityid")


def time(prop, value, precision=11, calendar=GREGORIAN):
    return snak(prop, {"time": value, "timezone": 0, "before": 0, "after": 0, "precision": precision, "calendarmodel": calendar}, "time")


def quantity(prop, amount, unit="1", **bounds):
    return snak(prop, dict({"amount": amount, "unit": unit}, **bounds), "quantity")


def words(prop, value, language):
    return snak(prop, {"text": value, "language": language}, "monolingualtext")


def place(prop, latitude, longitude, globe=ENTITY + "Q2"):
    return snak(prop, {"latitude": latitude, "longitude": longitude, "altitude": None, "precision": 0.01, "globe": globe}, "globecoordinate")


def unknown(prop):
    return snak(prop, snaktype="somevalue")


def nothing(prop):
    return snak(prop, snaktype="novalue")


def by_property(snaks):
    grouped = {}
    for one in snaks:
        grouped.setdefault(one["property"], []).append(one)
    return grouped


def said(mainsnak, *qualifiers, rank="normal", references=()):
    made = {"mainsnak": mainsnak, "type": "statement", "id": "Q1$00000000-0000-0000-0000-000000000000", "rank": rank}
    if qualifiers:
        made["qualifiers"] = by_property(qualifiers)
        made["qualifiers-order"] = list(made["qualifiers"])
    if references:
        made["references"] = [{"hash": "0" * 40, "snaks": by_property(r), "snaks-order": list(by_property(r))} for r in references]
    return made


def entity(name, *statements, labels=None, descriptions=None, aliases=None, **more):
    def terms(of):
        return {language: {"language": language, "value": value} for language, value in of.items()} if of else []

    claims = {}
    for one in statements:
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    return dict({"type": "property" if name[0] == "P" else "item", "id": name, "labels": terms(labels), "descriptions": terms(descriptions),
                 "aliases": {k: [{"language": k, "value": value} for value in v] for k, v in aliases.items()} if aliases else [],
                 "claims": claims or [], "sitelinks": [], "lastrevid": 1}, **more)


def dump(*entities):
    """An entity a line."""
    return "[\n" + ",\n".join(json.dumps(e, ensure_ascii=False, separators=(",", ":")) for e in entities) + "\n]\n"


def load(folder, content, *args, name="dump.json", db="test.clio"):
    write(folder, {name: content})
    done = good("import", folder / db, folder / name, *args)
    return folder / db, [line.split(": ", 2)[2] for line in done.stderr.splitlines()]


def one(folder, *statements, name="Q900", args=()):
    """The properties of an item with these statements, and its relationships."""
    db = folder / "one.clio"
    for old in folder.glob("one.clio*"):
        old.unlink()
    load(folder, dump(entity(name, *statements)), *args, db=db.name)
    node = values(db, f"MATCH (n {{id: '{name}'}}) RETURN properties(n)")[0]
    del node["id"]
    rels = values(db, f"MATCH (n {{id: '{name}'}})-[r]->(m) RETURN type(r), properties(r), labels(m), properties(m) ORDER BY id(r)")
    return node, rels


def refuse(folder, content, *args, name="dump.json"):
    write(folder, {name: content})
    db = folder / "refused.clio"
    done = run("import", db, folder / name, *args)
    assert done.returncode == 1 and "Sanitizer" not in done.stderr and not db.exists(), (content, done.stdout, done.stderr)
    return done.stderr.strip().replace(f"{folder}/", "").removeprefix("FormatError: ")


# ---- entities

LATVIA = entity("Q211", labels={"en": "Latvia", "lv": "Latvija", "de": "Lettland"}, descriptions={"en": "country in Europe"},
                aliases={"en": ["Republic of Latvia", "LV"], "lv": ["Latvijas Republika"]})
NAMED = [[["Item"], {"id": "Q211", "name": "Latvia", "description": "country in Europe", "aliases": ["Republic of Latvia", "LV"]}]]
NODES = "MATCH (n) RETURN labels(n), properties(n) ORDER BY id(n)"


def test_languages(folder):
    for languages, expected in [
            (None, {"name": "Latvia", "description": "country in Europe", "aliases": ["Republic of Latvia", "LV"]}),
            ("lv,en,et", {"name": "Latvija", "name_en": "Latvia", "description": "country in Europe",
                          "aliases": ["Latvijas Republika", "Republic of Latvia", "LV"]}),
            ("et,de", {"name": "Lettland"}), ("et,,", {})]:
        db, _ = load(folder, dump(LATVIA), *(["--languages", languages] if languages else []), db=f"{languages}.clio")
        assert values(db, NODES) == [[["Item"], dict(expected, id="Q211")]], (languages, values(db, NODES))
    db, _ = load(folder, dump(entity("Q1", labels={"mul": "Riga"}), entity("P31", labels={"en": "instance of"}, datatype="wikibase-item")), db="m.clio")
    assert values(db, NODES) == [[["Item"], {"id": "Q1", "name": "Riga"}], [["Property"], {"id": "P31", "name": "instance of", "datatype": "wikibase-item"}]]


def test_shapes_of_files(folder):
    line = json.dumps(LATVIA, separators=(",", ":"))
    second = line.replace("Q211", "Q191")
    for i, (name, content) in enumerate([
            ("a.json", dump(LATVIA)), ("b.json.gz", gzip.compress(dump(LATVIA).encode())), ("c.json", json.dumps([LATVIA], indent=1)),
            ("Q211.json", json.dumps({"entities": {"Q211": dict(LATVIA, pageid=1, ns=0, title="Q211", modified="2024-01-01T00:00:00Z")}})),
            ("api.json", json.dumps({"entities": {"Q211": LATVIA}, "success": 1}, indent=2)), ("d.jsonl", line + "\n"), ("piece.json", line + ",\n"),
            ("e.json", json.dumps(LATVIA, indent=2))]):
        db, notes = load(folder, content, name=name, db=f"{i}.clio")
        assert values(db, NODES) == NAMED and notes == [], (name, values(db, NODES))
    for i, (name, content) in enumerate([("two.ndjson", line + "\n" + second), ("piece.json", line + ",\n" + second + ",\n"), ("start.json", "[\n" + line + ",\r\n" + second + ",\r\n"),
                                         ("end.json", line + ",\n" + second + "\n]\n"), ("p.json", json.dumps([LATVIA, json.loads(second)], indent=3))]):
        if name == "end.json":
            assert refuse(folder, content, name=name) == "end.json, line 3, column 1: found ']', expected a value"
            continue
        db, _ = load(folder, content, name=name, db=f"two{i}.clio")
        assert values(db, "MATCH (n) RETURN n.id ORDER BY n.id") == ["Q191", "Q211"], name


def test_items_that_are_referred_to(folder):
    db, _ = load(folder, dump(entity("Q211", said(item("P36", "Q1773")), said(item("P47", "Q191"))), entity("Q191", said(item("P47", "Q211")), labels={"en": "Estonia"})))
    assert values(db, NODES) == [[["Item"], {"id": "Q211"}], [["Item"], {"id": "Q1773"}], [["Item"], {"id": "Q191", "name": "Estonia"}]]
    assert values(db, "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id") == [["Q211", "CAPITAL", "Q1773"], ["Q211", "SHARES_BORDER_WITH", "Q191"], ["Q191", "SHARES_BORDER_WITH", "Q211"]]
    old = {"snaktype": "value", "property": "P36", "datavalue": {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": 1773}}}
    assert one(folder, said(old))[1] == [["CAPITAL", {}, ["Item"], {"id": "Q1773"}]]
    assert one(folder, said(item("P9999", "P31")))[1] == [["P9999", {}, ["Property"], {"id": "P31"}]]


def test_classes_become_labels(folder):
    deprecated = said(item("P31", "Q198"), rank="deprecated")
    db, _ = load(folder, dump(entity("Q211", said(item("P31", "Q3624078")), said(item("P31", "Q9001")), said(item("P31", "Q9002")), deprecated),
                              entity("Q9001", labels={"en": "dwarf-planet of the 2nd kind, ältere", "de": "Zwerg"}), entity("Q9002")))
    assert values(db, "MATCH (n {id: 'Q211'}) RETURN labels(n)") == [["Item", "State", "DwarfPlanetOfThe2ndKindÄltere"]]
    assert values(db, "MATCH (n {id: 'Q211'})-[r:INSTANCE_OF]->(c) RETURN c.id, r.rank") == [
        ["Q3624078", "normal"], ["Q9001", "normal"], ["Q9002", "normal"], ["Q198", "deprecated"]]


def test_mapping(folder):
    write(folder, {"my.csv": 'P1891,SIGNED_BY\nP36,"HAS CAPITAL"\nQ3624078,Country\nP1082,Inhabitants\n'})
    node, rels = one(folder, said(item("P1891", "Q1")), said(item("P36", "Q2")), said(item("P31", "Q3624078")), said(quantity("P1082", "+5")), said(text("P1448", "x")),
                     args=("--mapping", folder / "my.csv"))
    assert [rel[0] for rel in rels] == ["SIGNED_BY", "HAS CAPITAL", "INSTANCE_OF"] and node == {"inhabitants": 5, "official_name": "x"}
    assert values(folder / "one.clio", "MATCH (n {id: 'Q900'}) RETURN labels(n)") == [["Item", "Country"]]
    for row, message in [("P1891", "found 1 column and 'P1891'"), ("X1,A", "found 2 columns and 'X1'"), ("P1,", "found 2 columns and 'P1'"), ("P1,A,B", "found 3 columns and 'P1'")]:
        write(folder, {"bad.csv": "P1,A\n" + row})
        found = refuse(folder, dump(LATVIA), "--mapping", folder / "bad.csv")
        assert found == f"bad.csv, row 2: {message}, expected an id and a name: P1891,SIGNATORY", found
    assert "cannot open" in refuse(folder, dump(LATVIA), "--mapping", folder / "none.csv")


# ---- values

def test_texts_quantities_and_places(folder):
    node, rels = one(folder, said(text("P214", "123")), said(text("P856", "https://a.lv")), said(text("P856", "https://b.lv")), said(quantity("P1082", "+1883008")),
                     said(quantity("P1114", "-1.5")), said(quantity("P1128", "+123456789012345678901")), said(place("P625", 56.95, 24)), said(text("P9998", "x")))
    assert node == {"viaf_id": "123", "official_website": ["https://a.lv", "https://b.lv"], "population": 1883008, "quantity": -1.5,
                    "employees": "+123456789012345678901", "coordinates": [56.95, 24.0], "P9998": "x"} and rels == []
    node, rels = one(folder, said(quantity("P2046", "+64589", ENTITY + "Q712226", lowerBound="+64588", upperBound="+64590.5")), said(words("P1448", "Latvijas Republika", "lv")),
                     said(place("P625", 1, 2, ENTITY + "Q405")), said(snak("P9997", {"any": [1]}, "new-type")))
    assert node == {"area": 64589, "official_name": "Latvijas Republika", "coordinates": [1.0, 2.0], "P9997": '{"any":[1]}'}
    assert rels == [["AREA", {}, ["Value"], {"value": 64589, "unit": "Q712226", "lower": 64588, "upper": 64590.5}],
                    ["OFFICIAL_NAME", {}, ["Value"], {"value": "Latvijas Republika", "language": "lv"}],
                    ["COORDINATES", {}, ["Value"], {"value": [1.0, 2.0], "precision": 0.01, "globe": "Q405"}]], rels


def test_times(folder):
    for written, precision, expected in [
            ("+1939-08-23T00:00:00Z", 11, "1939-08-23"), ("+1939-08-00T00:00:00Z", 10, "1939-08"), ("+1939-00-00T00:00:00Z", 9, "1939"), ("+1939-01-01T00:00:00Z", 9, "1939"),
            ("+1930-00-00T00:00:00Z", 8, "193X"), ("+1939-00-00T00:00:00Z", 8, "193X"), ("+2000-00-00T00:00:00Z", 7, "19XX"), ("+1901-00-00T00:00:00Z", 7, "19XX"),
            ("+1900-00-00T00:00:00Z", 7, "18XX"), ("+0005-00-00T00:00:00Z", 8, "000X"), ("+1500-00-00T00:00:00Z", 6, "1001/2000"), ("-0044-03-15T00:00:00Z", 11, "-0043-03-15"),
            ("-0044-00-00T00:00:00Z", 9, "-0043"), ("-0001-00-00T00:00:00Z", 9, "0000"), ("-0044-00-00T00:00:00Z", 8, "-0048/-0039"), ("-0005-00-00T00:00:00Z", 8, "-0008/0000"),
            ("-0044-00-00T00:00:00Z", 7, "-0099/0000"), ("-1500-00-00T00:00:00Z", 6, "-1999/-1000"), ("+12345-00-00T00:00:00Z", 9, "Y12345"), ("-10000-00-00T00:00:00Z", 5, "-9999~"),
            ("+00000001939-08-23T00:00:00Z", 11, "1939-08-23"), ("+1939-08-00T00:00:00Z", 11, "1939-08"), ("+1939-08-23T00:00:00Z", 14, "1939-08-23")]:
        node, rels = one(folder, said(time("P571", written, precision)))
        assert node == {"inception": expected} and rels == [], (written, node)
        assert values(folder / "one.clio", "MATCH (n:Item) RETURN valueType(n.inception)") == ["EDTF NOT NULL"]
    for written, precision in [("-4540000000-00-00T00:00:00Z", 3), ("+1939-02-30T00:00:00Z", 11), ("+1939-13-01T00:00:00Z", 11), ("1939", 9), ("+x-01-01T00:00:00Z", 9), ("+99999999999999999999-01-01T00:00:00Z", 9)]:
        node, rels = one(folder, said(time("P571", written, precision)))
        assert node == {"inception": written} and rels == [], (written, node)


def test_the_julian_calendar(folder):
    for written, expected, julian in [("+1917-10-25T00:00:00Z", "1917-11-07", "1917-10-25"), ("+1582-10-05T00:00:00Z", "1582-10-15", "1582-10-05"),
                                      ("-0044-03-15T00:00:00Z", "-0043-03-13", "-0043-03-15"), ("+1900-02-29T00:00:00Z", "1900-03-13", "+1900-02-29T00:00:00Z")]:
        node, rels = one(folder, said(time("P585", written, 11, JULIAN)))
        assert node == {"date": expected} and rels == [["DATE", {}, ["Value"], {"value": expected, "julian": julian}]], (written, node, rels)
    node, rels = one(folder, said(time("P585", "+1500-00-00T00:00:00Z", 9, JULIAN)))
    assert node == {"date": "1500"} and rels == [["DATE", {}, ["Value"], {"value": "1500", "julian": "1500"}]], rels
    node, rels = one(folder, said(item("P39", "Q1"), time("P580", "+1917-10-25T00:00:00Z", 11, JULIAN)))
    assert rels[0][1] == {"valid_from": "1917-11-07", "valid_from_julian": "1917-10-25"}


def test_circa(folder):
    node, rels = one(folder, said(time("P571", "+1201-00-00T00:00:00Z", 9), item("P1480", "Q5727902")))
    assert node == {"inception": "1201~"} and rels == [["INCEPTION", {"sourcing_circumstances": "Q5727902"}, ["Value"], {"value": "1201~"}]]


def test_what_is_unknown_and_what_there_is_not(folder):
    node, rels = one(folder, said(unknown("P22")), said(unknown("P570")), said(nothing("P40")), said(nothing("P26"), references=[[text("P854", "https://x")]]), said(nothing("P40")))
    assert node == {"no_value": ["CHILD", "SPOUSE"]}, node
    assert rels == [["FATHER", {}, ["Unknown"], {}], ["DATE_OF_DEATH", {}, ["Unknown"], {}], ["NO_VALUE", {"of": "SPOUSE", "source": "https://x"}, ["Value"], {}]], rels
    _, rels = one(folder, said(item("P39", "Q1"), unknown("P580"), nothing("P582"), unknown("P1365")))
    assert rels[0][1] == {"valid_from": "unknown", "no_value": "valid_to", "replaces": "unknown"}, rels


# ---- qualifiers, ranks, references

def test_qualifiers(folder):
    node, rels = one(folder, said(item("P39", "Q1"), time("P580", "+1936-00-00T00:00:00Z", 9), time("P582", "+1940-06-00T00:00:00Z", 10), item("P1365", "Q2"), item("P1365", "Q3"), text("P1545", "4")),
                     said(item("P710", "Q4"), time("P585", "+1939-08-23T00:00:00Z")), said(quantity("P1082", "+5"), time("P585", "+1939-00-00T00:00:00Z", 9), time("P585", "+1940-00-00T00:00:00Z", 9)),
                     said(item("P17", "Q5"), time("P580", "+1918-00-00T00:00:00Z", 9), time("P580", "+1991-00-00T00:00:00Z", 9), text("P304", "7"), item("P1310", "Q6"),
                          quantity("P2046", "+1", ENTITY + "Q7")))
    assert node == {"population": 5}
    assert [rel[:2] for rel in rels] == [
        ["POSITION_HELD", {"valid_from": "1936", "valid_to": "1940-06", "replaces": ["Q2", "Q3"], "series_ordinal": "4"}],
        ["PARTICIPANT", {"date": "1939-08-23", "valid_from": "1939-08-23", "valid_to": "1939-08-23"}],
        ["POPULATION", {"date": ["1939", "1940"]}],
        ["COUNTRY", {"P580": ["1918", "1991"], "P304": "7", "disputed_by": "Q6", "disputed": True, "area": 1, "area_unit": "Q7"}]], rels


def test_ranks(folder):
    node, rels = one(folder, said(quantity("P1082", "+1"), rank="deprecated"), said(quantity("P1082", "+2")), said(quantity("P1082", "+3"), rank="preferred"), said(quantity("P1128", "+4")),
                     said(quantity("P1128", "+5"), rank="deprecated"), said(quantity("P1120", "+6"), rank="deprecated"))
    assert node == {"population": 3, "employees": 4}, node
    assert [[rel[0], rel[1]["rank"], rel[3]["value"]] for rel in rels] == [
        ["POPULATION", "deprecated", 1], ["POPULATION", "normal", 2], ["POPULATION", "preferred", 3], ["EMPLOYEES", "normal", 4], ["EMPLOYEES", "deprecated", 5],
        ["NUMBER_OF_DEATHS", "deprecated", 6]], rels


def test_references(folder):
    _, rels = one(folder, said(text("P214", "1"), references=[
        [item("P248", "Q36578"), text("P854", "https://d-nb.info/1"), time("P813", "+2020-01-02T00:00:00Z"), text("P304", "12-14")],
        [item("P143", "Q328")], [text("P854", "https://x"), words("P1476", "Title", "en")], [item("P248", "Q36578"), text("P227", "77")], [text("P227", "78")], [unknown("P248")]]))
    assert rels == [["VIAF_ID", {"source": ["Q36578", "Q328", "https://x", "unknown"], "reference_url": "https://d-nb.info/1", "retrieved": "2020-01-02", "page": "12-14",
                                 "reference_title": "Title", "reference_title_language": "en", "reference_gnd_id": ["77", "78"]}, ["Value"], {"value": "1"}]], rels


# ---- bad input

def test_errors_name_entity_line_and_column(folder):
    cut = dump(LATVIA, entity("Q2"))[:-30]
    for content, message in [
            (cut + "\n]", f"dump.json, line 3, column {len(cut.splitlines()[2]) + 1}: found the end of the line, expected '\"' before the line ends"),
            ("[\n" + json.dumps(LATVIA) + "\n" + '{"type":"item","labels":[]}' + "\n]", "dump.json, line 3, column 1: the entity has no `id`"),
            (dump(LATVIA, LATVIA), "dump.json, line 3, column 1: another node has the id 'Q211'"),
            (dump(LATVIA, entity("X1")), "dump.json, line 3, column 1: found the id 'X1', expected one such as Q42"),
            (dump(LATVIA, dict(entity("Q2"), claims=7)), "dump.json, line 3, column 1: 'Q2': `claims` is no object"),
            (dump(LATVIA, dict(entity("Q2"), claims={"P31": {}})), "dump.json, line 3, column 1: 'Q2': `P31` is no list"),
            (dump(LATVIA, entity("Q2", said(text("P1", "x")), said(dict(text("P1", "x"), snaktype="odd")))), "dump.json, line 3, column 1: 'Q2': statement 2 of P1: a snak has no `snaktype`"),
            (dump(LATVIA, entity("Q2", said(dict(text("P1", "x"), datavalue={})))), "dump.json, line 3, column 1: 'Q2': statement 1 of P1: a datavalue has no `type`"),
            (dump(LATVIA, entity("Q2", said(snak("P1", {"time": 5}, "time")))), "dump.json, line 3, column 1: 'Q2': statement 1 of P1: a time has no `time`"),
            (dump(LATVIA, entity("Q2", said(snak("P1", {"latitude": 5}, "globecoordinate")))), "dump.json, line 3, column 1: 'Q2': statement 1 of P1: a coordinate has no `longitude`"),
            (dump(LATVIA, entity("Q2", said(text("P1", "x"), rank="best"))), "dump.json, line 3, column 1: 'Q2': `rank` is none of deprecated, normal, preferred"),
            (json.dumps({"entities": {"Q9": {"id": "Q9", "missing": ""}}}), "dump.json, line 1, column 21: Wikidata has no entity 'Q9'")]:
        found = refuse(folder, content)
        assert found == message, f"{found}\n{message}"


def test_bad_entities_are_left_out(folder):
    lines = dump(LATVIA, dict(entity("Q2"), claims=7), entity("Q3")).splitlines()
    lines.insert(3, lines[1][:100])
    db, done = folder / "x.clio", None
    write(folder, {"dump.json": "\n".join(lines)})
    done = good("import", db, folder / "dump.json", "--skip-bad-rows")
    assert values(db, "MATCH (n) RETURN n.id") == ["Q211", "Q3"] and "2 rows skipped" in done.stdout, (done.stdout, done.stderr)
    db, notes = load(folder, dump(LATVIA, dict(LATVIA, type="lexeme", id="L1")), db="y.clio")
    assert notes == ["entities that are neither items nor properties, left out: 1"] and len(values(db, NODES)) == 1


# ---- what is in the database already

def test_items_of_several_files_and_imports_are_the_same(folder):
    first = dump(entity("Q211", said(item("P36", "Q1773")), labels={"en": "Latvia"}))
    second = dump(entity("Q1773", said(item("P17", "Q211")), said(item("P190", "Q1770")), labels={"en": "Riga"}), entity("Q191", said(item("P36", "Q1770"))))
    write(folder, {"a.json": first, "b.json": second})
    together, apart = folder / "together.clio", folder / "apart.clio"
    good("import", together, folder / "b.json", folder / "a.json")
    good("import", apart, folder / "a.json")
    good("import", apart, folder / "b.json")
    for db in (together, apart):
        assert values(db, "MATCH (n) RETURN n.id, n.name ORDER BY n.id") == [["Q1770", None], ["Q1773", "Riga"], ["Q191", None], ["Q211", "Latvia"]], db
        assert values(db, "MATCH (a)-[r]->(b) RETURN a.id, b.id ORDER BY a.id, b.id") == [["Q1773", "Q1770"], ["Q1773", "Q211"], ["Q191", "Q1770"], ["Q211", "Q1773"]]
    done = run("import", apart, folder / "b.json")
    assert done.returncode == 1 and "b.json, line 2, column 1: another node has the id 'Q1773'" in done.stderr, done.stderr
    good("check", apart)


def peak_of_import(folder, count):
    """In KB. Only the first two entities are of a type that is read."""
    with open(folder / "dump.json", "w", encoding="utf-8") as file:
        file.write(dump(LATVIA)[:-3])
        odd = json.dumps(entity("L5", *(said(text("P1", "x" * 200), references=[[item("P248", "Q1")]]) for _ in range(20)), type="lexeme"))
        for _ in range(count):
            file.write(",\n" + odd)
        file.write("\n]\n")
    process = subprocess.Popen([CLIO, "import", folder / "x.clio", folder / "dump.json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    (folder / "x.clio").unlink()
    return usage.ru_maxrss


def test_memory_does_not_grow_with_the_file(folder):
    if SANITIZED:
        return
    small, large = peak_of_import(folder, 20), peak_of_import(folder, 2000)
    assert large < small + 8000, (small, large)


# ---- questions

def baltic():
    """A few facts of 1918 to 1991."""
    textbook, archive = item("P248", "Q9010"), item("P248", "Q9011")
    pact = [entity("Q9000", said(item("P31", "Q131569")), said(time("P585", "+1939-08-23T00:00:00Z")), said(item("P1891", "Q7318"), references=[[textbook, text("P304", "112")]]),
                   said(item("P1891", "Q15180"), references=[[textbook, text("P304", "112")]]), labels={"en": "Molotov–Ribbentrop Pact"})]
    states = [entity("Q211", said(item("P31", "Q3624078")), said(item("P36", "Q1773")),
                     said(item("P35", "Q9001"), time("P580", "+1936-04-11T00:00:00Z"), time("P582", "+1940-07-21T00:00:00Z"), references=[[textbook]]),
                     said(item("P35", "Q9002"), time("P580", "+1927-04-08T00:00:00Z"), time("P582", "+1930-04-09T00:00:00Z"), references=[[textbook]]),
                     said(quantity("P1082", "+1905000"), time("P585", "+1935-00-00T00:00:00Z", 9), rank="normal"),
                     said(quantity("P1082", "+1883000"), time("P585", "+2023-00-00T00:00:00Z", 9), rank="preferred"), labels={"en": "Latvia", "lv": "Latvija"}),
              entity("Q15180", said(item("P31", "Q3624078")), said(time("P571", "+1922-12-30T00:00:00Z")), said(time("P576", "+1991-12-26T00:00:00Z")), labels={"en": "Soviet Union"}),
              entity("Q7318", said(item("P31", "Q3624078")), labels={"en": "Nazi Germany"})]
    people = [entity("Q9001", said(item("P31", "Q5")), said(time("P569", "+1877-09-04T00:00:00Z")), labels={"en": "Kārlis Ulmanis"}),
              entity("Q9002", said(item("P31", "Q5")), said(item("P19", "Q9003"), references=[[archive]], rank="deprecated"), said(item("P19", "Q9004"), references=[[textbook]]),
                     labels={"en": "Gustavs Zemgals"})]
    sources = [entity("Q9010", said(item("P31", "Q571")), labels={"en": "A history of Latvia"}), entity("Q9011", labels={"en": "State archive"})]
    places = [entity("Q1773", labels={"en": "Riga"}), entity("Q9003", labels={"en": "Jelgava"}), entity("Q9004", labels={"en": "Džūkste"})]
    return dump(*pact, *states, *people, *sources, *places)


def test_questions_of_time_rank_and_source(folder):
    db, notes = load(folder, baltic(), "--languages", "en,lv")
    assert notes == []
    who = "MATCH (s:State {name: 'Latvia'})-[r:HEAD_OF_STATE]->(p:Person) AS OF '%s' RETURN p.name"
    assert values(db, who % "1939-08-23") == ["Kārlis Ulmanis"] and values(db, who % "1928") == ["Gustavs Zemgals"] and values(db, who % "1933") == []
    assert values(db, "MATCH (t:Treaty)-[r:SIGNATORY]->(s:State) RETURN s.name, [x IN sources(r) | [x.source, x.page]] ORDER BY s.name") == [
        ["Nazi Germany", [["A history of Latvia", "112"]]], ["Soviet Union", [["A history of Latvia", "112"]]]]
    born = "MATCH (p {name: 'Gustavs Zemgals'})-[r:BORN_IN]->(c) %s RETURN c.name, rankOf(r) ORDER BY c.name"
    assert values(db, born % "") == [["Džūkste", "normal"], ["Jelgava", "deprecated"]] and values(db, born % "RANK BEST") == [["Džūkste", "normal"]]
    assert values(db, "MATCH (s:State {name: 'Latvia'})-[r:POPULATION]->(v) AS OF '1935' RETURN v.value") == [1905000]
    assert values(db, "MATCH (s:State {name: 'Latvia'}) RETURN s.population, s.name_lv") == [[1883000, "Latvija"]]
    assert values(db, "MATCH (t:Treaty) RETURN t.name, t.date") == [["Molotov–Ribbentrop Pact", "1939-08-23"]]
    assert values(db, "CALL kb.contradictions() YIELD fact RETURN type(fact)") == []
    good(db, "-c", "CALL kb.set('exclusive', ['BORN_IN'])")
    assert values(db, "MATCH (p:Person)-[r:BORN_IN]->(c) RETURN isContested(r)") == [True, True]
    good("export", db, folder / "again.jsonl")
    good("import", folder / "again.clio", folder / "again.jsonl")
    assert values(folder / "again.clio", who % "1939-08-23") == ["Kārlis Ulmanis"]


main(globals())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""RDF in and out: the mapping, what comes back, and what other readers make of it (rdflib, raptor's rapper)."""

import subprocess
import sys
import tempfile

from common import good, main, query, refuse_file, run, values, write
from torture import checksum, make

import rdflib
import rdflib.compare

PREFIXES = """
@prefix ex: <http://example.org/baltic/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SYNTAXES = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads"}


def load(folder, name, content, *args):
    write(folder, {name: content})
    db = folder / "test.clio"
    good("import", db, folder / name, *args)
    return db


def node(db, uri):
    return query(db, f"MATCH (n:Resource {{uri: '{uri}'}}) RETURN labels(n) AS labels, properties(n) AS p")[0]


def equal(got, wanted):
    assert got == wanted, f"\nwanted {wanted!r}\n   got {got!r}"


# ---- in


def test_resources_become_nodes(folder):
    db = load(folder, "a.ttl", PREFIXES + """
        ex:latvia a ex:State , ex:Republic ; rdfs:label "Latvia"@en , "Latvija"@lv ;
          ex:founded "1918-11-18"^^xsd:date ; ex:people 1905000 ; ex:area 64589.5 ; ex:free true ;
          ex:alias "a" , "b" , "a" ; ex:year "1918"^^xsd:gYear ; ex:month "1918-11"^^xsd:gYearMonth ;
          ex:big 123456789012345678901234567890 ; ex:signed ex:treaty , ex:treaty .
        ex:treaty ex:seen "1939-10-05T18:00:00"^^xsd:dateTime , "1939-10-05T18:00:00Z"^^xsd:dateTime .""")
    ns = "http://example.org/baltic/"
    equal(node(db, ns + "latvia"), {
        "labels": ["Resource", "ex__State", "ex__Republic"],
        "p": {"uri": ns + "latvia", "rdfs__label@en": "Latvia", "rdfs__label@lv": "Latvija", "ex__founded": "1918-11-18",
              "ex__people": 1905000, "ex__area": 64589.5, "ex__free": True, "ex__alias": ["a", "b"], "ex__year": "1918",
              "ex__month": "1918-11", "ex__big^^xsd__integer": "123456789012345678901234567890"}})
    equal(values(db, "MATCH (n:ex__State) RETURN valueType(n.ex__founded), valueType(n.ex__year)"),
          [["DATE NOT NULL", "EDTF NOT NULL"]])
    equal(node(db, ns + "treaty")["p"]["ex__seen"], ["1939-10-05T18:00", "1939-10-05T18:00Z"])
    equal(values(db, "MATCH (a)-[r]->(b) RETURN a.uri, type(r), b.uri"), [[ns + "latvia", "ex__signed", ns + "treaty"]])
    equal(values(db, "MATCH (n:_NsPrefDef) RETURN properties(n)"),
          [{"ex": ns, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#"}])


def test_many_values_of_one_property(folder):
    """Also in a second file and a second import; each value once, those of different types too."""
    lines = [f'<http://a.example/s{i % 2}> <http://xmlns.com/foaf/0.1/name> {v} .\n' for i in range(600) for v in
             (f'"v{i % 250}"', f'"{i % 250}"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1950"^^<http://www.w3.org/2001/XMLSchema#gYear>')]
    write(folder, {"a.nt": "".join(lines[:900]), "b.nt": "".join(lines[900:])})
    for runs in [["a.nt", "b.nt"]], [["a.nt"], ["b.nt"]], [["b.nt"], ["a.nt"], ["b.nt"]]:
        for run in runs:
            good("import", folder / "test.clio", *(folder / name for name in run))
        got = values(folder / "test.clio", "MATCH (n:Resource) RETURN n.foaf__name ORDER BY n.uri")
        wanted = [[v for i in range(at, 250, 2) for v in (f"v{i}", i, "1950") if v != "1950" or i < 2] for at in (0, 1)]
        if len(runs) < 3:
            equal(got, wanted)
        else:
            equal([sorted(v, key=str) for v in got], [sorted(v, key=str) for v in wanted])
        (folder / "test.clio").unlink()


def test_namespaces_get_prefixes(folder):
    db = load(folder, "a.nt", """<http://a.example/x#s> <http://a.example/x#p> <urn:isbn:0140449132> .
<http://a.example/x#s> <http://xmlns.com/foaf/0.1/name> "S" .
<http://a.example/x#s> <http://b.example/y/q> "1"^^<http://b.example/y/t> .\n""")
    equal(values(db, "MATCH (a)-[r]->(b) RETURN type(r), b.uri, a.foaf__name, a.`ns1__q^^ns1__t`"),
          [["ns0__p", "urn:isbn:0140449132", "S", "1"]])


def test_prefixes_stay_over_imports(folder):
    db = load(folder, "a.nt", '<http://a.example/s> <http://a.example/p> "1" .\n')
    write(folder, {"b.nt": '<http://b.example/s> <http://b.example/p> "2" .\n<http://a.example/s> <http://a.example/q> "3" .\n'})
    good("import", db, folder / "b.nt")
    equal(values(db, "MATCH (n:Resource) RETURN n.uri, n.ns0__p, n.ns0__q, n.ns1__p ORDER BY n.uri"),
          [["http://a.example/s", "1", "3", None], ["http://b.example/s", None, None, "2"]])


def test_a_second_import_changes_nothing(folder):
    content = PREFIXES + "ex:a a ex:T ; ex:p ex:b , ex:c ; ex:q 1 , 2 . ex:b ex:p ex:a ."
    db = load(folder, "a.ttl", content)
    before = checksum(db)
    good("import", db, folder / "a.ttl")
    equal(checksum(db), before)


def test_blank_nodes_are_of_one_file(folder):
    text = '_:x <http://a.example/p> "1" .\n'
    write(folder, {"a.nt": text, "b.nt": text})
    good("import", folder / "test.clio", folder / "a.nt", folder / "b.nt")
    equal(values(folder / "test.clio", "MATCH (n:Resource) RETURN n.uri, n.ns0__p"), [["_:x", "1"], ["_:x", "1"]])


def test_named_graphs_have_resources_of_their_own(folder):
    quads = """<http://a.example/s> <http://a.example/p> "0" .
<http://a.example/s> <http://a.example/p> "1" <http://g.example/1> .
<http://a.example/s> <http://a.example/p> <http://a.example/o> <http://g.example/1> .\n"""
    trig = """<http://a.example/s> <http://a.example/p> "0" .
<http://g.example/1> { <http://a.example/s> <http://a.example/p> "1" , <http://a.example/o> }"""
    for name, content in ("a.nq", quads), ("a.trig", trig):
        db = load(folder, name, content)
        equal(values(db, "MATCH (n:Resource) RETURN n.uri, n.graphUri, n.ns0__p ORDER BY n.uri, n.graphUri"),
              [["http://a.example/o", "http://g.example/1", None], ["http://a.example/s", "http://g.example/1", "1"],
               ["http://a.example/s", None, "0"]])
        db.unlink()


def test_statements_about_triples_are_properties(folder):
    db = load(folder, "a.ttl", PREFIXES + """
        ex:a ex:p ex:b ; ex:q ex:b .
        [] a rdf:Statement ; ex:since 1939 ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b .
        [] rdf:object ex:b ; rdf:subject ex:a ; rdf:predicate ex:p ; a rdf:Statement ; ex:since 1940 .""")
    equal(values(db, "MATCH (a)-[r]->(b) RETURN type(r), r.ex__since ORDER BY type(r), r.ex__since"),
          [["ex__p", 1939], ["ex__p", 1940], ["ex__q", None]])
    equal(values(db, "MATCH (n:Resource) RETURN count(n)"), [2])


def test_statements_stay_resources_where_they_are_more(folder):
    db = load(folder, "a.ttl", PREFIXES + """
        ex:a ex:p ex:b .
        ex:s1 a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:never ; rdf:object ex:b .
        ex:s2 a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b ; ex:source ex:book .""")
    equal(values(db, "MATCH (s:rdf__Statement)-[r]->(x) RETURN s.uri, type(r), x.uri ORDER BY s.uri, type(r)"),
          [[f"http://example.org/baltic/{s}", t, f"http://example.org/baltic/{x}"] for s, t, x in
           (("s1", "rdf__object", "b"), ("s1", "rdf__predicate", "never"), ("s1", "rdf__subject", "a"),
            ("s2", "ex__source", "book"), ("s2", "rdf__object", "b"), ("s2", "rdf__predicate", "p"),
            ("s2", "rdf__subject", "a"))])


def test_statements_about_statements_stay_resources(folder):
    about = "ex:s1 a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:s2 ; rdf:object ex:b ."
    said = "ex:s2 a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b ; ex:since 1939 ."
    for name, content in ("before.ttl", about + said), ("behind.ttl", said + about):
        db = load(folder, name, PREFIXES + "ex:a ex:p ex:b ." + content)
        equal(values(db, "MATCH (:Resource {uri: 'http://example.org/baltic/s1'})-[:rdf__predicate]->(s) "
                         "RETURN s.uri, labels(s), s.ex__since"),
              [["http://example.org/baltic/s2", ["Resource", "rdf__Statement"], 1939]])
        db.unlink()


def test_statements_are_whole_whenever_they_turn_out_to_stay(folder):
    """Some of what is said of them comes before that, some behind it; order and places vary."""
    parts = ["a rdf:Statement", "rdf:subject ex:a", "rdf:predicate ex:p", "rdf:object ex:b", "ex:since 1939 , 1940",
             "rdfs:label 'x'@en"]
    links = {"said of": ["ex:c ex:about {s} ."], "says": ["{s} ex:source ex:book ."], "label": ["{s} a ex:Claim ."],
             "a part again": ["{s} rdf:object ex:c ."], "incomplete": [], "never said": ["{s} rdf:predicate ex:never ."]}
    for name, last in links.items():
        known = [p for p in parts if name == "label" or not (name in ("incomplete", "never said") and "predicate" in p)]
        for at in range(len(known) + 1):
            statements = [f"ex:s {p} ." for p in known]
            statements[at:at] = [link.format(s="ex:s") for link in last]
            db = load(folder, "a.ttl", PREFIXES + "ex:a ex:p ex:b .\n" + "\n".join(statements))
            got = values(db, "MATCH (s:rdf__Statement {uri: 'http://example.org/baltic/s'}) "
                             "RETURN s.ex__since, s.`rdfs__label@en`")
            equal((name, at, got), (name, at, [[[1939, 1940], "x"]]))
            equal(values(db, "MATCH (:Resource {uri: 'http://example.org/baltic/a'})-[r:ex__p]->() "
                             "RETURN properties(r)"), [{}])
            db.unlink()


def test_statements_are_no_nodes_on_the_way(folder):
    write(folder, {"a.ttl": PREFIXES + "ex:a ex:p ex:b . [] a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ;"
                   "rdf:object ex:b ; ex:since 1939 ; a <urn:clio:node> ."})
    done = good("import", folder / "test.clio", folder / "a.ttl", "--dry-run")
    assert "3 nodes, 1 relationship, 4 properties" in done.stdout, done.stdout  # one of them with the prefix
    equal(values(load(folder, "a.ttl", (folder / "a.ttl").read_text()), "MATCH (n) RETURN count(n), max(id(n))"), [[3, 2]])


def test_many_statements_about_one_triple_are_found_again(folder):
    content = PREFIXES + "ex:a ex:p ex:b .\n" + "".join(
        f"[] a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b ; ex:since {i % 700} .\n"
        for i in range(2000))
    db = load(folder, "a.ttl", content)
    before = checksum(db)
    good("import", db, folder / "a.ttl")
    equal(checksum(db), before)
    write(folder, {"b.ttl": content + "[] a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b ; "
                            "ex:since 1 ."})
    good("import", db, folder / "b.ttl")
    equal(values(db, "MATCH ()-[r:ex__p]->() RETURN count(r), sum(CASE r.ex__since WHEN 1 THEN 1 ELSE 0 END)"), [[2001, 4]])


def test_long_files_are_read_in_pieces(folder):
    """Prefixes and bases hold until they are said anew; dots and quotes within names, texts and comments end nothing."""
    many = "".join(f"<s{i}> ex:p 1 , 'a . \"b' ; ex:q [ ex:r \"\"\"c . ' \n . \"\" \"\"\" ] . # it's a comment . \"\n"
                   for i in range(5000))
    db = load(folder, "a.ttl", PREFIXES + "@base <http://b.example/x/> .\n" + many + "@base <y/> . BASE <z/>\n" + many +
              "@prefix ex: <http://c.example/> .\n" + many)
    equal(values(db, "MATCH (n:Resource) WHERE n.uri ENDS WITH '/s4999' RETURN n.uri, keys(n) ORDER BY n.uri"),
          [["http://b.example/x/s4999", ["uri", "ex__p"]], ["http://b.example/x/y/z/s4999", ["uri", "ex__p", "ns0__p"]]])
    db.unlink()
    graphs = "".join(f"<http://g.example/{i}> {{ ex:a ex:p {i} . ex:a ex:q ex:b }}\n" for i in range(9000))
    db = load(folder, "a.trig", PREFIXES + graphs)
    equal(values(db, "MATCH (n:Resource)-[:ex__q]->() RETURN count(n), sum(n.ex__p)"), [[9000, 8999 * 4500]])
    write(folder, {"b.ttl": PREFIXES + many + "ex:a nope:p 1 .\n"})
    error = refuse_file(folder, "b.ttl")
    assert f"line {(PREFIXES + many).count(chr(10)) + 1}: The namespace prefix" in error, error


def test_statements_are_found_again(folder):
    content = PREFIXES + "ex:a ex:p ex:b ." + "".join(
        f"[] a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b {properties} ."
        for properties in ("", "; ex:since 1939", "; ex:since 1940 , 1941", "; ex:since 1939 ; ex:until 1940"))
    db = load(folder, "a.ttl", content)
    before = checksum(db)
    good("import", db, folder / "a.ttl")
    equal(checksum(db), before)


def test_what_was_there_before_stays(folder):
    db = load(folder, "a.ttl", PREFIXES + "ex:s ex:q 1 .")
    content = PREFIXES + "ex:a ex:p ex:b . ex:s a rdf:Statement ; rdf:subject ex:a ; rdf:predicate ex:p ; rdf:object ex:b ."
    write(folder, {"b.ttl": content})
    good("import", db, folder / "b.ttl")
    equal(values(db, "MATCH (s:rdf__Statement) RETURN s.uri, s.ex__q"), [["http://example.org/baltic/s", 1]])


def test_turtle_as_people_write_it(folder):
    db = load(folder, "a.ttl", """@base <http://b.example/x/> . PREFIX : <http://a.example/#>
        <s> :p 1, -2, +3, 4.5, 6e0, true, 'single', '''long "text"
over lines''', "\\u00E4\\U0001F600\\t\\"" ; :list ( 1 "two" ) ; :blank [ :q "inner" ] ; a :T ;
        . # a comment""")
    p = node(db, "http://b.example/x/s")["p"]
    key = [k for k in p if k.endswith("__p")][0]
    equal(p[key], [1, -2, 3, 4.5, 6.0, True, "single", 'long "text"\nover lines', 'ä😀\t"'])
    equal(values(db, "MATCH (s {uri: 'http://b.example/x/s'})-->()-[:rdf__rest*0..]->(c) WHERE c.rdf__first IS NOT NULL "
                     "RETURN c.rdf__first"), [1, "two"])


def test_a_file_needs_no_name(folder):
    with tempfile.TemporaryFile() as file:
        file.write(b"<http://a.example/s> <http://a.example/p> 1 .")
        file.flush()
        db = folder / "test.clio"
        good("import", db, "--format", "turtle", f"/proc/self/fd/{file.fileno()}", pass_fds=[file.fileno()])
    equal(values(db, "MATCH (n:Resource) RETURN n.ns0__p"), [1])


def test_rdf_xml(folder):
    db = load(folder, "a.rdf", """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://a.example/">
 <ex:State rdf:about="http://a.example/latvia" ex:name="Latvia"><ex:signed rdf:resource="http://a.example/t"/></ex:State>
</rdf:RDF>""")
    equal(values(db, "MATCH (n:ex__State)-[:ex__signed]->(t) RETURN n.ex__name, t.uri"), [["Latvia", "http://a.example/t"]])


def test_entities_are_not_expanded_without_end(folder):
    lines = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f"""<!DOCTYPE x [<!ENTITY e0 "0123456789">{lines}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://a.example/">
 <ex:S rdf:about="http://a.example/s"><ex:p>&e11;</ex:p></ex:S></rdf:RDF>"""
    secret = folder / "secret.txt"
    secret.write_text("secret words")
    outside = f"""<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://a.example/">
 <ex:S rdf:about="http://a.example/s"><ex:p>&e;</ex:p></ex:S></rdf:RDF>"""
    write(folder, {"bomb.rdf": bomb, "outside.rdf": outside})
    assert "bomb.rdf" in refuse_file(folder, "bomb.rdf")
    db = folder / "outside.clio"
    done = run("import", db, folder / "outside.rdf")
    assert done.returncode == 1 or "secret" not in good(db, "-c", "MATCH (n) RETURN n").stdout


def test_errors_say_where(folder):
    cases = {
        "a.ttl": ('@prefix ex: <http://a.example/> .\nex:a ex:p ex:b .\nex:a nope:p ex:b .\n',
                  'a.ttl, line 3: The namespace prefix in "nope:p" was not declared.'),
        "b.ttl": ('<http://a.example/s> <http://a.example/p> "open .\n', "b.ttl, line "),
        "c.nt": ('<http://a> <http://b> "c" .\n<http://a> <http://b> c .\n', "c.nt, line 2, column 22: "),
        "d.nq": ('<http://a> "b" "c" .\n', "d.nq, line 1"),
        "e.rdf": ("<rdf>", "e.rdf, line 1"),
        "f.trig": ("<http://g> { <http://a> <http://b> }", "f.trig, line 1"),
    }
    write(folder, {name: content for name, (content, _) in cases.items()})
    for name, (_, said) in cases.items():
        error = refuse_file(folder, name)
        assert f"FormatError: {said}" in error, error


def test_bytes_that_are_no_utf8_are_refused(folder):
    for name, start, said in (("a.nt", b"<http://a.example/s> <http://a.example/p> ", "line 1"),
                              ("a.ttl", b"<http://a.example/s> <http://a.example/p> ", "line 1"),
                              ("b.ttl", b"<http://a.example/s> <http://a.example/p> x", "line 1")):
        write(folder, {name: start + b'"\xff" .\n'})
        error = refuse_file(folder, name)
        assert said in error and "\ufffd" not in error, error
    for name in "%FF", "":
        db = load(folder, "name.nt", f'<http://a.example/s> <urn:clio:name:{name}> "1" .\n')
        equal(values(db, "MATCH (n:Resource) RETURN n[[k IN keys(n) WHERE k <> 'uri'][0]]"), ["1"])
        db.unlink()


def test_bad_lines_can_be_left_out(folder):
    write(folder, {"a.nt": '<http://a> <http://b> "c" .\n<http://a> <http://b> c .\n<http://a> <http://b> "d" .\n'})
    done = good("import", folder / "test.clio", folder / "a.nt", "--skip-bad-rows")
    assert "1 row skipped" in done.stdout, done.stdout
    assert "a.nt, line 2" in done.stderr, done.stderr
    equal(values(folder / "test.clio", "MATCH (n:Resource) RETURN n.ns0__b"), [["c", "d"]])


# ---- out and back


def test_what_is_written_comes_back(folder):
    for name in "torture", "times", "baltic":
        db = make(folder, name)
        if name == "torture":  # a NUL is replaced
            good(db, "-c", "MATCH (n) WHERE n.control IS NOT NULL SET n.control = replace(n.control, '\\u0000', '\uFFFD')")
        for ending in SYNTAXES:
            file, back = folder / f"{name}.{ending}", folder / f"{name}-{ending}.clio"
            good("export", db, file)
            good("import", back, file)
            equal((name, ending, checksum(back)), (name, ending, checksum(db)))


def test_a_nul_is_replaced(folder):
    db = folder / "test.clio"
    good(db, "-c", "CREATE ({a: 'x\\u0000y'})")
    assert "1 character that the format cannot hold replaced" in good("export", db, folder / "a.ttl").stdout
    assert "x\uFFFDy" in (folder / "a.ttl").read_text()


def test_rdf_comes_back_as_the_same_triples(folder):
    content = PREFIXES + """
        ex:latvia a ex:State ; rdfs:label "Latvia"@en , "Latvija"@lv ; ex:founded "1918-11-18"^^xsd:date ;
          ex:alias "a" , "b" ; ex:shape "POINT(1 2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> ;
          ex:signed ex:treaty ; ex:when "1939-10-05T18:30:00+02:00"^^xsd:dateTime , "18:30:00"^^xsd:time ;
          <http://other.example/odd%20name?x=1> <mailto:a@b.example> , 1 , true , "tab\\tquote\\"" .
        _:b ex:knows ex:latvia ; ex:name "blank" ."""
    db = load(folder, "in.ttl", content)
    wanted = rdflib.Graph().parse(data=content, format="turtle")
    for ending, syntax in (("ttl", "turtle"), ("nt", "nt")):
        good("export", db, folder / f"out.{ending}")
        got = rdflib.Graph().parse(str(folder / f"out.{ending}"), format=syntax)
        assert rdflib.compare.isomorphic(got, wanted), (folder / f"out.{ending}").read_text()
    assert "ex:signed ex:treaty" in (folder / "out.ttl").read_text()


def test_other_readers_agree(folder):
    db = make(folder, "torture")
    counts = set()
    for ending, syntax in SYNTAXES.items():
        path = folder / f"torture.{ending}"
        good("export", db, path)
        dataset = rdflib.ConjunctiveGraph()
        dataset.parse(str(path), format=syntax)
        raptor = {"ttl": "turtle", "trig": "trig", "nt": "ntriples", "nq": "nquads"}[ending]
        done = subprocess.run(["rapper", "-q", "-i", raptor, "-o", "ntriples", path], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        counts.add(len(dataset))
        counts.add(len(set(done.stdout.splitlines())))
    assert len(counts) == 1, counts


def test_named_graphs_are_written(folder):
    content = """<http://a.example/s> <http://a.example/p> "0" .
<http://a.example/s> <http://a.example/p> "1" <http://g.example/1> .
<http://a.example/s> <http://a.example/p> <http://a.example/o> <http://g.example/1> .\n"""
    db = load(folder, "in.nq", content)
    good("export", db, folder / "out.nq")
    equal(sorted((folder / "out.nq").read_text().splitlines()), sorted(content.splitlines()))
    good("export", db, folder / "out.trig")
    good("import", folder / "back.clio", folder / "out.trig")
    equal(checksum(folder / "back.clio"), checksum(db))


def test_a_part_of_the_graph(folder):
    db = make(folder, "baltic")
    good("export", db, folder / "a.nt", "-c", "MATCH p = (:State {name: 'Latvia'})-[:SIGNED]->() RETURN p")
    good("import", folder / "a.clio", folder / "a.nt")
    equal(values(folder / "a.clio", "MATCH (a)-[r]->(b) RETURN DISTINCT type(r)"), ["SIGNED"])


main(globals() if __name__ == "__main__" else {})

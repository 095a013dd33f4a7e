#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables with plain headers, merging with what is there, dry runs, rows that are left out, and encodings."""

import gzip
import re

from common import contains, error_of, good, main, run, state_of, values, write

PEOPLE = "name,born,zip,height,alive,left\nAda,1815-12-10,01234,1.65,false,\nBob,1899-02-01,99999,2,true,x\n"
STATES = "CREATE (:State {name: 'Latvia'}), (:State {name: 'Estonia'}), (:Treaty {name: 'Pact', year: 1939})"
ENDS = ("--from", "State:name=state", "--to", "Treaty:name=treaty")


# ---- tables of nodes

def test_a_table_of_nodes(folder):
    write(folder, {"people.csv": PEOPLE})
    db = folder / "t.clio"
    done = good("import", db, folder / "people.csv", "--as", "Person:Author", "--id", "name")
    contains(done.stdout, "people.csv: nodes :Person:Author with name string (the id), born date, zip string, height double,"
             " alive boolean, left string\n", "2 nodes, 0 relationships, 11 properties loaded")
    assert values(db, "MATCH (n:Person:Author) RETURN properties(n) ORDER BY n.name") == [
        {"name": "Ada", "born": "1815-12-10", "zip": "01234", "height": 1.65, "alive": False},
        {"name": "Bob", "born": "1899-02-01", "zip": "99999", "height": 2.0, "alive": True, "left": "x"}]
    assert values(db, "MATCH (n:Person) RETURN n.born = date('1815-12-10') ORDER BY n.name LIMIT 1") == [True]


def type_of(folder, cells):
    rows = "".join(f'"{cell}"\n' for cell in cells)
    write(folder, {"x.csv": "c\n" + rows})
    return re.search(r"with c (\S+)", good("import", "--dry-run", folder / "t.clio", folder / "x.csv", "--as", "X").stdout)[1]


def test_types_are_those_that_all_values_have(folder):
    cases = [("long", "1", "-20", "", "9223372036854775807", " 7 "), ("string", "1", "07"), ("string", "1", "+7"),
             ("string", "9223372036854775808"), ("string", "-01.5"), ("double", "1", "2.5", "-0.1", "1e6", ".5"),
             ("string", "1.5", "NaN"), ("string", "1.5", "x"), ("boolean", "true", "FALSE"), ("string", "true", "1"),
             ("date", "1940-06-15", "0079-08-24"), ("string", "1940-02-30"), ("edtf", "1940-06-15", "1940", "1941-05~"),
             ("edtf", "1940-06/1940-08", "193X"), ("string", "0117", "0138"), ("long", "1939", "1940"),
             ("edtf", "1939", "1940-06"), ("string", "about 1940", "1940"), ("localdatetime", "1940-06-15T04:30"),
             ("datetime", "1940-06-15T04:30Z", "1940-06-15T04:30[Europe/Riga]"),
             ("edtf", "1940-06-15T04:30", "1940-06-15T04:30Z"), ("string", "", ""), ("string", "Y17000000"),
             ("string", "04:30")]
    for expected, *cells in cases:
        found = type_of(folder, cells)
        assert found == expected, (cells, found)


def test_values_are_those_of_the_types_that_were_found(folder):
    write(folder, {"x.csv": "i,f,d\n 7 ,1,1940\n-1,2.5,1940-06~\n"})
    db = folder / "t.clio"
    good("import", db, folder / "x.csv", "--as", "X")
    assert values(db, "MATCH (n) RETURN n.i, n.f, n.d = edtf(CASE n.i WHEN 7 THEN '1940' ELSE '1940-06~' END) ORDER BY n.i") == [
        [-1, 2.5, True], [7, 1.0, True]]


def test_types_can_be_told(folder):
    write(folder, {"x.csv": "id,born,tags,at,n\n7,1940,a;b,2015-07-21T12:00,1\n"})
    db = folder / "t.clio"
    good("import", db, folder / "x.csv", "--as", "X", "--id", "id", "--types",
         "id=string, born=edtf, tags=string[], at=datetime{timezone:Europe/Stockholm}")
    assert values(db, "MATCH (n) RETURN n.id, n.born = edtf('1940'), n.tags, toString(n.at), n.n") == [
        ["7", True, ["a", "b"], "2015-07-21T12:00+02:00[Europe/Stockholm]", 1]]
    for told, parts in [("born", "--types takes column=type"), ("born=year", "--types: 'year' is no type"),
                        ("nobody=int", "no column 'nobody', which --types names"), ("id=date", "can be string or int"),
                        ("born=datetime{zone:UTC}", "no option 'zone'"), ("n=point", "a column of its own")]:
        contains(error_of("import", db, folder / "x.csv", "--as", "X", "--id", "id", "--types", told), parts)


def test_ids_of_tables(folder):
    db = folder / "t.clio"
    write(folder, {"x.csv": "id,n\n1,a\n2,b\n1,c\n", "y.csv": "id\n1\n", "big.csv": "id\n7000000000000000000\n"})
    contains(error_of("import", db, folder / "x.csv", "--as", "X", "--id", "id"),
             "x.csv, line 4, column 1 ('id'): another node has the id '1'")
    contains(error_of("import", db, folder / "x.csv", "--as", "X", "--id", "key"), "no column 'key', which --id names")
    contains(error_of("import", db, folder / "x.csv", "--as", "X", "--id", "id,n"), "one column, not several")
    good("import", db, folder / "x.csv", "--as", "X")
    good("import", db, folder / "big.csv", "--id", "id")
    assert values(db, "MATCH (n:X) RETURN n.id ORDER BY n.id") == [1, 1, 2]
    assert values(db, "MATCH (n:big) RETURN n.id") == ["7000000000000000000"]
    # Each label has ids of its own.
    good("import", folder / "u.clio", folder / "y.csv", folder / "big.csv", "--id", "id")


def test_headers_of_tables(folder):
    db = folder / "t.clio"
    write(folder, {"pandas.csv": ",name\n0,a\n", "twice.csv": "a,b,a\n1,2,3\n", "typed.csv": "id:ID,n:int\n1,2\n",
                   "colon.csv": "dc:title,n\nx,1\n", "plain.csv": "a\n007\n"})
    contains(good("import", db, folder / "pandas.csv", "--as", "X").stdout, "with name string; column 1 has no name and is left out")
    assert values(db, "MATCH (n:X) RETURN properties(n)") == [{"name": "a"}]
    contains(error_of("import", db, folder / "twice.csv", "--as", "X"), "line 1, column 3", "two columns with the name 'a'")
    good("import", db, folder / "typed.csv", "--as", "A:B")
    assert values(db, "MATCH (n:A:B) RETURN n.id, n.n") == [["1", 2]]
    contains(error_of("import", db, folder / "typed.csv", "--as", "A", "--types", "n=string"), "the header says itself")
    good("import", db, folder / "colon.csv", "--as", "C")
    assert values(db, "MATCH (n:C) RETURN n.`dc:title`, n.n") == [["x", 1]]
    assert good("import", db, folder / "plain.csv").stdout.startswith("1 node, "), "a plain import tells no types"
    contains(error_of("import", db, folder / "plain.csv", "--as", "A::B"), "--as: a name is empty")


# ---- tables of relationships

def test_a_table_of_relationships(folder):
    db = folder / "t.clio"
    write(folder, {"e.csv": "state,treaty,on\nLatvia,Pact,1939-10-05\nEstonia,Pact,1939-09-28\n"})
    for index in ["", "CREATE INDEX FOR (s:State) ON (s.name)"]:
        good(db, "-c", "MATCH (n) DETACH DELETE n", "-c", STATES, *(["-c", index] if index else []))
        done = good("import", db, folder / "e.csv", "--as", "SIGNED", *ENDS)
        contains(done.stdout, "e.csv: relationships :SIGNED with state string (from :State by name), treaty string (to :Treaty"
                 " by name), on date")
        assert values(db, "MATCH (s)-[r:SIGNED]->(t) RETURN s.name, toString(r.on), keys(r), t.name ORDER BY s.name") == [
            ["Estonia", "1939-09-28", ["on"], "Pact"], ["Latvia", "1939-10-05", ["on"], "Pact"]]
        good("check", db)


def test_unknown_and_ambiguous_ends(folder):
    db = folder / "t.clio"
    good(db, "-c", STATES, "-c", "CREATE (:State {name: 'Twin'}), (:State {name: 'Twin'})")
    for index in ["RETURN 1", "CREATE INDEX FOR (s:State) ON (s.name)"]:
        good(db, "-c", index)
        before = state_of(db)
        for row, parts in [("Nobody,Pact", ["e.csv, line 3, column 1 ('state')", "no node :State has the name 'Nobody'", "--create-missing"]),
                           ("Twin,Pact", ["e.csv, line 3, column 1 ('state')", "several nodes :State with this name"]),
                           (",Pact", ["the relationship has no start"]), ("Latvia,", ["column 2 ('treaty'): the relationship has no end"])]:
            write(folder, {"e.csv": f"state,treaty\nLatvia,Pact\n{row}\n"})
            contains(error_of("import", db, folder / "e.csv", "--as", "SIGNED", *ENDS), *parts)
            assert state_of(db) == before
    contains(error_of("import", db, folder / "e.csv", "--as", "A:B", *ENDS), "one type")
    contains(error_of("import", db, folder / "e.csv", *ENDS[:2]), "--to is missing")
    contains(error_of("import", db, folder / "e.csv", "--from", "State:name", *ENDS[2:]), "--from takes Label:key=column")
    contains(error_of("import", db, folder / "e.csv", "--from", "A:b=state", "--to", "A:b=state"), "name the same column")
    contains(error_of("import", db, folder / "e.csv", "--from", "A:b=x", "--to", "A:b=state"), "no column 'x', which --from names")
    contains(error_of("import", db, folder / "e.csv", "--as", "X", "--create-missing"), "--create-missing goes with")


def test_missing_ends_are_made_once(folder):
    db = folder / "t.clio"
    good(db, "-c", STATES)
    rows = "".join(f"s{i % 500},Pact{i % 7}\n" for i in range(3000))
    write(folder, {"e.csv": f"state,treaty\nLatvia,Pact\n{rows}", "loop.csv": "a,b\nx,x\ny,x\n"})
    good("import", db, folder / "e.csv", "--as", "SIGNED", *ENDS, "--create-missing")
    assert values(db, "MATCH (s:State) RETURN count(*), count(DISTINCT s.name)") == [[502, 502]]
    assert values(db, "MATCH (t:Treaty) RETURN count(*)") == [8]
    assert values(db, "MATCH ()-[r:SIGNED]->() RETURN count(r)") == [3001]
    good("import", db, folder / "loop.csv", "--from", "P:k=a", "--to", "P:k=b", "--create-missing")
    assert values(db, "MATCH (p:P)-[r:loop]->(q:P) RETURN p.k, q.k ORDER BY p.k") == [["x", "x"], ["y", "x"]]
    good("check", db)


def test_ends_are_found_as_numbers_and_as_texts(folder):
    db = folder / "t.clio"
    good(db, "-c", "CREATE (:A {k: 7}), (:A {k: '8'}), (:B {k: date('1940-06-15')}), (:B {k: '1940-06-17'})")
    write(folder, {"e.csv": "a,b\n7,1940-06-15\n8,1940-06-17\n"})
    good("import", db, folder / "e.csv", "--as", "R", "--from", "A:k=a", "--to", "B:k=b")
    assert values(db, "MATCH (a)-[:R]->(b) RETURN a.k, toString(b.k) ORDER BY b.k") == [[7, "1940-06-15"], ["8", "1940-06-17"]]


# ---- merging

def test_a_second_import_changes_nothing(folder):
    db = folder / "t.clio"
    write(folder, {"d/City.csv": "id:ID,name,tags:string[],n:int\n1,Riga,a;b,7\n2,Tallinn,,\n",
                   "d/ROAD.csv": ":START_ID,:END_ID,km:int\n1,2,310\n1,2,320\n2,1,310\n"})
    good("import", db, folder / "d")
    before = state_of(db)
    done = good("import", db, folder / "d", "--merge")
    contains(done.stdout, "0 nodes, 0 relationships, 0 properties loaded", "2 nodes and 3 relationships matched")
    assert state_of(db) == before
    write(folder, {"e.csv": "state,treaty,on\nLatvia,Pact,1939-10-05\n", "p.csv": PEOPLE})
    good(db, "-c", STATES)
    for args in [("e.csv", "--as", "SIGNED", *ENDS), ("p.csv", "--as", "Person", "--id", "name")]:
        good("import", db, folder / args[0], *args[1:], "--merge")
        before = state_of(db)
        contains(good("import", db, folder / args[0], *args[1:], "--merge").stdout, "0 nodes, 0 relationships, 0 properties")
        assert state_of(db) == before


def test_the_file_wins_and_empty_cells_leave(folder):
    db = folder / "t.clio"
    for index in ["", "CREATE INDEX FOR (c:City) ON (c.id)"]:
        good(db, "-c", "MATCH (n) DETACH DELETE n", "-c", "CREATE (:City:Old {id: '1', name: 'Dorpat', kept: 5, pop: 7}), (:Town {id: '2'})",
             *(["-c", index] if index else []))
        write(folder, {"City.csv": "id:ID,:LABEL,name,kept:int,pop:double\n1,City;New,Tartu,,7\n2,City,Narva,1,2\n"})
        done = good("import", db, folder / "City.csv", "--merge")
        contains(done.stdout, "1 node, 0 relationships, 6 properties", "1 node and 0 relationships matched")
        assert values(db, "MATCH (n:City) RETURN labels(n), properties(n) ORDER BY n.id") == [
            [["City", "Old", "New"], {"id": "1", "name": "Tartu", "kept": 5, "pop": 7.0}],
            [["City"], {"id": "2", "name": "Narva", "kept": 1, "pop": 2.0}]]
        assert values(db, "MATCH (n:Town) RETURN properties(n)") == [{"id": "2"}]
        assert values(db, "MATCH (n:City {id: '1'}) RETURN n.name") == ["Tartu"]
        good("check", db)


def test_rows_of_one_file_are_merged_with_each_other(folder):
    db = folder / "t.clio"
    rows = "".join(f"{i % 1500},v{i}\n" for i in range(4000))
    write(folder, {"x.csv": "id,v\n" + rows})
    good("import", db, folder / "x.csv", "--as", "X", "--id", "id", "--merge")
    assert values(db, "MATCH (n:X) RETURN count(*), count(DISTINCT n.id)") == [[1500, 1500]]
    assert values(db, "MATCH (n:X) WHERE n.id IN [0, 999, 1000, 1499] RETURN n.v ORDER BY n.id") == ["v3000", "v3999", "v2500", "v2999"]
    good("check", db)


def test_parallel_relationships_are_matched_in_order_or_by_columns(folder):
    db = folder / "t.clio"
    good(db, "-c", STATES, "-c", "MATCH (s:State {name: 'Latvia'}), (t:Treaty) CREATE (s)-[:SIGNED {on: 1, note: 'a'}]->(t),"
         " (s)-[:SIGNED {on: 2, note: 'b'}]->(t), (t)-[:SIGNED {on: 9}]->(s), (s)-[:READ]->(t)")
    notes = "MATCH (:State)-[r:SIGNED]->(:Treaty) RETURN r.on, r.note ORDER BY r.on, r.note"
    write(folder, {"e.csv": "state,treaty,on,note\nLatvia,Pact,2,B\nLatvia,Pact,3,c\n", "f.csv": "state,treaty,note\nLatvia,Pact,1st\nLatvia,Pact,2nd\n"})
    done = good("import", db, folder / "e.csv", "--as", "SIGNED", *ENDS, "--merge", "--id", "on")
    contains(done.stdout, "0 nodes, 1 relationship, 3 properties", "0 nodes and 1 relationship matched")
    assert values(db, notes) == [[1, "a"], [2, "B"], [3, "c"]]
    good("import", db, folder / "f.csv", "--as", "SIGNED", *ENDS, "--merge")
    assert values(db, notes) == [[1, "1st"], [2, "2nd"], [3, "c"]]
    contains(error_of("import", db, folder / "f.csv", "--as", "SIGNED", *ENDS, "--merge", "--id", "note,when"), "no file has a column `when`")
    contains(error_of("import", db, folder / "f.csv", "--as", "SIGNED", *ENDS, "--id", "note"), "--id: without --merge, it is for")
    good("check", db)


def test_many_parallel_relationships(folder):
    db = folder / "t.clio"
    good(db, "-c", STATES)
    write(folder, {"e.csv": "state,treaty,n\n" + "".join(f"Latvia,Pact,{i}\n" for i in range(50000))})
    good("import", db, folder / "e.csv", "--as", "R", *ENDS)
    before = state_of(db)
    contains(good("import", db, folder / "e.csv", "--as", "R", *ENDS, "--merge").stdout, "50,000 relationships matched")
    contains(good("import", db, folder / "e.csv", "--as", "R", *ENDS, "--merge", "--id", "n").stdout, "50,000 relationships matched")
    assert state_of(db) == before


def test_what_cannot_be_merged(folder):
    db = folder / "t.clio"
    write(folder, {"a.csv": ":ID,n\n1,2\n", "b.csv": "id:ID,:LABEL\n1,\n", "c.csv": "id:ID,n\n,2\n", "d.csv": "n\n1\n",
                   "e/A.csv": "id:ID\n1\n", "e/B.csv": "id:ID\n1\n"})
    good(db, "-c", "CREATE (:T {id: '1'}), (:T {id: '1'})")
    contains(error_of("import", db, folder / "a.csv", "--merge"), "a.csv: merging needs nodes with an id that is kept")
    contains(error_of("import", db, folder / "b.csv", "--merge"), "b.csv, line 2", "has no label")
    contains(error_of("import", db, folder / "c.csv", "--merge"), "c.csv, line 2, column 1 ('id'): the id is empty")
    contains(error_of("import", db, folder / "d.csv", "--merge", "--as", "X"), "merging needs nodes with an id")
    contains(error_of("import", db, folder / "e", "--merge"), "another node has the id '1'")
    contains(error_of("import", db, folder / "e" / "A.csv", "--as", "T", "--merge"), "several nodes :T with this id")


# ---- dry runs

def test_a_dry_run_changes_nothing(folder):
    write(folder, {"d/City.csv": "id:ID,name,n:int\n1,Riga,1\n2,Tallinn,\nx\n", "d/ROAD.csv": ":START_ID,:END_ID,km:int\n1,2,310\n1,9,1\n",
                   "s.cypher": "CREATE (:A {x: 1}); CREATE (:A {x: 'y'})-[:R]->(:A:B {l: [1]});"})
    new, db = folder / "new.clio", folder / "t.clio"
    good(db, "-c", "CREATE (:A)")
    before = state_of(db)
    for to in [new, db]:
        done = run("import", to, folder / "d", "--dry-run")
        assert done.returncode == 1
        contains(done.stdout, "2 nodes :City with id string, name string, n long (in 1)\n", "1 relationship :ROAD with km long\n",
                 "2 nodes, 1 relationship, 6 properties would be loaded from 2 files; 2 rows bad\n")
        contains(done.stderr, "bad: ", "City.csv, line 4: the row has 1 column", "ROAD.csv, line 3")
        contains(good("import", to, folder / "d", "--dry-run", "--skip-bad-rows").stdout, "2 rows would be skipped")
        done = good("import", to, folder / "s.cypher", "--dry-run")
        contains(done.stdout, "2 nodes :A with x string or long\n", "1 node :A:B with l list\n", "1 relationship :R\n")
    assert not new.exists()
    assert state_of(db) == before
    contains(error_of(db, "-c", "BEGIN", "-c", f":import {folder}/d --dry-run"), "dry run")


def test_a_dry_run_tells_the_first_errors(folder):
    write(folder, {"N.csv": "id:ID,n:int\n" + "".join(f"{i},x\n" for i in range(100)), "bad.csv": 'id:ID\n1\n"2\n'})
    done = run("import", folder / "t.clio", folder / "N.csv", "--dry-run")
    assert done.returncode == 1 and done.stderr.count("bad: ") == 10, done.stderr
    contains(done.stdout, "100 rows bad")
    contains(error_of("import", folder / "t.clio", folder / "bad.csv", "--dry-run"), "bad.csv, line 3", "never closed")


# ---- rows that are left out

def test_bad_rows_in_files_of_their_own(folder):
    write(folder / "data", {"City.csv": b'id:ID,i:int\r\n1,1\r\nx\r\n2,zwei\r\n2,2\r\n2,3\r\n"4"4,4\r\n"a\nb","1 ""q"""\r\n5,caf\xe9\r\n6,6',
                            "R_header.csv": ":START_ID,:END_ID\n", "R_2.csv": "1,2\n\n1,3\n", "sub/City.csv": "id:ID,s\n1,x\n7,y\n"})
    db = folder / "t.clio"
    done = good("import", db, folder / "data", "--bad-rows", folder / "bad")
    contains(done.stdout, "8 rows skipped")
    assert (folder / "bad/City.csv").read_bytes() == b'id:ID,i:int\r\nx\r\n2,zwei\r\n2,3\r\n"4"4,4\r\n"a\nb","1 ""q"""\r\n5,caf\xe9\r\n'
    assert (folder / "bad/2/City.csv").read_text() == "id:ID,s\n1,x\n"
    assert (folder / "bad/R.csv").read_text() == ":START_ID,:END_ID\n1,3\n"
    reasons = (folder / "bad/City.csv.reasons").read_text().splitlines()
    assert len(reasons) == 6, reasons
    for reason, part in zip(reasons, ["line 3: the row has 1", "line 4, column 2", "line 6, column 1", "line 7, column 1", "line 9, column 2", "line 10, column 2"]):
        contains(reason, "City.csv, " + part)
    contains((folder / "bad/R.csv.reasons").read_text(), "R_2.csv, line 3, column 2 (:END_ID)")
    assert values(db, "MATCH (n:City) RETURN n.id ORDER BY n.id") == ["1", "2", "6", "7"]
    # What has been mended can be imported as it is.
    write(folder, {"bad/City.csv": "id:ID,i:int\n3,3\n", "bad/R.csv": ":START_ID,:END_ID\n3,3\n", "bad/2/City.csv": "id:ID,s\n8,x\n"})
    good("import", db, folder / "bad")
    assert values(db, "MATCH (n:City) RETURN count(n)") == [6]
    assert values(db, "MATCH (n {id: '3'})-[r:R]->(n) RETURN count(r)") == [1]


def test_some_faults_can_be_left_out_alone(folder):
    files = {"N.csv": "id:ID,i:int\n1,1\n1,2\n2,2\n", "R.csv": ":START_ID,:TYPE,:END_ID\n1,A,2\n1,A,9\n1,,2\n"}
    write(folder / "d", files)
    db = folder / "t.clio"
    contains(error_of("import", db, folder / "d", "--skip-duplicate-nodes"), "R.csv, line 3", "no node has the id '9'")
    contains(error_of("import", db, folder / "d", "--skip-bad-relationships"), "N.csv, line 3", "another node has the id '1'")
    done = good("import", db, folder / "d", "--skip-bad-relationships", "--skip-duplicate-nodes")
    contains(done.stdout, "2 nodes, 1 relationship", "3 rows skipped")
    write(folder / "d", {"N.csv": files["N.csv"] + "3,x\n"})
    contains(error_of("import", db, folder / "d", "--skip-bad-relationships", "--skip-duplicate-nodes"), "N.csv, line 5", "found 'x'")


def test_options_that_are_of_csv_alone(folder):
    write(folder, {"s.cypher": "CREATE ();"})
    for args in [("--as", "X"), ("--merge",), ("--id", "x"), ("--skip-duplicate-nodes",), ("--skip-bad-relationships",)]:
        contains(error_of("import", folder / "t.clio", folder / "s.cypher", *args), args[0] + " does not go with a script")
    for args in [("--encoding", "UTF-16"), ("--bad-rows", folder / "b")]:
        contains(error_of("import", folder / "t.clio", folder / "s.cypher", *args), str(args[0]) + " goes with CSV files only")


# ---- encodings

def test_encodings(folder):
    text = "id:ID,name\r\n" + "".join(f"{i},Café Ķīna {i}\r\n" for i in range(20000))
    for i, (encoding, option) in enumerate([("utf-8", "utf8"), ("utf-16", None), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16LE"),
                                            ("utf-16-be", "UTF-16BE"), ("utf-32", None), ("windows-1257", "Windows-1257"),
                                            ("utf-8-sig", None), ("utf-8-sig", "UTF-8")]):
        written = text.replace("é", "e") if encoding == "windows-1257" else text
        data = written.encode(encoding)
        write(folder / str(i), {"N.csv": data, "gz/M.csv.gz": gzip.compress(data)})
        good("import", folder / f"{i}.clio", folder / str(i) / "N.csv", folder / str(i) / "gz" / "M.csv.gz", "--id-type", "integer",
             *(["--encoding", option] if option else []), "--skip-duplicate-nodes")
        assert values(folder / f"{i}.clio", "MATCH (n:N) RETURN count(n), n.name ORDER BY n.name LIMIT 1") == [
            [1, written.splitlines()[1].split(",")[1]]], encoding
    data = b"\xff\xfe" + "id:ID\n".encode("utf-16-le") + "ä\n".encode("utf-16-le")
    write(folder, {"N.csv": data})
    good("import", folder / "b.clio", folder / "N.csv")
    assert values(folder / "b.clio", "MATCH (n) RETURN n.id") == ["ä"]


def test_text_that_is_not_of_its_encoding(folder):
    db = folder / "t.clio"
    write(folder, {"a.csv": b"id:ID,s\n1,a\n2,\x81\n", "odd.csv": b"\xff\xfei\0d\0\n", "cut.csv": b"\xff\xfei\0\x3d\xd8"})
    contains(error_of("import", db, folder / "a.csv", "--encoding", "Windows-1252"), "a.csv, line 3: byte 15 of the text, 0x81, is not Windows-1252")
    contains(error_of("import", db, folder / "a.csv", "--encoding", "ASCII", "--skip-bad-rows"), "line 3", "0x81")
    contains(error_of("import", db, folder / "odd.csv"), "odd.csv, line 1: byte 5 of the text, 0x0A, is not UTF-16LE")
    contains(error_of("import", db, folder / "cut.csv"), "byte 3 of the text, 0x3D, is not UTF-16LE")
    for name in ["klingon", "UTF-16//IGNORE", ""]:
        if name:
            contains(error_of("import", db, folder / "a.csv", "--encoding", name), f"`{name}` is no encoding that is known here")
    good("import", db, folder / "a.csv", "--encoding", "ISO-8859-1")


# ---- in queries

def test_load_csv_reads_marked_and_compressed_files(folder):
    text = "name,n\nĶīna,1\n"
    write(folder, {"a.csv": text.encode("utf-16"), "b.csv.gz": gzip.compress(text.encode("utf-16"))})
    for name in ["a.csv", "b.csv.gz"]:
        assert values(folder / "t.clio", f"LOAD CSV WITH HEADERS FROM '{folder}/{name}' AS r RETURN r.name, r.n") == [["Ķīna", "1"]]


def test_load_jsonl(folder):
    text = '{"name":"Riga","tags":["a",1,2.5,null,true],"o":{"x":{"y":[]}}}\n\r\n  {"name":"T\\u00e4llinn"}\r\n{}'
    write(folder, {"a b.jsonl": text, "b.jsonl.gz": gzip.compress(text.encode()), "c.jsonl": text.encode("utf-16"), "empty.jsonl": "",
                   "d.jsonl": "\ufeff" + text})
    db = folder / "t.clio"
    for name in ["a%20b.jsonl", "b.jsonl.gz", "c.jsonl", "d.jsonl"]:
        assert values(db, f"LOAD JSONL FROM 'file://{folder}/{name}' AS row RETURN row") == [
            {"name": "Riga", "tags": ["a", 1, 2.5, None, True], "o": {"x": {"y": []}}}, {"name": "Tällinn"}, {}]
    assert values(db, f"UNWIND ['b.jsonl.gz', 'empty.jsonl', 'c.jsonl'] AS f LOAD JSONL FROM '{folder}/' + f AS row RETURN f, count(row)"
                  " ORDER BY f") == [["b.jsonl.gz", 3], ["c.jsonl", 3]]
    write(folder, {"many.jsonl": "".join(f'{{"n":{i},"s":"{"x" * (i % 90)}"}}\n' for i in range(30000))})
    assert values(db, f"LOAD JSONL FROM '{folder}/many.jsonl' AS row CREATE (n:N {{n: row.n, s: row.s}})"
                  " RETURN count(n), sum(n.n), sum(size(n.s))") == [[30000, 449985000, sum(i % 90 for i in range(30000))]]
    bad = [('{"a":1}\n{"a":1,}\n', "bad.jsonl, line 2, column 8:"), ("\n[1]\n", "bad.jsonl, line 2: found a list, expected an object"),
           ('{"a":1,"a":2}', "line 1, column 10: duplicate object key"), ('{"a":99999999999999999999}', "too big integer"),
           ('"x"', "found a string"), ('{"a":"\xe9"}'.encode("latin-1"), "line 1"), ("[" * 5000, "line 1"), ('{"a":1} {', "line 1")]
    for text, part in bad:
        write(folder, {"bad.jsonl": text})
        contains(error_of(db, "-c", f"LOAD JSONL FROM '{folder}/bad.jsonl' AS row RETURN row"), "FormatError", part)
    contains(error_of(db, "-c", "LOAD JSONL FROM 'http://x/y' AS row RETURN row"), "LOAD JSONL reads local files only")
    contains(error_of(db, "-c", "LOAD JSONL FROM 'none.jsonl' AS row RETURN row"), "cannot open none.jsonl")
    contains(error_of(db, "-c", "LOAD JSONL FROM 7 AS row RETURN row"), "LOAD JSONL takes the name of a file, not a value of type Integer")


main(globals())

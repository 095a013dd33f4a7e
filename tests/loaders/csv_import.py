#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Import of neo4j-admin CSV files: the header's grammar, types, quoting, ids, folders, and every kind of bad input."""

import bz2
import csv
import gzip
import os
import pathlib
import re
import shutil
import subprocess

from common import good, load, main, refuse, run, values, write

TWO = "id:ID,name\n1,Riga\n2,Tallinn\n"


# ---- files and names

def test_label_and_type_come_from_the_names_of_files(folder):
    db = load(folder, {"n/City.csv": TWO, "r/ROAD.csv": ":START_ID,:END_ID,km:int\n1,2,310\n"})
    assert values(db, "MATCH (a:City)-[r:ROAD]->(b:City) RETURN a.name, r.km, b.name") == [["Riga", 310, "Tallinn"]]


def test_columns_of_labels_and_types_win(folder):
    db = load(folder, {"x.csv": "id:ID,:LABEL\n1,City;Port;City\n2,\n3, Town \n",
                       "y.csv": ":START_ID,:TYPE,:END_ID\n1,ROAD,2\n2,RAIL,3\n"})
    assert values(db, "MATCH (n) RETURN n.id, labels(n) ORDER BY n.id") == [
        ["1", ["City", "Port"]], ["2", []], ["3", ["Town"]]]
    assert values(db, "MATCH ()-[r]->() RETURN type(r) ORDER BY type(r)") == ["RAIL", "ROAD"]


def test_a_label_in_the_header_of_the_id(folder):
    db = load(folder, {"x.csv": "id:ID(City){label:Place,id-type:int},:LABEL\n7,City\n"})
    assert values(db, "MATCH (n:City:Place) RETURN n.id, size(labels(n))") == [[7, 2]]


def test_folders_are_walked_and_hidden_and_foreign_files_left_out(folder):
    db = load(folder, {"a/b/c/City.csv": TWO, ".hidden/Bad.csv": "", "a/.Bad.csv": "", "README.md": "no,csv",
                       "Town.tsv": "id:ID\tname\n3\ta,b\n"})
    assert values(db, "MATCH (n) RETURN labels(n)[0], n.name ORDER BY n.id") == [
        ["City", "Riga"], ["City", "Tallinn"], ["Town", "a,b"]]


def test_compressed_files(folder):
    towns = TWO.replace("\n1,", "\n3,").replace("\n2,", "\n4,").encode()
    near = b":START_ID,:END_ID\n" + b"1,3\n" * 50000
    files = {"City.csv.gz": gzip.compress(TWO.encode()[:10]) + gzip.compress(TWO.encode()[10:]),
             "Town.csv.bz2": bz2.compress(towns[:10], 1) + bz2.compress(b"") + bz2.compress(towns[10:]),
             "NEAR.csv.bz2": b"".join(bz2.compress(near[at:at + 999], 1) for at in range(0, len(near), 999))}
    if shutil.which("zstd"):
        road = b":START_ID,:END_ID\n" + b"1,2\n" * 100000
        files["ROAD.csv.zst"] = subprocess.run(["zstd", "-qc"], input=road, stdout=subprocess.PIPE, check=True).stdout
    db = load(folder, files)
    assert values(db, "MATCH (n:City) RETURN count(n)") == [2]
    assert values(db, "MATCH (n:Town) RETURN n.id ORDER BY n.id") == ["3", "4"]
    assert values(db, "MATCH (:City)-[r:NEAR]->(:Town) RETURN count(r)") == [50000]
    if shutil.which("zstd"):
        assert values(db, "MATCH ()-[r:ROAD]->() RETURN count(r)") == [100000]


def test_header_files(folder):
    db = load(folder, {"City_header.csv": "id:ID,name\n", "City.csv": "1,Riga\n", "City_2.csv": "2,Tallinn\n",
                       "ROAD-header.csv": ":START_ID,:END_ID\n", "ROAD-part1.csv": "1,2\n"})
    assert values(db, "MATCH (a:City)-[:ROAD]->(b:City) RETURN a.name, b.name") == [["Riga", "Tallinn"]]


def test_header_option(folder):
    write(folder, {"head": "id:ID,name\n"})
    db = load(folder, {"City.csv": "1,Riga\n", "Town.csv": "2,Sigulda\n"}, "--header", folder / "head")
    assert values(db, "MATCH (n) RETURN labels(n)[0] + n.name ORDER BY n.id") == ["CityRiga", "TownSigulda"]


def test_two_imports_into_one_database(folder):
    db = load(folder, {"City.csv": TWO})
    write(folder, {"Town.csv": "id:ID,name:int\n1,5\n"})
    good("import", db, folder / "Town.csv")
    assert values(db, "MATCH (n {id: '1'}) RETURN n.name ORDER BY labels(n)") == ["Riga", 5]


def test_what_is_imported_is_found_by_its_words(folder):
    write(folder, {"data/City.csv": TWO})
    find = "CALL db.index.fulltext.queryNodes('names', 'riga OR oslo') YIELD node RETURN node.name AS name ORDER BY name;\n"
    script = ("CREATE (:City {name: 'Oslo'}); CREATE FULLTEXT INDEX names FOR (c:City) ON EACH [c.name];\n"
              f"{find}:import {folder / 'data'}\n{find}")
    done = good("--format", "jsonl", input=script)
    assert re.findall(r'"name":"(\w+)"', done.stdout) == ["Oslo", "Oslo", "Riga"], done.stdout


# ---- constraints

CITIES = "id:ID,name,year:int\n" + "".join(f"{i},city{i % 4000},{i // 4000}\n" for i in range(6000))
ROADS = ":START_ID,:END_ID,km:int\n1,2,310\n2,3,310\n"


def test_an_import_keeps_to_constraints(folder):
    db = folder / "test.clio"
    good(db, "-c", "CREATE (:City {id: 'x', name: 'city1', year: 7}); CREATE CONSTRAINT a FOR (c:City) REQUIRE c.id IS KEY;"
         "CREATE CONSTRAINT b FOR (c:City) REQUIRE (c.name, c.year) IS UNIQUE;"
         "CREATE CONSTRAINT c FOR ()-[r:ROAD]-() REQUIRE r.km IS :: INTEGER")
    before = values(db, "MATCH (n) RETURN count(*)")
    broken = [("CREATE CONSTRAINT d FOR ()-[r:ROAD]-() REQUIRE r.km IS UNIQUE", "relationships 0 and 1 of the type ROAD both have km = 310"),
              ("CREATE CONSTRAINT d FOR (c:City) REQUIRE c.year IS :: STRING", None),
              ("CREATE CONSTRAINT d FOR (c:City) REQUIRE c.name IS UNIQUE", "both have name = 'city"),
              ("CREATE CONSTRAINT d FOR (c:City) REQUIRE c.mayor IS NOT NULL", None),
              ("CREATE CONSTRAINT d FOR ()-[r:ROAD]-() REQUIRE r.since IS NOT NULL", "relationship 0 of the type ROAD has no since")]
    write(folder, {"data/City.csv": CITIES, "data/ROAD.csv": ROADS})
    for constraint, said in broken:
        if not said:
            assert run(db, "-c", constraint).returncode == 1
            continue
        good(db, "-c", constraint)
        done = run("import", db, folder / "data")
        assert done.returncode == 1 and "ConstraintValidationFailed" in done.stderr and said in done.stderr, done.stderr
        assert values(db, "MATCH (n) RETURN count(*)") == before
        good(db, "-c", "DROP CONSTRAINT d")
    good("import", db, folder / "data")
    assert values(db, "MATCH (n:City) RETURN count(*)") == [6001]
    done = run("import", db, folder / "data")
    assert done.returncode == 1 and "the constraint `a` does not hold" in done.stderr, done.stderr
    done = run(db, "-c", "CREATE (:City {id: 'y', name: 'city2', year: 1})")
    assert "the constraint `b` does not hold" in done.stderr, done.stderr
    good("check", db)


# ---- headers

def test_ids_and_groups(folder):
    db = load(folder, {"A.csv": "id:ID(a)\n1\n", "B.csv": ":ID(b)\n1\n", "C.csv": "key:ID(c){id-type:int}\n007\n",
                       "R.csv": ":START_ID(a),:END_ID(b)\n1,1\n", "S.csv": "x:START_ID(b),y:END_ID(c)\n1,+7\n"})
    assert values(db, "MATCH (a)-[r]->(b) RETURN type(r), labels(a)[0], labels(b)[0], keys(r) ORDER BY type(r)") == [
        ["R", "A", "B", []], ["S", "B", "C", []]]
    assert values(db, "MATCH (n) RETURN properties(n) ORDER BY labels(n)") == [{"id": "1"}, {}, {"key": 7}]


def test_ids_as_texts_differ_where_numbers_do_not(folder):
    ids = ["1", "01", "1 ", "-1", "+1", "1.0", "123456789012345678", "1234567890123456789", "0", "00", "é", "a,b"]
    rows = "".join(f'"{i}",{n}\n' for n, i in enumerate(ids))
    ends = "".join(f'"{i}","{i}",{n}\n' for n, i in enumerate(ids))
    db = load(folder, {"N.csv": "id:ID,n:int\n" + rows, "R.csv": ":START_ID,:END_ID,n:int\n" + ends})
    assert values(db, "MATCH (a)-[r]->(a) WHERE a.n = r.n RETURN count(*)") == [len(ids)]
    assert values(db, "MATCH (n) RETURN n.id ORDER BY n.n") == ids


def test_integer_ids(folder):
    db = load(folder, {"N.csv": "id:ID\n007\n-3\n", "R.csv": ":START_ID,:END_ID\n7,-3\n"}, "--id-type", "integer")
    assert values(db, "MATCH (a)-[]->(b) RETURN a.id, b.id") == [[7, -3]]
    assert "expected an integer id" in refuse(folder / "2", {"N.csv": "id:ID\nx\n"}, "--id-type", "integer")


def test_nodes_without_ids(folder):
    db = load(folder, {"N.csv": "id:ID,name\n,a\n,b\n", "M.csv": "name\nc\n"})
    assert values(db, "MATCH (n) RETURN n.name, keys(n) ORDER BY n.name") == [["a", ["name"]], ["b", ["name"]],
                                                                             ["c", ["name"]]]


def test_ignored_columns_and_odd_headers(folder):
    db = load(folder, {"N.csv": ' id:ID ,"name",:IGNORE,x:IGNORE,dc:title:string,n:INT\n1,a,b,c,d,5\n'})
    assert values(db, "MATCH (n) RETURN properties(n)") == [{"id": "1", "name": "a", "dc:title": "d", "n": 5}]


# ---- values

def test_types(folder):
    header = ("s,b:boolean,y:byte,h:short,i:int,l:long,f:float,d:double,c:char,da:date,lt:localtime,t:time,"
              "ld:localdatetime,dt:datetime,du:duration,e:edtf\n")
    db = load(folder, {"N.csv": header +
                       "text, TRUE ,-128,32767,-2147483648,9223372036854775807,1.5,1e3,é,1940-06-15,04:30,"
                       "04:30+03:00,1940-06-15T04:30,1940-06-15T04:30+03:00,P1Y2M10DT12H, 1940-06~/..\n"})
    row = values(db, "MATCH (n) RETURN properties(n)")[0]
    assert row == {"s": "text", "b": True, "y": -128, "h": 32767, "i": -2147483648, "l": 9223372036854775807, "f": 1.5,
                   "d": 1000.0, "c": "é", "da": "1940-06-15", "lt": "04:30", "t": "04:30+03:00",
                   "ld": "1940-06-15T04:30", "dt": "1940-06-15T04:30+03:00", "du": "P1Y2M10DT12H",
                   "e": "1940-06~/.."}, row
    assert values(db, "MATCH (n) RETURN n.da = date('1940-06-15'), n.lt = localtime('04:30'), n.t = time('04:30+03:00'),"
                  " n.ld = localdatetime('1940-06-15T04:30'), n.dt = datetime('1940-06-15T04:30+03:00'),"
                  " n.du = duration('P1Y2M10DT12H'), n.e = edtf('1940-06~/..')") == [[True] * 7]


def test_arrays(folder):
    db = load(folder, {"N.csv": "id:ID,s:string[],i:int[],d:date[],b:boolean[]\n"
                       '1,a;b c;,1; 2;-3,1940-06-15;1940-06-17,true;FALSE\n2,,,,\n3,"a,""x"";b",7,1940-01-01,true\n'})
    rows = values(db, "MATCH (n) RETURN n.s, n.i, n.d, n.b ORDER BY n.id")
    assert rows == [[["a", "b c", ""], [1, 2, -3], ["1940-06-15", "1940-06-17"], [True, False]], [None] * 4,
                    [['a,"x"', "b"], [7], ["1940-01-01"], [True]]], rows


def test_other_delimiters(folder):
    db = load(folder, {"N.csv": "id:ID|s:string[]|t\n1|a,b|'x|''y'\n"}, "--delimiter", "|", "--array-delimiter", ",",
              "--quote", "'")
    assert values(db, "MATCH (n) RETURN n.s, n.t") == [[["a", "b"], "x|'y"]]


def test_timezones(folder):
    db = load(folder, {"N.csv": "a:datetime{timezone:Europe/Stockholm},b:time{timezone:+02:00},c:datetime\n"
                       "2015-07-21T12:00,12:00,2015-07-21T12:00\n2015-07-21T12:00Z,12:00Z,2015-07-21T12:00Z\n"})
    rows = values(db, "MATCH (n) RETURN toString(n.a), toString(n.b), toString(n.c)")
    assert rows == [["2015-07-21T12:00+02:00[Europe/Stockholm]", "12:00+02:00", "2015-07-21T12:00Z"],
                    ["2015-07-21T12:00Z", "12:00Z", "2015-07-21T12:00Z"]], rows


def test_numbers_are_read_exactly(folder):
    numbers = ["0.1", "-0.0", "1234567.891", "123456789012345", "1234567890123456789", "0.000001", "1e-310", ".5", "5.",
               "179769313486231570000000000000000000000", "9007199254740993", "3.141592653589793", "-2.5e-3", "+1.25",
               "999999999999999.9", "0.30000000000000004"]
    db = load(folder, {"N.csv": "i:int,d:double\n" + "".join(f"{i},{n}\n" for i, n in enumerate(numbers))})
    read = values(db, "MATCH (n) RETURN n.d ORDER BY n.i")
    assert [float(n).hex() for n in read] == [float(n).hex() for n in numbers], read
    db = load(folder / "2", {"N.csv": "d:double\nNaN\nInfinity\n-Infinity\n"})
    assert values(db, "MATCH (n) RETURN toString(n.d)") == ["NaN", "Infinity", "-Infinity"]


def test_empty_cells(folder):
    db = load(folder, {"N.csv": 'id:ID,s,i:int,a:string[]\n1,,,\n2,"","",""\n3," ",1,x\n'})
    assert values(db, "MATCH (n) RETURN properties(n) ORDER BY n.id") == [
        {"id": "1"}, {"id": "2", "s": ""}, {"id": "3", "s": " ", "i": 1, "a": ["x"]}]


def test_quoting(folder):
    db = load(folder, {"N.csv": 'id:ID,s\r\n1,"a ""b"" c"\r\n2,"x,y"\r\n3,"two\nlines\r\nthree"\r\n\r\n4,5" gun\r\n"5",""""\r\n'})
    assert values(db, "MATCH (n) RETURN n.s ORDER BY n.id") == ['a "b" c', "x,y", "two\nlines\r\nthree", '5" gun', '"']


def test_line_ends_marks_and_blank_lines(folder):
    for i, text in enumerate(["\ufeffid:ID,s\n1,a\n2,b", "id:ID,s\r\n1,a\r\n\r\n\r\n2,b\r\n", "id:ID,s\r1,a\r2,b\r",
                              "\n\nid:ID,s\n\n1,a\n2,b\n\n\n", '\ufeff"id:ID","s"\n"1","a"\n"2","b"']):
        db = load(folder / str(i), {"N.csv": text})
        assert values(db, "MATCH (n) RETURN n.id, n.s ORDER BY n.id") == [["1", "a"], ["2", "b"]], (i, text)


def test_long_values_and_many_columns(folder):
    long = "é" * 3_000_000
    db = load(folder, {"N.csv": f"id:ID,s\n1,{long}\n2,\"{long}\"\"{long}\"\n"})
    assert values(db, "MATCH (n) RETURN size(n.s) ORDER BY n.id") == [3_000_000, 6_000_001]
    names = [f"p{i}" for i in range(3000)]
    db = load(folder / "2", {"N.csv": ",".join(names) + "\n" + ",".join(map(str, range(3000))) + "\n"})
    assert values(db, "MATCH (n) RETURN size(keys(n)), n.p2999") == [[3000, "2999"]]


def test_rows_across_the_blocks_that_are_read(folder):
    # Every length of a first value, so that each kind of byte falls on the end of a block of 64 KiB.
    tail = '"q""q",é,x\r\n' * 4
    rows = []
    for shift in range(40):
        body = "a,b,c\n" + "z" * (65536 - 30 - shift) + ",y,x\n" + tail
        rows.append(body)
    for i, body in enumerate(rows):
        write(folder / "data", {f"N{i}.csv": body})
    db = folder / "test.clio"
    good("import", db, folder / "data")
    assert values(db, "MATCH (n) WHERE n.a = 'q\"q' AND n.b = 'é' AND n.c = 'x' RETURN count(n)") == [160]
    assert values(db, "MATCH (n) WHERE n.b = 'y' AND n.c = 'x' RETURN count(n)") == [40]


# ---- bad input

def expect(folder, files, *parts, args=()):
    error = refuse(folder, files, *args)
    for part in parts:
        assert part in error, f"expected {part!r} in {error!r}"
    assert "\n" not in error, f"more than one line: {error}"


def test_bad_files(folder):
    expect(folder / "1", {"N.csv": ""}, "FormatError", "N.csv is empty")
    expect(folder / "2", {"N.csv": "\n\n"}, "N.csv is empty")
    expect(folder / "3", {"x.txt": "a"}, "IOError", "there is no .csv file in")
    expect(folder / "4", {"N.csv": b"id:ID,s\n1,a\0b\n"}, "N.csv, line 2, column 2", "NUL")
    expect(folder / "5", {"N.csv": os.urandom(10).replace(b"\x1f", b"a") + b"\0\0\0"}, "FormatError")
    expect(folder / "6", {"N.csv": b"id:ID,s\n1,ok\n2,caf\xe9\n"}, "N.csv, line 3, column 2", "0xE9", "UTF-8")
    expect(folder / "7", {"N.csv": "id:ID\n1\n".encode("utf-16-le")}, "N.csv, line 1", "NUL", "UTF-16", "--encoding")
    expect(folder / "8", {"N.csv": 'id:ID,s\n1,"a\n2,b\n3,c\n'}, "N.csv, line 2, column 2", "never closed")
    expect(folder / "9", {"N.csv": 'id:ID,s\n1,"a"b\n'}, "N.csv, line 2, column 2", "closing quote")
    numbers = "id:ID\n" + "".join(f"{n}\n" for n in range(5000))
    expect(folder / "10", {"N.csv.gz": gzip.compress(numbers.encode())[:-20]}, "N.csv.gz", "damaged", "too early")
    packed = bz2.compress(numbers.encode())
    wrong = packed[:40] + bytes([packed[40] ^ 255]) + packed[41:]
    for case, content, told in [("a", packed[:-20], "too early"), ("b", wrong, "a block is not"), ("c", packed + b"more", "not bzip2's")]:
        expect(folder / ("10" + case), {"N.csv.bz2": content}, "N.csv.bz2", "damaged", told)
    broken = bytearray(gzip.compress(os.urandom(5000)))
    broken[2000] ^= 0xFF
    expect(folder / "11", {"N.csv.gz": bytes(broken)}, "N.csv.gz")
    done = run("import", folder / "none.clio", folder / "missing.csv")
    assert done.returncode == 1 and "IOError" in done.stderr and "missing.csv" in done.stderr, done.stderr


def test_bad_headers(folder):
    cases = [("id:ID,,x", "column 2", "empty"), ("id:ID,id", "column 2", "two columns with the name 'id'"),
             ("a:ID,b:ID", "column 2", "second :ID"), ("x:strng", "column 1", "'strng' is no type"),
             ("p:point", "there is no type point: give each coordinate a column of its own"), (":int", "no name"), (":START_ID,x", ":START_ID needs :END_ID"),
             (":END_ID", ":END_ID needs :START_ID"), (":START_ID,:END_ID,:ID", ":ID is for nodes"),
             (":START_ID,:END_ID,:LABEL", ":LABEL is for nodes"), ("id:ID,:TYPE", ":TYPE needs"),
             ("x:datetime{zone:UTC}", "there is no option 'zone'"), ("x:date{timezone:UTC}", "there is no option"),
             ("id:ID{id-type:uuid}", "'uuid' is no id-type"), ("x:LABEL(g)", "only ids can have a group"),
             ("x:datetime{timezone}", "expected {option:value}"), ("x:string[", "is no type"),
             ("x:int(g)", "is no type"), ("x:", "is no type")]
    for i, (header, *parts) in enumerate(cases):
        expect(folder / str(i), {"N.csv": header + "\n"}, "FormatError", "N.csv, line 1", *parts)
    expect(folder / "g", {"N.csv": "id:ID(a)\n1\n", "R.csv": ":START_ID(a),:END_ID(b)\n1,1\n"},
           "R.csv", ":END_ID refers to ids of the group 'b'")
    expect(folder / "t", {"A.csv": "id:ID(a)\n1\n", "B.csv": "id:ID(a){id-type:int}\n2\n"}, "B.csv", "group 'a'")


def test_bad_values(folder):
    cases = [("i:int", "2147483648", "whole number from -2147483648 to 2147483647"), ("i:byte", "128", "-128 to 127"),
             ("i:short", "-32769", "-32768 to 32767"), ("i:long", "9223372036854775808", "9223372036854775807"),
             ("i:int", "1.0", "whole number"), ("i:int", "0x10", "whole number"), ("i:int", "-", "whole number"),
             ("d:double", "1-5", "a number"), ("d:double", "1e999", "range of a double"),
             ("d:double", ".", "a number"), ("b:boolean", "yes", "true or false"), ("c:char", "ab", "one character"),
             ("d:date", "1940-02-30", "a date such as"), ("d:date", "15.6.1940", "a date such as"),
             ("t:time", "25:00", "a time such as"), ("t:localtime", "x", "a local time"),
             ("t:localdatetime", "x", "a local date and time"),
             ("t:datetime", "1940-13-01T00:00", "a date and time"), ("d:duration", "1 day", "a duration such as"),
             ("e:edtf", "1940-13", "at character 6, a month is 01 to 12"), ("e:edtf[]", "1940;about 1940", "begins with"),
             ("i:int[]", "1;;2", "item 2 of the list is empty"), ("i:int[]", "1;x", "found 'x'")]
    for i, (column, value, expected) in enumerate(cases):
        expect(folder / str(i), {"N.csv": f"id:ID,{column}\n1,\n2,{value}\n"}, "FormatError", "N.csv, line 3, column 2",
               f"('{column[0]}')", expected)
    expect(folder / "long", {"N.csv": "i:int\n" + "x" * 5000 + "\n"}, "xxx'...")
    expect(folder / "lines", {"N.csv": 'id:ID,s,i:int\n1,"a\nb\nc",2\n2,"\n\n",x\n'}, "line 7, column 3")


def test_bad_rows(folder):
    expect(folder / "1", {"N.csv": "id:ID,s\n1,a\n2\n"}, "line 3", "the row has 1 column, the header has 2")
    expect(folder / "2", {"N.csv": "id:ID,s\n1,a,b\n"}, "line 2", "the row has 3 columns, the header has 2")
    expect(folder / "3", {"N.csv": TWO + "1,x\n"}, "line 4, column 1 ('id')", "another node has the id '1'")
    expect(folder / "4", {"N.csv": TWO, "R.csv": ":START_ID,:END_ID\n1,2\n1,9\n"}, "R.csv, line 3, column 2 (:END_ID)",
           "no node has the id '9'")
    expect(folder / "5", {"N.csv": TWO, "R.csv": ":START_ID,:TYPE,:END_ID\n1,,2\n"}, "line 2, column 2 (:TYPE)", "no type")
    expect(folder / "6", {"N.csv": "id:ID(g)\n1\n", "R.csv": ":START_ID(g),:END_ID(g)\n1,\n"}, "no node has the id ''",
           "in the group g")


def test_bad_rows_can_be_left_out(folder):
    write(folder / "data", {
        "N.csv": b'id:ID,i:int\n1,1\nx\n2,zwei\n2,2\n2,3\n"4"4,4\n5,caf\xe9\n"6\n6",6\n',
        "R.csv": ":START_ID,:END_ID\n1,2\n1,3\n2,1\n"})
    done = good("import", folder / "t.clio", folder / "data", "--skip-bad-rows")
    skipped = [line.replace(str(folder / "data") + "/", "") for line in done.stderr.splitlines() if "skipped" in line]
    assert len(skipped) == 6, done.stderr
    for line, part in zip(skipped, ["line 3:", "line 4, column 2", "line 6, column 1", "line 7, column 1",
                                    "line 8, column 2", "R.csv, line 3, column 2"]):
        assert part in line, (part, line)
    assert "6 rows skipped" in done.stdout, done.stdout
    assert values(folder / "t.clio", "MATCH (n) RETURN n.id, n.i ORDER BY n.id") == [["1", 1], ["2", 2], ["6\n6", 6]]
    assert values(folder / "t.clio", "MATCH ()-[r]->() RETURN count(r)") == [2]
    good("check", folder / "t.clio")


def test_what_cannot_be_skipped(folder):
    expect(folder / "1", {"N.csv": 'id:ID\n1\n"2\n'}, "never closed", args=("--skip-bad-rows",))
    expect(folder / "2", {"N.csv": b"id:ID\n1\n\0\n2\n"}, "NUL", args=("--skip-bad-rows",))
    expect(folder / "3", {"N.csv": "id:IDD\n1\n"}, "is no type", args=("--skip-bad-rows",))


def test_an_endless_row_is_refused(folder):
    with open(folder / "N.csv", "wb") as file:
        file.write(b'id:ID,s\n1,"')
        block = b"a" * (1 << 20)
        for _ in range(300):
            file.write(block)
    done = run("import", folder / "t.clio", folder / "N.csv")
    assert done.returncode == 1 and "longer than 256 MB" in done.stderr and "line 2" in done.stderr, done.stderr


def test_a_failed_import_leaves_earlier_files_out_too(folder):
    files = {"A.csv": "id:ID,x:int\n" + "".join(f"{i},{i}\n" for i in range(5000)),
             "R.csv": ":START_ID,:END_ID,w:int\n" + "".join(f"{i},{i + 1},{i}\n" for i in range(4999)) + "1,2,x\n"}
    expect(folder, files, "R.csv, line 5001, column 3 ('w')", "found 'x'")


def test_pipes_and_devices_are_refused(folder):
    os.mkfifo(folder / "N.csv")
    done = run("import", folder / "t.clio", folder / "N.csv")
    assert done.returncode == 1 and "not a regular file" in done.stderr, done.stderr


def test_load_csv(folder):
    write(folder, {"a b.csv": 'name;n\nRiga;1\n"x ""y""";\n"";3\n', "a.csv.gz": gzip.compress(b"1,2\n3,4,5\n"),
                   "bad.csv": b'a\n"b'})
    db = folder / "t.clio"
    path = str(folder / "a b.csv")
    assert values(db, f"LOAD CSV WITH HEADERS FROM '{path}' AS row FIELDTERMINATOR ';' RETURN row") == [
        {"name": "Riga", "n": "1"}, {"name": 'x "y"', "n": None}, {"name": "", "n": "3"}]
    url = "file://" + path.replace(" ", "%20")
    assert values(db, f"LOAD CSV FROM '{url}' AS row FIELDTERMINATOR ';' RETURN count(*)") == [4]
    assert values(db, f"LOAD CSV FROM '{folder}/a.csv.gz' AS row RETURN row") == [["1", "2"], ["3", "4", "5"]]
    for name, part in [("bad.csv", "line 2"), ("none.csv", "cannot open")]:
        done = run(db, "-c", f"LOAD CSV FROM '{folder}/{name}' AS row RETURN row")
        assert done.returncode == 1 and part in done.stderr, done.stderr


def test_the_example_as_another_reader_sees_it(folder):
    root = pathlib.Path(__file__).resolve().parent.parent.parent / "examples/baltic"
    nodes, rels, properties = {}, 0, 0
    for path in root.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rels += ":START_ID" in row
                cells = {key: value for key, value in row.items() if value and not key.startswith(":")}
                properties += len(cells)
                if "id:ID" in row:
                    nodes[row["id:ID"]] = {key.split(":")[0]: value for key, value in cells.items()}
    db = folder / "t.clio"
    done = good("import", db, root)
    assert f"{len(nodes):,} nodes, {rels:,} relationships, {properties:,} properties loaded" in done.stdout, done.stdout
    for node in values(db, "MATCH (n) RETURN properties(n)"):
        shown = {key: ";".join(value) if isinstance(value, list) else str(value) for key, value in node.items()}
        cells = nodes.pop(node["id"])
        assert shown.keys() == cells.keys()
        for key, value in shown.items():
            assert value == cells[key] or value.lower() == cells[key] or float(value) == float(cells[key]), (key, node)
    assert not nodes
    good("check", db)


main(globals())

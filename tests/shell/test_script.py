#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The program without a terminal: options, formats, scripts, conversations, errors, exit statuses."""
import json
import os
import re
import signal
import subprocess
import sys
import time

from shell_test import CLIO, contains, equal, lacks, main, run

MIXED = """RETURN 1 AS n, 'a,"b"' AS s, null AS nothing, '' AS empty, true AS yes, 1.5 AS x, [1, 'a'] AS list,
       {k: 'v'} AS map, date('1939-08-23') AS day"""
STATES = "CREATE (:State {name: 'Latvia'})-[:SIGNED {on: date('1939-10-05')}]->(:Treaty {name: 'pact'});"


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


# ---- help and wrong usage


def test_version(_):
    status, out, err = run("--version")
    equal((status, err), (0, ""))
    contains(out, "clio ")


def test_help_lists_commands_and_options(_):
    status, out, err = run("--help")
    equal((status, err), (0, ""))
    contains(out, "clio import DB", "--format", "--skip-bad-rows", "Exit status")
    equal(run("help")[1], out)
    equal(run("-h")[1], out)


def test_help_on_a_topic(_):
    status, out, err = run("help", "commands")
    equal((status, err), (0, ""))
    contains(out, ":import", ":schema")
    status, out, err = run("help", "MATCH")
    equal((status, err), (0, ""))
    contains(out.upper(), "MATCH")


def test_help_on_an_unknown_topic_suggests(_):
    status, out, err = run("help", "toUper")
    equal((status, out), (2, ""))
    contains(err, "toUper", "did you mean toUpper")


def test_unknown_option(_):
    status, out, err = run("--fromat", "csv")
    equal((status, out), (2, ""))
    contains(err, "--fromat", "did you mean --format", "--help")


def test_missing_value(_):
    status, _out, err = run("--timeout")
    equal(status, 2)
    contains(err, "--timeout needs a value")
    status, _out, err = run("-c")
    equal(status, 2)
    contains(err, "-c needs a value: QUERY")


def test_bad_values(_):
    for args in (("--timeout", "soon"), ("--timeout=-1",), ("--timeout", "1.5"), ("--memory", "99999999999999999999"),
                 ("--memory", ""), ("--threads", "many"), ("--threads", "1000"), ("--format", "xml"), ("--param", "x"),
                 ("--param", "=1"), ("--param", "x="),
                 ("--param", "x=(("), ("--param", "x=foo bar"), ("--stats=yes",), ("-x",), ("--",  "a", "b"),
                 ("import",), ("import", "db"), ("export", "db"), ("export", "db", "a", "b"), ("check",),
                 ("check", "a", "b"), ("check", "a", "--stats"), ("--id-type", "string"),
                 ("import", "db", "x", "--id-type", "int"), ("import", "db", "x", "--delimiter", "ab"),
                 ("import", "db", "x", "--delimiter", ""), ("import", "db", "x", "--quote", "é"),
                 ("import", "db", "x", "--format", "xml"), ("import", "db", "x", "-c", "RETURN 1")):
        status, out, err = run(*args)
        equal((args, status, out), (args, 2, ""))
        contains(err, "clio: ")
        lacks(err, "Assert", "assert", "runtime error")


def test_bad_choice_suggests(_):
    contains(run("--format", "jsno")[2], "did you mean json?")


def test_mistyped_command(folder):
    status, _out, err = run("chekc", cwd=folder)
    equal(status, 2)
    contains(err, "did you mean `clio check`", "./chekc")
    equal(os.listdir(folder), [])


def test_options_stand_anywhere(folder):
    for args in (("--format", "csv", "g.clio", "-c", "RETURN 1 AS x"), ("g.clio", "--format=csv", "-cRETURN 1 AS x"),
                 ("-c", "RETURN 1 AS x", "--format", "csv", "--", "g.clio")):
        equal(run(*args, cwd=folder), (0, "x\n1\n", ""))
    equal(os.path.exists(os.path.join(folder, "g.clio")), True)


# ---- formats


def test_csv(_):
    status, out, _err = run("-c", MIXED)
    equal(status, 0)
    equal(out, 'n,s,nothing,empty,yes,x,list,map,day\n'
               '1,"a,""b""",,"",true,1.5,"[1, \'a\']",{k: \'v\'},1939-08-23\n')


def test_csv_quotes_lines_and_names(_):
    equal(run("-c", "RETURN 'a\\nb' AS `x,y`, ' c' AS z")[1], '"x,y",z\n"a\nb"," c"\n')


def test_tsv(_):
    equal(run("--format", "tsv", "-c", "RETURN 'a\\tb\\nc\\\\d' AS x, null AS y")[1], "x\ty\na\\tb\\nc\\\\d\t\n")


def test_markdown(_):
    equal(run("--format", "markdown", "-c", "RETURN 'a|b\\nc' AS x, 1 AS y")[1],
          "| x | y |\n| --- | --- |\n| a\\|b<br>c | 1 |\n")


def test_json(_):
    out = run("--format", "json", "-c", "UNWIND [1, 2] AS x RETURN x, {a: [x]} AS y; RETURN 1 AS z LIMIT 0")[1]
    first, second = out.split("]\n", 1)
    equal(json.loads(first + "]"), [{"x": 1, "y": {"a": [1]}}, {"x": 2, "y": {"a": [2]}}])
    equal(json.loads(second), [])


def test_json_of_a_statement_without_rows(_):
    equal(run("--format", "json", "-c", "CREATE ()")[1], "[]\n")


def test_jsonl(_):
    out = run("--format", "jsonl", "-c", MIXED)[1]
    equal(json.loads(out), {"n": 1, "s": 'a,"b"', "nothing": None, "empty": "", "yes": True, "x": 1.5,
                            "list": [1, "a"], "map": {"k": "v"}, "day": "1939-08-23"})
    equal(list(json.loads(out)), ["n", "s", "nothing", "empty", "yes", "x", "list", "map", "day"])


def test_json_escapes(_):
    text = 'a"b\\c\n\t\x01\x7fé漢😀'
    cypher = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\x01", "\\u0001").replace("\x7f", "\\u007f")
    out = run("--format", "jsonl", "-c", f"RETURN '{cypher}' AS `k\"ey`")[1]
    equal(json.loads(out), {'k"ey': text})


def test_jsonl_entities(_):
    out = run("--format", "jsonl", "-c", STATES + "MATCH p = (a)-[r]->(b) RETURN a, r, p")[1]
    row = json.loads(out)
    equal(row["a"], {"id": row["a"]["id"], "labels": ["State"], "properties": {"name": "Latvia"}})
    equal(row["r"]["type"], "SIGNED")
    equal(row["r"]["start"], row["a"]["id"])
    equal(row["r"]["properties"], {"on": "1939-10-05"})
    equal([len(row["p"]["nodes"]), len(row["p"]["relationships"])], [2, 1])


def test_table(_):
    out = run("--format", "table", "-c", "UNWIND [[1, 'a'], [-20, null]] AS r RETURN r[0] AS number, r[1] AS `text`")[1]
    equal(out, "┌────────┬──────┐\n"
               "│ number │ text │\n"
               "├────────┼──────┤\n"
               "│      1 │ a    │\n"
               "│    -20 │ null │\n"
               "└────────┴──────┘\n")


def test_table_in_ascii(_):
    out = run("--format", "table", "-c", "RETURN 1 AS a", env={"LC_ALL": "C"})[1]
    equal(out, "+---+\n| a |\n+---+\n| 1 |\n+---+\n")


def test_table_of_wide_and_combining_characters(_):
    out = run("--format", "table", "-c", "UNWIND ['漢字', 'e\u0301', 'ab'] AS x RETURN x")[1]
    equal(out.splitlines()[3:6], ["│ 漢字 │", "│ e\u0301    │", "│ ab   │"])


def test_table_makes_control_characters_harmless(_):
    out = run("--format", "table", "-c", "RETURN 'a\\u001b[31mb\\u202ec' AS x")[1]
    lacks(out, "\x1b", "\u202e")
    contains(out, "a?[31mbc")


def test_table_breaks_lines_and_rules_rows(_):
    out = run("--format", "table", "-c", "UNWIND ['a\\nb', 'c'] AS x RETURN x")[1]
    equal(out.splitlines(), ["┌───┐", "│ x │", "├───┤", "│ a │", "│ b │", "├───┤", "│ c │", "└───┘"])


def test_long_table_is_one_table(_):
    lines = run("--format", "table", "-c", "UNWIND range(1, 5000) AS x RETURN x")[1].splitlines()
    equal(len(lines), 5004)
    equal({len(line) for line in lines}, {11})


def test_empty_table_shows_names(_):
    contains(run("--format", "table", "-c", "MATCH (n) RETURN n.name AS name")[1], "│ name │")


def test_explain_prints_the_plan(_):
    for form in ("table", "csv"):
        out = run("--format", form, "-c", "EXPLAIN MATCH (n) RETURN n")[1]
        lacks(out, "plan\n", "│ plan")
        equal(len(out.splitlines()) > 1, True)
    contains(run("--format", "jsonl", "-c", "EXPLAIN MATCH (n) RETURN n")[1], '{"plan":')


def test_profile_prints_rows_and_plan(_):
    out = run("-c", "PROFILE RETURN 1 AS x")[1]
    equal(out.startswith("x\n1\n"), True)
    equal(len(out.splitlines()) > 2, True)
    status, out, err = run("--format", "jsonl", "-c", "PROFILE RETURN 1 AS x")
    equal(out, '{"x":1}\n')
    equal(len(err) > 0, True)


# ---- parameters and limits


def test_parameters(_):
    out = run("--format", "jsonl", "--param", "a=1", "--param=b='x=y'", "--param", "c=[date('1940-06-15'), {k: null}]",
              "-c", "RETURN $a AS a, $b AS b, $c AS c")[1]
    equal(json.loads(out), {"a": 1, "b": "x=y", "c": ["1940-06-15", {"k": None}]})


def test_missing_parameter(_):
    status, out, err = run("-c", "RETURN $who AS x")
    equal((status, out), (1, ""))
    contains(err, "ParameterMissing", "who")


def test_timeout(_):
    begun = time.time()
    status, _out, err = run("--timeout", "100", "-c", "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000) AS y "
                            "RETURN sum(x % y)")
    equal(status, 1)
    contains(err, "Timeout")
    equal(time.time() - begun < 20, True)


def test_memory(_):
    status, _out, err = run("--memory", "8", "-c", "UNWIND range(1, 10000000) AS x RETURN collect(x)")
    equal(status, 1)
    contains(err, "MemoryLimit")


# What does not fit is sorted in a file; the rows and their order stay the same.
def test_sorting_beyond_the_memory(folder):
    run("g.clio", "-c", "UNWIND range(1, 400) AS i CREATE (:N {i: i, t: 'text ' + i % 7})", cwd=folder)
    for query in ("UNWIND range(1, 200000) AS i WITH i * 7919 % 100003 AS k, i RETURN k, i ORDER BY k DESC",
                  "UNWIND range(1, 60000) AS i RETURN i, 'text ' + i * 7919 % 1003 AS t, {a: [i, null, 'x' + i]} AS m, "
                  "date('2020-01-01') + duration({days: i % 100}) AS d, localdatetime({year: 2000 + i % 30}) AS l "
                  "ORDER BY t, d DESC, l",
                  "UNWIND range(1, 100000) AS i RETURN CASE i % 3 WHEN 0 THEN null WHEN 1 THEN i ELSE 'x' + i END AS v "
                  "ORDER BY v DESC SKIP 10 LIMIT 80000",
                  "MATCH (a:N), (b:N) RETURN a, CASE WHEN a.i % 2 = 0 THEN b END AS c, b.t, [b] AS l "
                  "ORDER BY a.i * b.i % 100, b.t",
                  "UNWIND range(1, 150000) AS i WITH i ORDER BY i % 10 RETURN count(*), min(i), max(i)"):
        words = ("--read-only", "g.clio", "--threads", "1", "--format", "jsonl", "-c", query)
        whole, sorted_in_file = run(*words, cwd=folder), run("--memory", "6", *words, cwd=folder)
        equal(sorted_in_file[0::2], (0, ""))
        equal(sorted_in_file[1] == whole[1], True)


def test_sorting_beyond_the_memory_without_a_folder(_):
    status, _out, err = run("--memory", "4", "-c", "UNWIND range(1, 300000) AS i RETURN i ORDER BY -i",
                            env={"TMPDIR": "/there/is/no/such/folder"})
    equal(status, 1)
    contains(err, "IOError")


def test_threads(folder):
    run("g.clio", "-c", "UNWIND range(0, 349999) AS i CREATE (:N {i: i, half: i / 2})", cwd=folder)
    query = "MATCH (n:N) WHERE n.i % 7 = 3 RETURN n.half % 3 AS h, count(*) AS c, sum(n.i) AS s"
    one = run("g.clio", "--threads", "1", "-c", query, cwd=folder)
    equal(one[0], 0)
    equal(run("g.clio", "--threads=3", "-c", query, cwd=folder), one)
    contains(run("g.clio", "--threads=3", "-c", "EXPLAIN " + query, cwd=folder)[1], "Gather")
    lacks(run("g.clio", "--threads=1", "-c", "EXPLAIN " + query, cwd=folder)[1], "Gather")


def test_read_only(folder):
    run("g.clio", "-c", STATES, cwd=folder)
    status, _out, err = run("g.clio", "--read-only", "-c", "CREATE ()", cwd=folder)
    equal(status, 1)
    contains(err, "ReadOnly")
    equal(run("g.clio", "--read-only", "-c", "MATCH (n) RETURN count(n) AS n", cwd=folder), (0, "n\n2\n", ""))


# ---- scripts


def test_script(folder):
    script = ("// a comment; with a semicolon\nCREATE (:A {x: ';'}); /* ; */ CREATE (:`b;c`);\n\n"
              "MATCH (n) RETURN count(n) AS n;\nMATCH (n:A) RETURN n.x AS x")
    equal(run("g.clio", stdin=script, cwd=folder), (0, "n\n2\nx\n;\n", ""))


def test_several_queries(_):
    equal(run("-c", "RETURN 1 AS a; RETURN 2 AS b", "-c", "RETURN 3 AS c;"), (0, "a\n1\nb\n2\nc\n3\n", ""))


def test_empty_input(_):
    for text in ("", "\n", ";;", "// nothing", "/* nothing */", " ; // x\n ; "):
        equal(run(stdin=text), (0, "", ""))
        equal(run("-c", text), (0, "", ""))


def test_a_failure_ends_the_script(_):
    status, out, err = run(stdin="RETURN 1 AS a;\n\n  RETURN\n    nope AS b;\nRETURN 3 AS c;")
    equal((status, out), (1, "a\n1\n"))
    contains(err, "<stdin>:4:5: SyntaxError (UndefinedVariable)", "nope", "^")


def test_keep_going(_):
    status, out, err = run("--keep-going", stdin="RETURN 1 AS a; RETURN nope; RETURN 3 AS c;")
    equal((status, out), (1, "a\n1\nc\n3\n"))
    contains(err, "<stdin>:1:23: SyntaxError")


def test_positions_count_characters(_):
    contains(run(stdin="RETURN 'āē' AS a; RETURN nope")[2], "<stdin>:1:26:")


def test_errors_of_c_have_no_file(_):
    status, out, err = run("-c", "RETURN 1 +")
    equal((status, out), (1, ""))
    equal(err.startswith("SyntaxError"), True)
    contains(err, "line 1", "^")


def test_unclosed_things(_):
    for text in ("RETURN 'abc;", 'RETURN "abc;', "RETURN `abc;", "RETURN 1 /* abc;", "/* abc;", "/", "RETURN '\\"):
        status, out, err = run(stdin=text)
        equal((text, status, out), (text, 1, ""))
        contains(err, "SyntaxError")


def test_bytes_that_are_no_text(_):
    for data in (b"RETURN '\xff\xfe' AS x;", b"\x00\x01\x02;", b"RETURN 1\x00 AS x;", b"x" + os.urandom(4000)):
        done = subprocess.run([CLIO], input=data, capture_output=True, timeout=60)
        equal((data[:20], done.returncode), (data[:20], 1))
        contains(done.stderr.decode(errors="replace"), "Error")


def test_runtime_error_undoes_the_statement(folder):
    status, _out, err = run("g.clio", "-c", "UNWIND [1, 0] AS x CREATE ({y: 1 / x})", cwd=folder)
    equal(status, 1)
    contains(err, "ArithmeticError")
    equal(run("g.clio", "-c", "MATCH (n) RETURN count(n) AS n", cwd=folder)[1], "n\n0\n")


def test_open_transaction_is_undone_and_said(folder):
    status, _out, err = run("g.clio", stdin="BEGIN; CREATE (:A);", cwd=folder)
    equal(status, 1)
    contains(err, "not committed")
    equal(run("g.clio", stdin="BEGIN; CREATE (:A); COMMIT; MATCH (n) RETURN count(n) AS n;", cwd=folder),
          (0, "n\n1\n", ""))


def test_large_script(folder):
    script = "".join(f"CREATE (:N {{i: {i}, text: 'it''s; not over'}});\n".replace("''", "\\'") for i in range(20000))
    begun = time.time()
    status, out, err = run("g.clio", stdin="BEGIN;" + script + "COMMIT; MATCH (n) RETURN count(n) AS n;", cwd=folder)
    equal((status, out, err), (0, "n\n20000\n", ""))
    equal(time.time() - begun < 60, True)


def test_one_large_statement(_):
    text = "x" * 3000000
    equal(run(stdin=f"RETURN size('{text}') AS n")[1], "n\n3000000\n")


# ---- commands in scripts


def test_commands_in_scripts(_):
    script = "// first\n:format jsonl\n:param year => 1940\nRETURN $year AS y; :format csv\nRETURN $year + 1 AS y;\n"
    equal(run(stdin=script), (0, '{"y":1940}\ny\n1941\n', ""))


def test_param_forms(_):
    script = ":param a => 1\n:param b 'two'\n:param $c = [3]\n:param d: 4\nRETURN $a AS a, $b AS b, $c[0] AS c, $d AS d;"
    equal(run(stdin=script)[1], "a,b,c,d\n1,two,3,4\n")
    contains(run(stdin=":param a => 1\n:param\n")[1], "$a => 1")
    contains(run(stdin=":param a => 1\n:params clear\n:params\n")[1], "no parameters")
    equal(run(stdin=":param a => 1\n:params clear\nRETURN $a;")[0], 1)


def test_bad_commands(_):
    for line, said in ((":shcema", "did you mean :schema"), (":qqqqqqq", ":help"), (":format xml", "no format `xml`"),
                       (":format jsno", "did you mean json"), (":param x", "needs a name and a value"),
                       (":param x => ((", "not a value"), (":timing maybe", "on or off"), (":params x", "clear"),
                       (":source", "needs a script"), (":source /no/such/file", "No such file"),
                       (":import", "needs something"), (":import /no/such/file.csv", "No such file"),
                       (":import x --id-type y", "--id-type takes one of"), (":export", "needs a file"), (":find", "needs something to look for"), (":find a (b", "at its character 3"),
                       (":find a :Nix", "no node has the label `Nix`"),
                       (":export /no/such/folder/x.graphml", "/no/such/folder"), (":commit", "transaction"),
                       (":rollback", "transaction"), (":help nosuchthing", "no help on"), (":", ":help")):
        status, _out, err = run(stdin=line + "\nRETURN 1 AS x;")
        equal((line, status), (line, 1))
        contains(err, said)
        contains(run("--keep-going", stdin=line + "\nRETURN 1 AS x;")[1], "x\n1\n")


def test_source(folder):
    inner = write(folder, "inner script.cypher", "CREATE (:A);\n:param x => 7\n\nRETURN nope;\n")
    status, _out, err = run(stdin=f":source '{inner}'\nRETURN 1 AS x;")
    equal(status, 1)
    contains(err, f"{inner}:4:8: SyntaxError")
    good = write(folder, "good.cypher", ":param x => 7\nRETURN 0 AS zero")
    equal(run(stdin=f":source {good}\nRETURN $x AS x;"), (0, "zero\n0\nx\n7\n", ""))


def test_source_of_itself(folder):
    path = os.path.join(folder, "loop.cypher")
    write(folder, "loop.cypher", f":source {path}\n")
    status, _out, err = run(stdin=f":source {path}\n")
    equal(status, 1)
    contains(err, "nested too deeply")


def test_quit_ends_the_script(_):
    equal(run(stdin="RETURN 1 AS a; :quit\nRETURN 2 AS b;"), (0, "a\n1\n", ""))


def test_transaction_commands(folder):
    equal(run("g.clio", stdin=":begin\nCREATE (:A);\n:rollback\n:begin\nCREATE (:B);\n:commit\nMATCH (n) RETURN labels(n)[0] AS l;",
              cwd=folder), (0, "l\nB\n", ""))


def test_find(_):
    graph = """CREATE (p:Person {name: 'Konstantin Päts'}), (p)-[:LED]->(e:State {name: 'Estonia', aliases: ['Eesti']}),
        (:Person {title: 'of Eesti'})-[:LED]->(e);\n"""
    pats = "Konstantin Päts  (Person)\n    -[:LED]-> Estonia\n"
    state = "Estonia  (State)\n    <-[:LED]- Konstantin Päts\n    <-[:LED]- of Eesti\n"
    equal(run(stdin=graph + ":find PATS\n"), (0, pats, ""))
    equal(run(stdin=graph + ":find eesti :State\n"), (0, state, ""))
    equal(run(stdin=graph + ":find peets\n:find peets~\n")[1].splitlines()[1:], pats.splitlines())
    contains(run(stdin=graph + ":find peets\n")[1], "nothing was found")
    index = "CREATE FULLTEXT INDEX FOR (n:Person|State) ON EACH [n.name];\n"
    equal(run(stdin=graph + index + ":find eesti\n:find pats\n")[1].splitlines()[1:], pats.splitlines())
    many = "UNWIND range(1, 9) AS i CREATE (:N {name: 'many ' + i}); MATCH (p:Person) CREATE (p)-[:T]->(:M), (p)-[:T]->(:M), " \
        "(p)-[:T]->(:M), (p)-[:T]->(:M), (p)-[:T]->(:M), (p)-[:T]->(:M);\n"
    equal(run(stdin=many + ":find many\n")[1].count("(N)"), 8)
    contains(run(stdin=graph + many + ":find pats\n")[1], "    -[:T]-> :M ", "    and 1 more\n")


def test_a_mistyped_text_gets_a_note(folder):
    file = os.path.join(folder, "x.clio")
    run(file, stdin=STATES)
    note = "note: no State has the name 'Latva'; did you mean 'Latvia'?"
    query = "\nMATCH (s:State {name: 'Latva'})\nRETURN s.name;\n"
    equal(run(file, stdin=query), (0, "s.name\n", f"<stdin>:2:23: {note}\n  MATCH (s:State {{name: 'Latva'}})\n" +
                                   " " * 24 + "^\n"))
    equal(run(file, "-q", stdin=query), (0, "s.name\n", ""))
    equal(run(file, "--param", "name='Latva'", "-c", "MATCH (s:State {name: $name}) RETURN s.name")[2].splitlines()[0],
          note.replace("note:", "note at line 1, column 23:"))
    out = run(file, "--format", "jsonl", "--stats", stdin=query)[1]
    equal(json.loads(out)["summary"]["notes"],
          [{"code": "UnknownText", "message": note[6:], "line": 1, "column": 23}])


def test_schema(_):
    out = run(stdin=STATES + "CREATE INDEX FOR (s:State) ON (s.name); :schema\n")[1]
    contains(out, "Labels (2 nodes)\n", "  State 1   name: STRING\n", "Relationships (1)\n",
             "  (State 1)-[SIGNED 1]->(Treaty 1)\n", "Properties of relationships\n  SIGNED 1", "Indexes\n", "  State(name)  ")
    graph = "CREATE (a:A {x: 1}), (:A {x: 'b', y: 2.5}), ()-[:R {n: 1}]->(a), ()-[:R]->(a);\n"
    out = run(stdin=graph + ":schema\n")[1]
    contains(out, "Labels (4 nodes)\n  A 2  x: STRING | INTEGER, y?: FLOAT\n", "  (no label)-[R 2]->(A 2)\n",
             "  R 2  n?: INTEGER\n")
    large = "".join(f"CREATE (:L{i} {{p{i}: 1}})-[:T{i}]->(:M);\n" for i in range(54))
    out = run(stdin=large + ":schema\n")[1]
    contains(out, "  M 54\n", "  … and 15 more (CALL kb.schema())\n", "  … and 14 more (CALL kb.properties())\n")
    equal(len(re.findall(r"^  \(L\d+ 1\)-\[T\d+ 1\]->\(M 54\)$", out, re.M)), 40)
    contains(run(stdin=large + ":schema\n", env={"LC_ALL": "C"})[1], "  ... and 14 more (CALL kb.schema())\n")
    equal(run(stdin=":schema\n")[1], "Labels (0 nodes)\nRelationships (0)\nProperties of relationships\nIndexes\nConstraints\n")
    out = run(stdin="CREATE CONSTRAINT a FOR (s:S) REQUIRE s.x IS UNIQUE; CREATE CONSTRAINT b FOR ()-[r:T]-() REQUIRE "
                    "(r.x, r.y) IS KEY; CREATE CONSTRAINT c FOR (s:S) REQUIRE s.y IS :: INTEGER; :schema\n")[1]
    contains(out, "  a  S(x)  0 entries, 0 distinct\n", "  a  S(x)  UNIQUENESS\n", "  b  T(x, y)  RELATIONSHIP_KEY\n",
             "  c  S(y)  NODE_PROPERTY_TYPE INTEGER\n")
    out = run(stdin="CREATE FULLTEXT INDEX f FOR (n:A|B) ON EACH [n.x, n.y]; :schema\n")[1]
    contains(out, "  f  A|B(x, y)  full text\n")


def test_help_command(_):
    contains(run(stdin=":help\n")[1], ":import PATH... [OPTIONS]", "Ctrl-C", ":help functions")
    contains(run(stdin=":help :export\n")[1], ":export PATH [QUERY]")
    contains(run(stdin=":help functions\n")[1], "toUpper")
    contains(run(stdin=":help keywords\n")[1], "MATCH")


# ---- summaries


def test_stats(_):
    status, out, err = run("--stats", "-c", "CREATE (:A {x: 1})-[:R]->(:B); MATCH (n) RETURN n.x AS x ORDER BY x")
    equal((status, out), (0, "x\n1\n\n"))
    contains(err, "2 nodes created, 1 relationship created, 1 property set, 2 labels added · ", "2 rows · ", " ms\n")
    status, out, err = run("--stats", "--format", "jsonl", "-c",
                           "CREATE CONSTRAINT c FOR (a:A) REQUIRE a.x IS UNIQUE; DROP CONSTRAINT c")
    contains(out, '"constraints_added":1}', '"constraints_removed":1}')
    equal((status, "index" in out), (0, False))


def test_stats_below_a_table(_):
    out = run("--stats", "--format", "table", "-c", "RETURN 1 AS x")[1]
    contains(out, "1 row · ", " ms\n")


def test_conversation_in_json_lines(_):
    lines = run("--format", "jsonl", "--stats", "--keep-going",
                stdin="CREATE (:A {x: 1}); RETURN 1 AS x; RETURN\n nope; ; :param p => 2\nRETURN $p AS p; :nope\n")[1]
    got = [json.loads(line) for line in lines.splitlines()]
    equal(len(got), 9)
    equal({k: v for k, v in got[0]["summary"].items() if k != "ms"},
          {"rows": 0, "nodes_created": 1, "properties_set": 1, "labels_added": 1})
    equal(isinstance(got[0]["summary"]["ms"], float), True)
    equal(got[1], {"x": 1})
    equal(list(got[2]["summary"]), ["rows", "ms"])
    equal(got[2]["summary"]["rows"], 1)
    error = got[3]["error"]
    equal([error["code"], error["detail"], error["line"], error["column"]], ["SyntaxError", "UndefinedVariable", 2, 2])
    contains(error["message"], "nope")
    equal(got[4]["summary"]["rows"], 0)
    equal(got[5]["summary"]["rows"], 0)
    equal(got[6], {"p": 2})
    equal(got[8]["error"]["code"], "CommandError")


# ---- notes


def test_notes_follow_the_rows_on_stderr(_):
    status, out, err = run("-c", STATES + "MATCH (s:State) RETURN s.nmae AS n")
    equal((status, out), (0, "n\n\n"))
    equal(err, "note at line 1, column 26: no node or relationship has the property `nmae`; did you mean `name`?\n"
               "  MATCH (s:State) RETURN s.nmae AS n\n                           ^\n")


def test_notes_in_scripts_have_their_place(_):
    err = run(stdin=STATES + "\n\nMATCH (s:Stat)\n  WHERE s.name = null RETURN s;\n")[2]
    contains(err, "<stdin>:3:10: note: no node has the label `Stat`; did you mean `State`?\n  MATCH (s:Stat)\n",
             "<stdin>:4:9: note: a comparison with null is never true")


def test_quiet_leaves_notes_out(_):
    for option in "-q", "--quiet":
        equal(run(option, "-c", STATES + "MATCH (s:Stat) RETURN s.name AS n"), (0, "n\n", ""))
    contains(run("-q", "-c", "RETURN nope")[2], "nope")


def test_notes_in_the_summary_of_a_conversation(_):
    status, out, err = run("--format", "jsonl", "--stats", stdin=STATES + "MATCH (s:Stat) RETURN s; RETURN 1 AS x;")
    equal((status, err), (0, ""))
    first, second, _, third = (json.loads(line) for line in out.splitlines())
    equal(second["summary"]["notes"], [{"code": "UnknownLabel", "line": 1, "column": 10,
                                        "message": "no node has the label `Stat`; did you mean `State`?"}])
    lacks(json.dumps([first, third]), "notes")


class Conversation:
    """clio behind two pipes."""

    def __init__(self, *args):
        self.process = subprocess.Popen([CLIO, *args, "--format", "jsonl", "--stats", "--keep-going"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def say(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def answer(self):
        rows = []
        while True:
            row = json.loads(self.process.stdout.readline())
            if "summary" in row or "error" in row:
                return rows, row
            rows.append(row)

    def end(self):
        self.process.stdin.close()
        return self.process.wait(timeout=30)


def test_each_statement_is_answered_at_once(_):
    clio = Conversation()
    for i in range(100):
        clio.say(f"RETURN {i} AS x;")
        equal(clio.answer()[0], [{"x": i}])
    clio.say("RETURN 'a;")
    clio.say("b' AS x")
    clio.say(" /* ; *")
    clio.say("/;")
    equal(clio.answer()[0], [{"x": "a;b"}])
    clio.say("RETURN nope;")
    equal(clio.answer()[1]["error"]["code"], "SyntaxError")
    clio.say("RETURN 1 AS x; RETURN 2 AS x;")
    equal([clio.answer()[0], clio.answer()[0]], [[{"x": 1}], [{"x": 2}]])
    equal(clio.end(), 1)


def test_interrupt_in_a_conversation(_):
    clio = Conversation()
    clio.say("UNWIND range(1, 1000000) AS x UNWIND range(1, 1000) AS y RETURN sum(x % y);")
    time.sleep(0.5)
    clio.process.send_signal(signal.SIGINT)
    equal(clio.answer()[1]["error"]["code"], "Interrupted")
    clio.process.send_signal(signal.SIGINT)  # while nothing runs
    time.sleep(0.2)
    clio.say("RETURN 1 AS x;")
    equal(clio.answer()[0], [{"x": 1}])
    equal(clio.end(), 1)


def test_interrupt_ends_a_script(_):
    process = subprocess.Popen([CLIO, "--keep-going"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(b"UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN sum(x % y); RETURN 1 AS x;")
    process.stdin.flush()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    equal((process.returncode, out), (1, b""))
    contains(err.decode(), "Interrupted")


def test_input_that_comes_byte_by_byte(_):
    """However the text is cut, the pieces are the same."""
    clio = Conversation()
    script = """RETURN 'a\\';\'' AS x; // c; '
    RETURN `b;\\` AS x /* ; * / **/ FROM; ;
:param p => 'a;b'
/**/ RETURN $p / 1 AS "x;"; /* ' */ UNWIND ['é;'] AS `b;` RETURN `b;`;
RETURN 1 AS last;"""
    for byte in script.encode():
        clio.process.stdin.write(bytes([byte]))
        clio.process.stdin.flush()
    clio.process.stdin.close()
    slow = clio.process.stdout.read()
    clio.process.wait(timeout=30)
    fast = run("--format", "jsonl", "--stats", "--keep-going", stdin=script)[1]
    strip = lambda text: [line.split('"ms"')[0] for line in text.splitlines()]
    equal(strip(slow.decode()), strip(fast))
    equal(len([line for line in fast.splitlines() if "summary" in line or "error" in line]), 6)
    contains(fast, '"last":1')


# ---- output that cannot be written


def test_full_disk(_):
    if not os.path.exists("/dev/full"):
        return
    with open("/dev/full", "w") as full:
        done = subprocess.run([CLIO, "-c", "RETURN 1"], stdout=full, stderr=subprocess.PIPE, timeout=60)
    equal(done.returncode, 1)
    contains(done.stderr.decode(), "cannot write to standard output", "No space left")


def test_closed_pipe(_):
    done = subprocess.run(f"'{CLIO}' -c 'UNWIND range(1, 3000000) AS x RETURN x' | head -n 2", shell=True,
                          capture_output=True, timeout=60)
    equal((done.stdout.decode(), done.stderr.decode()), ("x\n1\n", ""))


# ---- import, export, check


def import_data(folder):
    write(folder, "people.csv", "id:ID,name,born:int,:LABEL\n1,Ulmanis,1877,Person\n2,Päts,1874,Person\n")
    write(folder, "KNOWS.csv", ":START_ID,:END_ID,since:int\n1,2,1934\n")


def test_import(folder):
    import_data(folder)
    status, out, err = run("import", "g.clio", "people.csv", "KNOWS.csv", cwd=folder)
    equal((status, err), (0, ""))
    contains(out, "2 nodes, 1 relationship, ", " loaded from 2 files in ")
    equal(run("g.clio", "-c", "MATCH (a)-[r:KNOWS]->(b) RETURN a.name AS a, r.since AS since, b.name AS b", cwd=folder)[1],
          "a,since,b\nUlmanis,1934,Päts\n")


def test_import_options(folder):
    write(folder, "people.txt", "1\tUlmanis\t'a\tb'\n")
    write(folder, "head.txt", "id:ID\tname\ttext\n")
    for tab in ("TAB", "\\t", "\t"):
        status, out, err = run("import", "g.clio", "--format", "csv", "--id-type=integer", "--delimiter", tab, "--quote",
                               "'", "--header", "head.txt", "people.txt", "--array-delimiter=|", cwd=folder)
        equal((status, err), (0, ""))
        contains(out, "1 node, ")
    equal(run("g.clio", "-c", "MATCH (n) RETURN DISTINCT n.id AS id, n.name AS name, n.text AS text", cwd=folder)[1],
          "id,name,text\n1,Ulmanis,a\tb\n")


def test_import_of_bad_rows(folder):
    write(folder, "people.csv", "id:ID,born:int\n1,1877\n2,soon\n3,1874\n")
    status, _out, err = run("import", "g.clio", "people.csv", cwd=folder)
    equal(status, 1)
    contains(err, "people.csv", "3", "soon")
    equal(run("g.clio", "-c", "MATCH (n) RETURN count(n) AS n", cwd=folder)[1], "n\n0\n")
    status, out, err = run("import", "g.clio", "people.csv", "--skip-bad-rows", cwd=folder)
    equal(status, 0)
    contains(out, "2 nodes", "1 row skipped")
    contains(err, "skipped: ", "people.csv", "soon")


def test_import_of_what_is_not_there_makes_no_database(folder):
    status, out, err = run("import", "g.clio", "nowhere.csv", cwd=folder)
    equal((status, out), (1, ""))
    contains(err, "nowhere.csv", "No such file")
    equal(os.listdir(folder), [])


def test_import_command(folder):
    import_data(folder)
    out = run(stdin=f":import {folder}/people.csv {folder}/KNOWS.csv --id-type string\nMATCH (n) RETURN count(n) AS n;")[1]
    contains(out, "2 nodes, 1 relationship", "n\n2\n")


def test_import_of_a_script(folder):
    write(folder, "data.cypher", "CREATE (:A);\nCREATE (:B);\n")
    status, out, _err = run("import", "g.clio", "data.cypher", cwd=folder)
    equal(status, 0)
    contains(out, "2 nodes")
    write(folder, "bad.cypher", "CREATE (:A);\nCREATE (:B;\n")
    status, _out, err = run("import", "g.clio", "bad.cypher", cwd=folder)
    equal(status, 1)
    contains(err, "bad.cypher", "2")
    equal(run("g.clio", "-c", "MATCH (n) RETURN count(n) AS n", cwd=folder)[1], "n\n2\n")


def test_export(folder):
    run("g.clio", "-c", STATES, cwd=folder)
    status, out, err = run("export", "g.clio", "all.graphml", cwd=folder)
    equal((status, out, err), (0, "2 nodes, 1 relationship written to all.graphml\n", ""))
    contains(open(os.path.join(folder, "all.graphml")).read(), "<graphml", "Latvia")
    status, out, err = run("export", "g.clio", "-", "--format", "graphml", "-c", "MATCH (s:State) RETURN s", cwd=folder)
    equal(status, 0)
    contains(out, "Latvia")
    lacks(out, "pact")
    contains(err, "1 node, 0 relationships written to standard output")


def test_export_with_a_parameter(folder):
    run("g.clio", "-c", STATES, cwd=folder)
    out = run("export", "g.clio", "-", "--format", "graphml", "--param", "n='pact'", "-c", "MATCH (x {name: $n}) RETURN x",
              cwd=folder)[1]
    contains(out, "pact")
    lacks(out, "Latvia")


def test_export_failures(folder):
    run("g.clio", "-c", STATES, cwd=folder)
    for args, said in (((("nowhere.clio", "x.graphml")), "nowhere.clio"), (("g.clio", "x.unknown"), "format"),
                       (("g.clio", "no/x.graphml"), "no/x.graphml"),
                       (("g.clio", "x.graphml", "-c", "RETURN nope"), "nope"), (("g.clio", "x.graphml", "-c", ""), "query")):
        status, out, err = run("export", *args, cwd=folder)
        equal((args, status, out), (args, 1, ""))
        contains(err, said)
    for command in "import", "export":
        status, out, err = run(command, "g.clio", "x.graphml", "--format", "cyper", cwd=folder)
        equal((status, out), (2, ""))
        contains(err, "did you mean cypher?")
    equal(sorted(f for f in os.listdir(folder) if not f.startswith("g.clio")), [])


def test_export_command(folder):
    out = run(stdin=STATES + f":export '{folder}/a b.graphml' MATCH (s:State) RETURN s\n")[1]
    contains(out, "1 node, 0 relationships written")
    contains(open(os.path.join(folder, "a b.graphml")).read(), "Latvia")


def test_export_into_a_closed_pipe(folder):
    run("g.clio", "-c", "UNWIND range(1, 20000) AS x CREATE (:N {x: x})", cwd=folder)
    done = subprocess.run(f"'{CLIO}' export g.clio - --format graphml | head -n 1", shell=True, cwd=folder,
                          capture_output=True, timeout=60)
    contains(done.stdout.decode(), "<?xml")
    equal(done.stderr.decode(), "")


def test_reasons_of_the_last_answer(folder):
    write(folder, "s.cypher", "CREATE (a:S {name: 'a'})-[:R {source: 'book', page: '7'}]->(:T {name: 't'}), (:S {name: 'b'});\n"
          "MATCH (s:S) RETURN s.name AS name ORDER BY name;\n:why 2\n"
          "MATCH (s:S)-[:R]->(t) RETURN t.name;\n:sources\n:why 3\n:why x\n")
    status, out, err = run("--format", "table", "--keep-going", stdin=open(os.path.join(folder, "s.cypher")).read(), cwd=folder)
    contains(out, "rests on", "b :S", "row 1\n", "  book, page 7: a -[R]-> t\n", "  no source: t :T\n")
    lacks(out, "│ a :S")
    equal(status, 1)
    contains(err, "the answer has 1 row", "take the number of a row, not `x`")
    status, _out, err = run(stdin=":why\n")
    equal(status, 1)
    contains(err, "nothing has been asked yet")
    contains(run(stdin=":watch RETURN 1\n")[2], "terminal")


def test_check(folder):
    run("g.clio", "-c", STATES, cwd=folder)
    status, out, err = run("check", "g.clio", cwd=folder)
    equal((status, err), (0, ""))
    contains(out, "g.clio: ok, 2 nodes, 1 relationship, checksum ")
    status, out, err = run("check", "nowhere.clio", cwd=folder)
    equal((status, out), (1, ""))
    contains(err, "nowhere.clio")
    write(folder, "junk.clio", "this is no database" * 1000)
    status, _out, err = run("check", "junk.clio", cwd=folder)
    equal(status, 1)
    contains(err, "junk.clio")


def test_databases_that_cannot_be_opened(folder):
    write(folder, "junk.clio", "this is no database" * 1000)
    for path in ("junk.clio", "no/such/folder.clio", "."):
        status, out, err = run(path, "-c", "RETURN 1", cwd=folder)
        equal((path, status, out), (path, 1, ""))
        equal(len(err) > 0, True)
    equal(run("new.clio", "--read-only", "-c", "RETURN 1", cwd=folder)[0], 1)


if __name__ == "__main__":
    main(sys.modules[__name__])

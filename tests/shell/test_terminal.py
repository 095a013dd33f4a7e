#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The shell on a terminal: prompt, editing, history, completion, colours, Ctrl-C, tables that fit, the pager."""
import os
import re
import stat
import sys
import time

try:
    import pexpect
except ImportError:
    print("python3-pexpect is missing")
    sys.exit(77)

from shell_test import CLIO, contains, equal, lacks, main

ENDLESS = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN sum(x % y);"


class Shell:
    """clio on a pseudo-terminal. What it writes is compared without the terminal's own sequences."""

    def __init__(self, folder, *args, columns=100, rows=40, prompt="clio> ", env=None):
        where = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": folder, "PAGER": "", "INPUTRC": "/dev/null",
                 "NO_COLOR": "1", **(env or {})}
        where.pop("XDG_STATE_HOME", None)
        where.update(env or {})
        self.prompt = prompt
        self.child = pexpect.spawn(CLIO, list(args), env=where, cwd=folder, dimensions=(rows, columns), encoding="utf-8",
                                   timeout=30)
        self.child.delaybeforesend = None
        self.wait()

    def wait(self, text=None):
        self.child.expect_exact(text or self.prompt)
        return clean(self.child.before)

    def send(self, text):
        self.child.send(text)

    def ask(self, line, prompt=None):
        """Types a line; gives what is written up to the next prompt."""
        self.child.send(line + "\r")
        self.child.expect_exact("\n")
        return self.wait(prompt)

    def leave(self):
        self.child.send("\x04")
        self.child.expect(pexpect.EOF)
        self.child.close()
        equal((self.child.exitstatus, self.child.signalstatus), (0, None))


def clean(text):
    """Without bracketed paste's switches and carriage returns."""
    return re.sub(r"\x1b\[\?2004[hl]|\r", "", text)


def test_watching(folder):
    shell = Shell(folder)
    shell.send(":watch 0.1 RETURN 'seen' AS x\r")
    for _ in range(3):
        shell.wait("seen")
    shell.send("\x03")
    shell.wait()
    contains(shell.ask("RETURN 'after';"), "after")
    shell.leave()


def test_greeting_and_leaving(folder):
    shell = Shell(folder)
    contains(clean(shell.child.before), "Clio ", "in memory", ":help")
    shell.leave()


def test_prompt_names_the_database(folder):
    shell = Shell(folder, "baltic.clio", prompt="baltic> ")
    contains(clean(shell.child.before), "baltic.clio: 0 nodes, 0 relationships")
    shell.ask("BEGIN;", "baltic*> ")
    shell.ask("ROLLBACK;")
    shell.leave()


def test_the_prompt_shows_the_day_that_is_asked_about(folder):
    shell = Shell(folder, "baltic.clio", prompt="baltic> ")
    shell.ask("CREATE (:State {name: 'a', valid_to: '1940-08-03'}), (:State {name: 'b', valid_from: edtf('1940-08')});")
    shell.ask(":asof 1940-08-04", "baltic@1940-08-04> ")
    out = clean(shell.ask("MATCH (s:State) RETURN collect(s.name) AS names;", "baltic@1940-08-04> "))
    contains(out, "['b']")
    out = clean(shell.ask("CALL graph.degree() YIELD node RETURN collect(node.name) AS names;", "baltic@1940-08-04> "))
    contains(out, "['b']")
    contains(clean(shell.ask(":asof", "baltic@1940-08-04> ")), "1940-08-04")
    shell.ask(":asof 1940-08-04 certainly", "baltic@1940-08-04> ")
    contains(clean(shell.ask("MATCH (s:State) RETURN count(*);", "baltic@1940-08-04> ")), "0")
    out = clean(shell.ask("MATCH (s:State) FOR VALID_TIME ALL RETURN collect(s.name) AS names;", "baltic@1940-08-04> "))
    contains(out, "['a', 'b']")
    contains(clean(shell.ask(":asof 1940-13", "baltic@1940-08-04> ")), "at character 6, a month is 01 to 12")
    shell.ask(":asof off")
    contains(clean(shell.ask(":asof")), "no day is set")
    shell.leave()


def test_the_prompt_shows_the_party_that_is_asked(folder):
    shell = Shell(folder, "baltic.clio", prompt="baltic> ")
    shell.ask("CREATE (a:State {id: 'state:lv', name: 'Latvia'})-[:OWES {n: 1, claimed_by: 'state:lv'}]->(b:State), "
              "(a)-[:OWES {n: 2, disputed: true}]->(b), (a)-[:OWES {n: 3}]->(b);")
    contains(clean(shell.ask(":according")), "no party is set")
    contains(clean(shell.ask(":according Latvia", "baltic (Latvia)> ")), "Latvia, state:lv")
    query = "MATCH ()-[r:OWES]->() RETURN collect(r.n) AS owed;"
    contains(clean(shell.ask(query, "baltic (Latvia)> ")), "[1, 3]")
    contains(clean(shell.ask(query.replace(" RETURN", " ACCORDING TO ALL RETURN"), "baltic (Latvia)> ")), "[1, 2, 3]")
    out = clean(shell.ask(":according 'Nobody at all, of a long name'", "baltic (Nobody at all, of a long…)> "))
    contains(out, "no other name of it is known")
    contains(clean(shell.ask(query, "baltic (Nobody at all, of a long…)> ")), "[3]")
    shell.ask(":asof 1940", "baltic@1940 (Nobody at all, of a long…)> ")
    shell.ask(":according off", "baltic@1940> ")
    shell.leave()


def test_the_schema_is_a_picture(folder):
    graph = ("CREATE (s:State {name: 'a', since: 1}), (t:Treaty), (s)-[:SIGNED]->(t), (s)-[:SIGNED]->(t), (s)-[:HELD]->(s), "
             "(t)-[:OF]->(s);")
    shell = Shell(folder)
    shell.ask(graph)
    contains(clean(shell.ask(":schema")), """Labels (2 nodes)
  State 1   name: STRING, since: INTEGER
  Treaty 1
Relationships (4)
  State 1
   ├─ SIGNED 2 ─→ Treaty 1
   └─ HELD 1 ───→ State 1
  Treaty 1
   └─ OF 1 ─→ State 1
""")
    shell.leave()
    shell = Shell(folder, columns=32)
    shell.ask(graph + "MATCH (s:State) SET s += {" + ", ".join(f"property{i}: {i}" for i in range(9)) + "};")
    out = clean(shell.ask(":schema"))
    contains(out, "  State 1   name: STRING,\n            since: INTEGER,\n", "            … and 9 more\n")
    equal([line for line in out.splitlines() if len(line) > 32], [])
    shell.leave()
    shell = Shell(folder, columns=30, env={"LC_ALL": "C"})
    shell.ask(graph)
    out = clean(shell.ask(":schema"))
    contains(out, "  (State 1)-[SIGNED 2]->(Tr...\n", "  (Treaty 1)-[OF 1]->(State 1)\n")
    shell.leave()


def test_quit(folder):
    for command in (":quit", ":exit"):
        shell = Shell(folder)
        shell.send(command + "\r")
        shell.child.expect(pexpect.EOF)
        shell.child.close()
        equal(shell.child.exitstatus, 0)


def test_statement(folder):
    shell = Shell(folder)
    out = shell.ask("RETURN 1 AS x;")
    contains(out, "┌───┐\n│ x │\n├───┤\n│ 1 │\n└───┘\n1 row · ", " ms\n")
    contains(shell.ask("CREATE (:A {x: 1});"), "1 node created, 1 property set, 1 label added · ")
    contains(shell.ask("MATCH (n) DELETE n;"), "1 node deleted")
    shell.leave()


def test_statement_of_several_lines(folder):
    shell = Shell(folder)
    shell.ask("RETURN", "   -> ")
    shell.ask("'a;", "   -> ")
    contains(shell.ask("b' AS x;"), "│ a; │", "│ b  │")
    contains(shell.ask("RETURN 1 AS a; RETURN 2 AS b;"), "│ a │", "│ b │")
    shell.leave()


def test_error_does_not_end_the_shell(folder):
    shell = Shell(folder)
    contains(shell.ask("RETURN nope;"), "SyntaxError (UndefinedVariable) at line 1, column 8", "^")
    contains(shell.ask(":nope"), "there is no command :nope")
    contains(shell.ask("RETURN 1 AS x;"), "1 row")
    shell.leave()


def test_control_c_at_the_prompt_drops_the_line(folder):
    shell = Shell(folder)
    shell.send("RETURN 'never")
    shell.wait("never")
    shell.send("\x03")
    shell.wait()
    shell.ask("RETURN", "   -> ")
    shell.send("\x03")
    shell.wait()
    contains(shell.ask("RETURN 5 AS five;"), "│ five │")
    shell.leave()


def test_control_c_in_a_search_drops_it(folder):
    shell = Shell(folder)
    shell.ask("RETURN 1 AS x;")
    shell.send("\x12RET")
    shell.wait("i-search)")
    shell.send("\x03")
    shell.wait("^C")
    shell.wait()
    contains(shell.ask("RETURN 5 AS five;"), "│ five │")
    shell.leave()


def test_control_c_ends_the_query(folder):
    shell = Shell(folder)
    for _again in range(2):
        shell.send(ENDLESS + "\r")
        shell.child.expect_exact("\n")
        time.sleep(0.7)
        begun = time.time()
        shell.send("\x03")
        contains(shell.wait(), "Interrupted")
        equal(time.time() - begun < 5, True)
    contains(shell.ask("RETURN 5 AS five;"), "│ five │")
    shell.leave()


def test_control_d_in_the_middle_of_a_statement_leaves(folder):
    shell = Shell(folder)
    shell.ask("RETURN", "   -> ")
    shell.leave()


# ---- history


def history_of(folder):
    with open(os.path.join(folder, ".local/state/clio/history")) as file:
        return [line for line in file.read().splitlines() if not line.startswith("#")]


def test_history(folder):
    shell = Shell(folder)
    shell.ask("RETURN 1 AS first;")
    shell.ask("RETURN", "   -> ")
    shell.ask("2 AS second;")
    shell.ask(":format")
    shell.leave()
    equal(history_of(folder), ["RETURN 1 AS first;", "RETURN", "2 AS second;", ":format"])
    equal(stat.S_IMODE(os.stat(os.path.join(folder, ".local/state/clio")).st_mode), 0o700)
    equal(stat.S_IMODE(os.stat(os.path.join(folder, ".local/state/clio/history")).st_mode), 0o600)
    shell = Shell(folder)
    shell.send("\x1b[A\x1b[A")
    shell.wait("second;")
    contains(shell.ask(""), "│ second │")
    shell.send("\x12first")
    time.sleep(0.2)
    contains(shell.ask(""), "│ first │")
    shell.leave()


def test_history_in_the_state_folder(folder):
    shell = Shell(folder, env={"XDG_STATE_HOME": os.path.join(folder, "state")})
    shell.ask("RETURN 1 AS x;")
    shell.leave()
    equal(os.path.exists(os.path.join(folder, "state/clio/history")), True)
    equal(os.path.exists(os.path.join(folder, ".local")), False)


def test_no_place_for_a_history(folder):
    shell = Shell(folder, env={"HOME": "/proc/no/such/place"})
    contains(shell.ask("RETURN 1 AS x;"), "1 row")
    shell.leave()


# ---- completion


def graph_shell(folder, **more):
    shell = Shell(folder, **more)
    shell.ask("CREATE (:State {name: 'Latvia', founded: 1918})-[:SIGNED {article: 1}]->(:`Secret Protocol`);")
    return shell


def test_completion_of_keywords(folder):
    shell = Shell(folder)
    shell.send("OPTIO\t")
    shell.wait("OPTIONAL ")
    shell.send("mat\t")
    shell.wait("match ")
    shell.send("\x03")
    shell.wait()
    shell.leave()


def test_completion_of_names(folder):
    shell = graph_shell(folder)
    for typed, wanted in (("MATCH (s:St\t", "(s:State"), ("MATCH ()-[r:SI\t", "[r:SIGNED"),
                          ("MATCH (s) RETURN s.fou\t", "s.founded"), ("MATCH (s {na\t", "{name"),
                          ("MATCH (s:Sec\t", "`Secret Protocol`"), ("RETURN toUpp\t", "toUpper("),
                          ("MATCH (landmark) RETURN lan\t", "RETURN landmark"), (":sch\t", ":schema ")):
        shell.send(typed)
        shell.wait(wanted)
        shell.send("\x03")
        shell.wait()
    shell.leave()


def test_completion_within_a_string_does_nothing(folder):
    shell = graph_shell(folder)
    shell.send("RETURN 'MAT\tX' AS x;\r")
    shell.child.expect_exact("\n")
    contains(shell.wait(), "│ MATX │")
    shell.leave()


def test_completion_of_files(folder):
    with open(os.path.join(folder, "questions.cypher"), "w") as file:
        file.write("RETURN 42 AS answer;\n")
    shell = Shell(folder)
    shell.send(":source quest\t")
    shell.wait("questions.cypher")
    contains(shell.ask(""), "│ answer │")
    shell.leave()


def test_completion_goes_on_from_earlier_lines(folder):
    shell = graph_shell(folder)
    shell.ask("MATCH (s", "   -> ")
    shell.send(":St\t")
    shell.wait(":State")
    shell.send("\x03")
    shell.wait()
    shell.leave()


# ---- colours


def painted(folder, line, **env):
    shell = Shell(folder, env={"NO_COLOR": "", **env})
    shell.send(line)
    time.sleep(0.3)
    shell.send("\x03")
    shell.child.expect_exact("^C")
    text = shell.child.before
    shell.wait()
    shell.leave()
    return text


def test_colours(folder):
    text = painted(folder, "MATCH (s:State {n: 'x'}) WHERE s.age > 12 RETURN toUpper($p) // note")
    contains(text, "\x1b[1;34mMATCH\x1b[0m", "\x1b[36mState\x1b[0m", "\x1b[32m'x'\x1b[0m", "\x1b[35m12\x1b[0m",
             "\x1b[34mtoUpper\x1b[0m", "\x1b[33m$p\x1b[0m", "\x1b[2m// note\x1b[0m")


def test_colours_of_long_and_wide_lines(folder):
    contains(painted(folder, "RETURN '" + "漢" * 120 + "' AS x"), "漢'\x1b[0m")


def test_no_colours(folder):
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        lacks(painted(folder, "MATCH (s:State)", **env), "\x1b[1;34m", "\x1b[36m", "\x1b[1m")


def test_lines_that_end_at_the_margin(folder):
    """Whatever is painted, what is typed is what runs."""
    shell = Shell(folder, columns=40, env={"NO_COLOR": ""}, prompt="clio>")
    for length in range(24, 44):
        text = "x" * length
        shell.send(f"RETURN '{text}' AS t;\x01\x06\x05\r")
        shell.child.expect_exact("1 row")
        shell.wait()
    shell.leave()


# ---- tables


def width_of(text):
    """Columns, with the characters of the tests that take two."""
    return sum(2 if "\u4e00" <= c <= "\u9fff" else 1 for c in text)


def test_tables_keep_to_the_width(folder):
    for columns in (30, 60, 100):
        shell = Shell(folder, columns=columns)
        shell.ask(":param t => 'a long text of many words that has to be broken into lines 漢字漢字漢字 somewhere'")
        out = shell.ask("RETURN $t AS t, 12345 AS n, $t AS u;")
        lines = [line for line in out.splitlines() if line and line[0] in "┌│├└"]
        equal(len(lines) > 4, True)
        equal({width_of(line) for line in lines}, {columns})
        contains(out, "12345")
        shell.leave()


def test_too_many_columns_become_lists(folder):
    shell = Shell(folder, columns=40)
    names = ", ".join(f"'value {i}' AS name{i}" for i in range(10))
    shell.send(f"RETURN {names};\r")
    out = shell.wait("1 row · ")
    contains(out, "row 1 ───", "name0 │ value 0\n", "name9 │ value 9\n")
    equal(max(len(line) for line in out[out.index("row 1 ─"):].splitlines()), 40)
    shell.wait()
    shell.leave()


def test_long_cells_are_cut(folder):
    shell = Shell(folder, columns=40)
    out = shell.ask("RETURN reduce(s = '', x IN range(1, 2000) | s + 'word ') AS t;")
    contains(out, "…")
    equal(len(out.splitlines()) < 25, True)
    shell.leave()


def test_resizing(folder):
    shell = Shell(folder, columns=100)
    shell.child.setwinsize(40, 50)
    time.sleep(0.2)
    out = shell.ask("RETURN 'some words and some more words to fill a line, and more' AS t;", "clio> ")
    lines = [line for line in out.splitlines() if line and line[0] in "┌│├└"]
    equal({len(line) for line in lines}, {50})
    shell.leave()


def test_pager(folder):
    pager = os.path.join(folder, "pager")
    with open(pager, "w") as file:
        file.write("#!/bin/sh\nsed 's/^/paged: /'\n")
    os.chmod(pager, 0o755)
    shell = Shell(folder, rows=15, env={"PAGER": pager})
    contains(shell.ask("UNWIND range(1, 100) AS x RETURN x;"), "paged: ┌", "paged: │ 100 │", "paged: 100 rows")
    lacks(shell.ask("UNWIND range(1, 3) AS x RETURN x;"), "paged")
    contains(shell.ask(":help"), "paged:   :import")
    lacks(shell.ask(":help format"), "paged")
    shell.leave()


def test_leaving_the_pager_early_ends_the_query(folder):
    shell = Shell(folder, rows=20, env={"PAGER": "head -n 2"})
    out = shell.ask("UNWIND range(1, 3000000) AS x RETURN x;")
    contains(out, "│ ")
    lacks(out, "rror", "rows")
    contains(shell.ask("RETURN 5 AS five;"), "│ five │")
    shell.leave()


# ---- commands


def test_help(folder):
    shell = Shell(folder)
    contains(shell.ask(":help"), ":import PATH... [OPTIONS]", ":quit")
    contains(shell.ask(":help format"), ":format [NAME]")
    contains(shell.ask(":help quti"), "did you mean")
    shell.leave()


def test_timing(folder):
    shell = Shell(folder)
    contains(shell.ask(":timing off"), "timing is off")
    contains(shell.ask("RETURN 1 AS x;"), "\n1 row\n")
    contains(shell.ask(":timing"), "timing is on")
    contains(shell.ask("RETURN 1 AS x;"), " ms\n")
    shell.leave()


def test_formats(folder):
    shell = Shell(folder)
    contains(shell.ask(":format"), "* table", "  csv")
    shell.ask(":format csv")
    equal(shell.ask("RETURN 1 AS x;"), "x\n1\n")
    shell.leave()


def test_explain_has_no_footer(folder):
    shell = Shell(folder)
    out = shell.ask("EXPLAIN RETURN 1 AS x;")
    contains(out, "Project")
    lacks(out, " row", " ms\n")
    shell.leave()


def test_failing_script_does_not_end_the_shell(folder):
    with open(os.path.join(folder, "bad.cypher"), "w") as file:
        file.write("RETURN 1 AS x;\nRETURN nope;\n")
    shell = Shell(folder)
    contains(shell.ask(":source bad.cypher"), "│ 1 │", "bad.cypher:2:8: SyntaxError")
    contains(shell.ask("RETURN 5 AS five;"), "│ five │")
    shell.leave()


def test_import_shows_progress(folder):
    with open(os.path.join(folder, "N.csv"), "w") as file:
        file.write("id:ID,text\n" + "".join(f"{i},some text of the row {i}\n" for i in range(300000)))
    child = pexpect.spawn(CLIO, ["import", "g.clio", "N.csv"], cwd=folder, encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    equal(child.exitstatus, 0)
    contains(child.before, "300,000 nodes")
    shape = re.compile(r" *\d+ %(  [\d.]+ MB/s)?(  \d+ (s|min) left)?  (N\.csv|\S*g\.clio\S*)")
    for line in child.before.split("\r\x1b[K")[1:-1]:
        equal(bool(shape.fullmatch(line)), True)
    equal(os.path.exists(os.path.join(folder, "g.clio")), True)


def test_table_for_a_query_on_the_command_line(folder):
    child = pexpect.spawn(CLIO, ["-c", "RETURN 1 AS x"], cwd=folder, encoding="utf-8", timeout=30,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"})
    child.expect(pexpect.EOF)
    child.close()
    equal(child.exitstatus, 0)
    contains(child.before, "│ 1 │", "1 row · ")


if __name__ == "__main__":
    main(sys.modules[__name__])

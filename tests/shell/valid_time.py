#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions of valid time against trying every day: random facts, all clauses, hops that have to hold together."""
import calendar
import datetime
import itertools
import json
import random
import sys

from shell_test import equal, main, run

DAY = datetime.date(1940, 1, 1).toordinal()
BEFORE, AFTER = DAY - 1000, DAY + 1000


def days(text):
    """The first and the last day that a date means."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = datetime.date(*parts).toordinal()
        return day, day
    return (datetime.date(*parts, 1).toordinal(),
            datetime.date(*parts, calendar.monthrange(*parts)[1]).toordinal())


def some_date(rng):
    day = datetime.date(1940, rng.randint(1, 3), rng.randint(1, 28))
    return day.strftime(rng.choice(["%Y-%m-%d", "%Y-%m-%d", "%Y-%m"]))


class Fact:
    """Literals of valid_from and valid_to, and the days that each may mean."""

    def __init__(self, rng):
        a, b = sorted([some_date(rng), some_date(rng)], key=lambda text: days(text)[0])
        write = lambda text: (f"date('{text}')" if len(text) == 10 and rng.random() < 0.3 else
                              f"edtf('{text}~')" if rng.random() < 0.5 else f"'{text}'")
        kind = rng.randrange(14)
        self.start, self.end = days(a), days(b)
        self.start_literal, self.end_literal = write(a), write(b)
        if kind == 0:
            self.start, self.start_literal = (BEFORE, BEFORE), "null"
        elif kind == 1:
            self.end, self.end_literal = (AFTER, AFTER), "null"
        elif kind == 2:
            self.end, self.end_literal = (BEFORE, AFTER), "null"
            self.start_literal = f"edtf('{a}/')"
        elif kind == 3:
            self.start, self.start_literal = (BEFORE, AFTER), "'nobody knows'"
        self.bounds = {}
        day = lambda n: rng.choice(["date('{}')", "'{}'"]).format(datetime.date.fromordinal(n))
        if kind == 9:
            self.start = tuple(sorted(rng.randint(*self.start) for _ in range(2)))
            self.bounds = {"valid_from_min": day(self.start[0]), "valid_from_max": day(self.start[1])}
        elif kind == 10:
            self.end = self.end[0], rng.randint(*self.end)
            self.bounds = {"valid_to_max": day(self.end[1])}
        elif kind == 11:
            self.start, self.start_literal = (BEFORE, self.start[1]), "null"
            self.bounds = {"valid_from_max": day(self.start[1])}
        elif kind == 12:
            self.end, self.end_literal = (self.end[0], AFTER), "null"
            self.bounds = {"valid_to_min": day(self.end[0])}

    def holds(self, kind, first, last, certainly):
        (s1, s2), (e1, e2) = self.start, self.end
        e1, e2 = e1 + 1, e2 + 1
        if s1 >= e2 or first > last:
            return False
        if kind == "within":
            if certainly:
                return s1 >= first and e2 <= last + 1
            return any(e >= s for s in range(max(s1, first), min(s2, last) + 1)
                       for e in (min(e2 - 1, last),) if e >= e1 - 1)
        if certainly:
            return s2 <= (first if kind == "at" else last) and (last if kind == "at" else first) < e1
        return s1 <= last and first < e2

    def dates(self):
        dates = {"valid_from": self.start_literal, "valid_to": self.end_literal, **self.bounds}
        return ", ".join(f"{key}: {literal}" for key, literal in dates.items())

    def properties(self):
        return "{" + self.dates() + "}"


def ask(graph, queries):
    """The rows of each query, as lists of values."""
    status, out, err = run("--format", "jsonl", "--stats", stdin=graph + ";\n" + ";\n".join(queries) + ";\n")
    equal((status, err), (0, ""))
    answers, rows = [], []
    for line in out.splitlines():
        line = json.loads(line)
        if "summary" in line:
            answers.append(rows)
            rows = []
        else:
            rows.append(list(line.values()))
    return answers[1:]


def questions(rng):
    """A clause, and what it asks: the kind of question and its first and last day."""
    a, b = sorted([some_date(rng), some_date(rng)])
    (a1, a2), (b1, b2) = days(a), days(b)
    yield f"AS OF '{a}'", "at", a1, a2
    yield f"FOR VALID_TIME AS OF edtf('{a}')", "at", a1, a2
    yield f"FOR VALID_TIME FROM '{a}' TO '{b}'", "overlaps", a1, b1 - 1
    yield f"FOR VALID_TIME BETWEEN edtf('{a}') AND '{b}'", "overlaps", a1, b2
    yield f"FOR VALID_TIME CONTAINED IN ('{a}', edtf('{b}'))", "within", a1, b2
    yield "FOR VALID_TIME ALL", "all", 0, 0


def test_each_clause_keeps_the_facts_that_hold(_):
    rng = random.Random(1)
    facts = [Fact(rng) for _ in range(120)]
    graph = "CREATE (a:A), " + ", ".join(
        f"(a)-[:R {{i: {i}, {f.dates()}}}]->(:B)" for i, f in enumerate(facts))
    asked = [(*q, certainty) for _ in range(40) for q in questions(rng) for certainty in ("", "POSSIBLY", "CERTAINLY")]
    queries = [f"MATCH (:A)-[r:R]->() {clause} {certainty} RETURN r.i ORDER BY r.i" for clause, *_, certainty in asked]
    for (clause, kind, first, last, certainty), rows in zip(asked, ask(graph, queries)):
        wanted = [i for i, f in enumerate(facts)
                  if kind == "all" or f.holds(kind, first, last, certainty == "CERTAINLY")]
        if [row[0] for row in rows] != wanted:
            raise AssertionError(f"{clause} {certainty}: wanted {wanted}, got {rows}")


def together(facts, first, last, certainly):
    """Whether there is a day in the period on which all hold."""
    if certainly:
        low, high = max(f.start[1] for f in facts), min(f.end[0] for f in facts)
    else:
        low, high = max(f.start[0] for f in facts), min(f.end[1] for f in facts)
    return any(low <= day <= high for day in range(first, last + 1))


def walks(edges, start, most):
    """All trails from a node, as lists of edges."""
    found, open_ = [], [[e] for e in range(len(edges)) if edges[e][0] == start]
    while open_:
        trail = open_.pop()
        found.append(trail)
        if len(trail) < most:
            open_ += [trail + [e] for e in range(len(edges)) if edges[e][0] == edges[trail[-1]][1] and e not in trail]
    return found


def test_all_hops_hold_together(_):
    rng = random.Random(2)
    nodes = 7
    edges = [(rng.randrange(nodes), rng.randrange(nodes), Fact(rng)) for _ in range(22)]
    people = [Fact(rng) for _ in range(nodes)]
    graph = ("CREATE " + ", ".join(f"(n{i}:N {{i: {i}, {f.dates()}}})"
                                   for i, f in enumerate(people)) + ", " +
             ", ".join(f"(n{a})-[:R {{i: {i}, {f.dates()}}}]->(n{b})"
                       for i, (a, b, f) in enumerate(edges)))
    patterns = ["(a:N)-[r:R*1..3]->(b)", "(a:N)-[r:R]->{1,3}(b)", "(a:N) ((x)-[r:R]->(y)){1,3} (b)"]
    shortest = "p = ANY SHORTEST (a:N {i: 0})-[r:R]->{1,3}(b:N)"
    asked = [(*q, certainty, pattern) for _ in range(12) for q in questions(rng) for certainty in ("", "CERTAINLY")
             for pattern in patterns + [shortest] if q[1] in ("at", "overlaps") and "edtf" not in q[0][:25]]
    queries = [(f"MATCH {pattern} {clause} {certainty} RETURN b.i, length(p) ORDER BY b.i" if pattern == shortest else
                f"MATCH {pattern} {clause} {certainty} RETURN [x IN r | x.i] AS way ORDER BY way")
               for clause, *_, certainty, pattern in asked]
    for (clause, kind, first, last, certainty, pattern), rows in zip(asked, ask(graph, queries)):
        certainly = certainty == "CERTAINLY"
        wanted = []
        for start in range(nodes):
            for trail in walks(edges, start, 3):
                parts = [edges[e][2] for e in trail] + [people[n] for e in trail for n in edges[e][:2]]
                if (all(f.holds(kind, first, last, certainly) for f in parts) and
                        (kind == "at" and certainly or together(parts, first, last, certainly))):
                    wanted.append(trail)
        if pattern == shortest:
            best = {}
            for trail in wanted:
                if edges[trail[0]][0] == 0:
                    end = edges[trail[-1]][1]
                    best[end] = min(best.get(end, 9), len(trail))
            equal(rows, [[b, n] for b, n in sorted(best.items())])
        elif [row[0] for row in rows] != sorted(wanted):
            raise AssertionError(f"{pattern} {clause} {certainty}: wanted {sorted(wanted)}, got {rows}")


def splits(fact, first, last):
    """Whether the fact can be cut in front of these days: None where it is not known on which side a bound is."""
    (s1, s2), (e1, e2) = fact.start, fact.end
    if s1 > e2 or s1 > last or e2 < first:
        return False
    for day in (first, last + 1):
        if s1 < day <= s2 or e1 < day <= e2:
            return None
    return True


def change(rng, statement):
    """Changes a portion of many facts, and compares what holds on each day with what should."""
    facts = [Fact(rng) for _ in range(60)]
    a, b = sorted([some_date(rng), some_date(rng)])
    first, last = days(a)[0], days(b)[0] - 1
    if first > last:
        return 0
    can = [splits(f, first, last) for f in facts]
    graph = "CREATE (a:A), (b:B), " + ", ".join(
        f"(a)-[:R {{i: {i}, x: 'old', {f.dates()}}}]->(b)"
        for i, f in enumerate(facts))
    good = [i for i, how in enumerate(can) if how is not None]
    queries = [f"MATCH ()-[r:R]->() WHERE r.i IN {good} {statement} FOR PORTION OF VALID_TIME FROM '{a}' TO '{b}'"]
    asked = [(day, certainly) for day in range(DAY - 2, DAY + 95) for certainly in (False, True)]
    queries += [f"MATCH (:A)-[r:R]->(:B) AS OF date('{datetime.date.fromordinal(day)}') {'CERTAINLY' * certainly} "
                f"WHERE r.i IN {good} RETURN r.i, r.x ORDER BY r.i" for day, certainly in asked]
    for (day, certainly), rows in zip(asked, ask(graph, queries)[1:]):
        inside = first <= day <= last
        wanted = [[i, "new" if inside else "old"] for i in good if facts[i].holds("at", day, day, certainly)
                  and not (inside and statement.startswith("DELETE"))]
        if rows != wanted:
            raise AssertionError(f"{statement} {a} {b}, {datetime.date.fromordinal(day)} {certainly}: {wanted}, {rows}")
    for i, how in enumerate(can):
        if how is None:
            status, _, err = run(stdin=f"{graph};\nMATCH ()-[r:R {{i: {i}}}]->() {statement} "
                                       f"FOR PORTION OF VALID_TIME FROM '{a}' TO '{b}';")
            if status == 0 or "is not known" not in err:
                raise AssertionError(f"{facts[i].properties()} {a} {b}: {err!r}")
            break
    return 1


def test_a_portion_changes_and_the_rest_stays(_):
    rng = random.Random(3)
    assert sum(change(rng, "SET r.x = 'new'") for _ in range(12)) > 6
    assert sum(change(rng, "DELETE r") for _ in range(12)) > 6


RELATIONS = {  # of the starts and of the days behind the ends of a and b
    "before": lambda a, x, b, y: x < b, "after": lambda a, x, b, y: a > y,
    "meets": lambda a, x, b, y: x == b, "metBy": lambda a, x, b, y: a == y,
    "overlaps": lambda a, x, b, y: a < b < x < y, "overlappedBy": lambda a, x, b, y: b < a < y < x,
    "starts": lambda a, x, b, y: a == b and x < y, "startedBy": lambda a, x, b, y: a == b and x > y,
    "during": lambda a, x, b, y: b < a and x < y, "contains": lambda a, x, b, y: a < b and y < x,
    "finishes": lambda a, x, b, y: a > b and x == y, "finishedBy": lambda a, x, b, y: a < b and x == y,
    "equals": lambda a, x, b, y: a == b and x == y,
}


def some_period(rng):
    """A period in EDTF, with the ranges of days on which it may begin and of those that may come behind it."""
    a, b = sorted([some_date(rng), some_date(rng)], key=days)
    if rng.random() < 0.3:
        first, last = days(a)
        return a, (first, first), (last + 1, last + 1)
    return f"{a}/{b}", days(a), tuple(day + 1 for day in days(b))


def some_days(ranges):
    """Of each range enough days for every order that they can have with those of the others."""
    near = {day + i for bounds in ranges for day in bounds for i in range(-2, 3)}
    return [sorted(day for day in near if first <= day <= last) for first, last in ranges]


def test_relations_between_periods(_):
    rng = random.Random(4)
    pairs = [(some_period(rng), some_period(rng)) for _ in range(300)]
    names = [name for relation in RELATIONS for name in (relation, f"possibly{relation[0].upper()}{relation[1:]}")]
    calls = ", ".join(f"interval.{name}(a, b)" for name in names)
    literals = ", ".join(f"['{a[0]}', '{b[0]}']" for a, b in pairs)
    rows = ask("RETURN 1", [f"UNWIND [{literals}] AS pair WITH pair[0] AS a, pair[1] AS b RETURN [{calls}] AS holds"])[0]
    for ((a, *a_ranges), (b, *b_ranges)), (holds,) in zip(pairs, rows):
        found = set()
        for s, x, o, y in itertools.product(*some_days(a_ranges + b_ranges)):
            if s < x and o < y:
                found.update(name for name, holds_for in RELATIONS.items() if holds_for(s, x, o, y))
        wanted = [value for relation in RELATIONS for value in (found == {relation}, relation in found)]
        if holds != wanted:
            raise AssertionError(f"{a} {b}: {[name for name, x, y in zip(names, holds, wanted) if x != y]}, {found}")


if __name__ == "__main__":
    main(sys.modules[__name__])

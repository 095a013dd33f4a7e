#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""ACCORDING TO, RANK BEST and rivals against their definitions, over random facts."""
import json
import random
import sys

from shell_test import equal, main, run

PARTIES = ["a", "b", "c"]
VOICES = ["article", "background"]
BEFORE, AFTER = 0, 9999
# All relationships that an algorithm sees.
EDGES = "CALL graph.edgeBetweenness(%s) YIELD relationship RETURN relationship.i AS i ORDER BY i"


class Fact:
    def __init__(self, rng, i):
        self.i = i
        self.start, self.end = rng.randrange(2), rng.randrange(2)
        self.type = rng.choice(["CONTROLLED_BY", "R"])
        self.props = {}
        if rng.random() < 0.7:
            self.props["claimed_by"] = rng.choice([rng.choice(PARTIES), rng.sample(PARTIES, 2)])
        if rng.random() < 0.5:
            self.props["according_to"] = rng.choice(VOICES)
        if rng.random() < 0.6:
            self.props["disputed"] = rng.random() < 0.8
        if rng.random() < 0.3:
            self.props["rank"] = rng.choice(["preferred", "normal", "deprecated"])
        if rng.random() < 0.2:
            self.props["preferred"] = True
        if rng.random() < 0.5:
            self.props["what"] = rng.randrange(2)
        if rng.random() < 0.3:
            self.props["page"] = str(rng.randrange(2))
        if rng.random() < 0.5:
            self.props["valid_from"] = rng.randint(1900, 1910)
        if rng.random() < 0.5:
            self.props["valid_to"] = rng.randint(1905, 1915)

    def literal(self):
        return "{" + ", ".join(f"{k}: {json.dumps(v)}" for k, v in [("i", self.i), *self.props.items()]) + "}"

    @property
    def rank(self):
        return "preferred" if self.props.get("preferred") else self.props.get("rank", "normal")

    def accepted(self, party):
        by, voice = self.props.get("claimed_by", []), self.props.get("according_to")
        by = by if isinstance(by, list) else [by]
        if party in by or party == voice:
            return True
        return not self.props.get("disputed") and not by

    def years(self):
        return self.props.get("valid_from", BEFORE), self.props.get("valid_to", AFTER)

    def holds(self, year):
        first, last = self.years()
        return first <= year <= last

    def is_version(self):
        return self.props.get("disputed") or self.rank != "normal" or "rank" in self.props

    def is_rival(self, other):
        if self is other or (self.type, self.start) != (other.type, other.start):
            return False
        if not self.is_version() or not other.is_version():
            return False
        (a, b), (c, d) = self.years(), other.years()
        if a > b or c > d or max(a, c) > min(b, d):
            return False
        if self.end != other.end:
            return self.type == "CONTROLLED_BY"
        said = lambda f: [f.props.get(k) for k in ("what", "valid_from", "valid_to")]
        return said(self) != said(other)


def answers_of(statements):
    """The rows of each."""
    status, out, err = run("--format", "jsonl", "--stats", stdin=";\n".join(statements) + ";\n")
    equal((status, err), (0, ""))
    answers, rows = [], []
    for line in map(json.loads, out.splitlines()):
        if "summary" in line:
            answers.append(rows)
            rows = []
        else:
            rows.append(list(line.values()))
    return answers


def ask(facts, queries):
    graph = "CREATE (n0:N {id: 'a', name: 'Anna'}), (n1:N {id: 'b', name: 'Bert'}), " + ", ".join(
        f"(n{f.start})-[:{f.type} {f.literal()}]->(n{f.end})" for f in facts)
    # `i` tells the facts apart and nothing else
    script = [graph, "CALL kb.set('remark', ['i'])", *queries]
    return answers_of(script)[2:]


def test_rivals(_):
    rng = random.Random(1)
    for _ in range(20):
        facts = [Fact(rng, i) for i in range(12)]
        query = "MATCH ()-[r]->() RETURN r.i AS i, [o IN rivals(r) | o.i] AS rivals, isContested(r) AS c ORDER BY i"
        for f, (_, rivals, contested) in zip(facts, ask(facts, [query])[0]):
            wanted = [o.i for o in facts if f.is_rival(o)]
            equal((sorted(rivals), contested), (wanted, bool(f.props.get("disputed") or wanted)))


def test_attribution(_):
    rng = random.Random(2)
    for _ in range(20):
        facts = [Fact(rng, i) for i in range(12)]
        asked = [(party, year, best) for party in [None, "a", "c", "article"] for year in [None, 1904, 1908]
                 for best in [False, True]]
        queries = []
        for party, year, best in asked:
            clause = (f" AS OF '{year}'" if year else "") + (" ACCORDING TO " + repr("Anna" if party == "a" else party)
                                                             if party else "") + (" RANK BEST" if best else "")
            options = [f"asOf: {year}"] * bool(year) + [f"accordingTo: '{party}'"] * bool(party) + ["rank: 'best'"] * best
            default = clause.replace(" AS OF", " VALID_TIME AS OF")
            queries += [f"MATCH ()-[r]->(){clause} RETURN r.i AS i ORDER BY i",
                        EDGES % f"{{{', '.join(options)}}}",
                        (f"SETTING DEFAULT{default} " if clause else "") + EDGES % ""]
        answers = ask(facts, queries)
        for (party, year, best), *thrice in zip(asked, answers[::3], answers[1::3], answers[2::3]):
            seen = [f for f in facts if (not year or f.holds(year)) and (not party or f.accepted(party))]
            if best:
                better = [f for f in seen if f.rank == "preferred"]
                seen = [f for f in seen if f.rank != "deprecated" and
                        (f.rank == "preferred" or not any(f.is_rival(o) for o in better))]
            for rows in thrice:
                if [row[0] for row in rows] != [f.i for f in seen]:
                    raise AssertionError(f"{party} {year} {best}: wanted {[f.i for f in seen]}, got {thrice}")


def claim(rng):
    """Properties of a fact, most of which are not marked in any way; claimants are texts throughout."""
    props = {}
    if rng.random() < 0.2:
        props["claimed_by"] = rng.choice(PARTIES + VOICES)
    if rng.random() < 0.15:
        props["disputed"] = rng.random() < 0.6
    if rng.random() < 0.2:
        props["rank"] = rng.choice(["preferred", "normal", "deprecated"])
    if rng.random() < 0.05:
        props["preferred"] = True
    return props


def test_many_facts(_):
    """Statements that only read look at columns, as algorithms do; one that writes decides fact by fact."""
    rng = random.Random(3)
    literal = lambda props: "{" + ", ".join(f"{k}: {json.dumps(v)}" for k, v in props.items()) + "}"
    nodes = [literal({"i": i, **claim(rng)}) for i in range(60)]
    rels = [f"{{a: {rng.randrange(60)}, b: {rng.randrange(60)}, f: {literal({'i': i, 'year': rng.randrange(3), **claim(rng)})}}}"
            for i in range(5000)]
    asked = [f"MATCH {pattern}{party}{best} RETURN {what}.i AS i" for pattern, what in
             [("(f:N)", "f"), ("(a)-[r:R]->(b)", "r"), ("(a)-[r:CONTROLLED_BY]->(b)", "r")]
             for party in ["", " ACCORDING TO 'a'", " ACCORDING TO ['b', 'article']", " ACCORDING TO null"]
             for best in ["", " RANK BEST", " RANK BEST WHERE rankOf(" + what + ") = 'normal'"]]
    script = [f"UNWIND [{', '.join(nodes)}] AS f CREATE (n:N) SET n = f",
              *(f"UNWIND [{', '.join(part)}] AS x MATCH (a:N {{i: x.a}}), (b:N {{i: x.b}}) CREATE (a)-[r:{type}]->(b) SET r = x.f"
                for type, part in [("R", rels[:4000]), ("CONTROLLED_BY", rels[4000:])]),
              "CALL kb.set('remark', ['i'])",
              *(part + query for query in asked for part in ["", "CREATE (:Done) WITH 1 AS one "])]
    answers = answers_of(script)[4:]
    equal(len(answers), 2 * len(asked))
    for query, over_columns, one_by_one in zip(asked, answers[::2], answers[1::2]):
        if over_columns != one_by_one:
            raise AssertionError(f"{query}: {len(over_columns)} facts, but {len(one_by_one)} one by one")
        equal(bool(over_columns), "null" not in query)
    for party, option in [("", ""), (" ACCORDING TO 'a'", ", accordingTo: 'a'"),
                          (" ACCORDING TO ['b', 'article']", ", accordingTo: ['b', 'article']")]:
        matched, listed = answers_of(script[:4] + [
            f"MATCH (a)-[r:CONTROLLED_BY]->(b){party} RANK BEST RETURN r.i AS i ORDER BY i",
            EDGES % f"{{types: 'CONTROLLED_BY', rank: 'best'{option}}}"])[4:]
        equal((bool(matched), listed), (True, matched))


if __name__ == "__main__":
    main(sys.modules[__name__])

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds WHY to its definition on the questions of the examples, and on the clauses of valid time and attribution, also
where they are defaults of a statement: the rows are those of the query alone; without any of the
facts that a row names it is not there; without any other fact it stays. The second and third are tried by deleting, in
transactions that are rolled back: all facts named, and others at random (SAMPLE=N, 25 for each question)."""

import collections
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLIO = os.environ.get("CLIO", str(ROOT / "build" / "clio"))
SAMPLE = int(os.environ.get("SAMPLE", "25"))
MOST_NAMED = 60
# What the Baltic data set is asked besides.
CLAUSES = ["MATCH (s:State)-[r:SIGNED]->(t:Treaty) RANK BEST RETURN s.name, t.name, r.date",
           "MATCH (s:State)-[r:SIGNED]->(t:Treaty) ACCORDING TO 'document:text-of-pact' RANK BEST "
           "RETURN s.name, t.name, r.date",
           "MATCH (s:State)-[r:CONTROLLED_BY]->(by) AS OF '1990-05' RANK BEST RETURN s.name, by.name, r.form",
           "MATCH (s:State {name: 'Lithuania'})-[:CONTROLLED_BY|INCORPORATED_INTO]->{1,2}(by) AS OF '1940-08-10' "
           "ACCORDING TO 'article' RETURN by.name",
           "MATCH (s:State) OPTIONAL MATCH (s)-[r:OCCUPIED]->(p) AS OF '1941' ACCORDING TO 'Estonia' "
           "RETURN s.name, count(p) AS occupied",
           "MATCH (c:Claim) WHERE EXISTS { (c)<-[:CLAIMS]-(s:State) ACCORDING TO 'Russian Federation' RANK BEST } "
           "RETURN c.name"]
DEFAULTS = ["VALID_TIME AS OF '1940-08-04'", "VALID_TIME AS OF '1941' CERTAINLY", "ACCORDING TO 'article'",
            "ACCORDING TO 'Estonia'", "ACCORDING TO 'document:text-of-pact' RANK BEST", "RANK BEST",
            "VALID_TIME AS OF '1989' ACCORDING TO ['Latvia', 'Soviet Union'] RANK BEST"]
# Procedures cannot be asked for reasons.
LEFT_OUT = re.compile(r"\bCALL ")


class Conversation:
    def __init__(self, database):
        self.process = subprocess.Popen([CLIO, database, "--format", "jsonl", "--stats", "--keep-going", "--fast"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def ask(self, statement):
        self.process.stdin.write(statement.rstrip().rstrip(";") + ";\n")
        self.process.stdin.flush()
        rows = []
        for line in self.process.stdout:
            row = json.loads(line)
            if list(row) == ["summary"]:
                return rows
            if list(row) == ["error"]:
                raise RuntimeError(row["error"]["message"])
            rows.append(row)
        raise RuntimeError("the program has ended")


def bag(rows):
    return collections.Counter(json.dumps(row, sort_keys=True) for row in rows)


def key(fact):
    return ("r" if "type" in fact else "n", fact["id"])


def without(clio, fact, question):
    """The rows as they would be without a fact."""
    kind, number = fact
    clio.ask("BEGIN")
    try:
        if kind == "n":
            clio.ask(f"MATCH (n) WHERE id(n) = {number} DETACH DELETE n")
        else:
            clio.ask(f"MATCH ()-[r]->() WHERE id(r) = {number} DELETE r")
        return bag(clio.ask(question))
    finally:
        clio.ask("ROLLBACK")


def check(clio, question, everything):
    """The reason why WHY is wrong about a question, or None."""
    rows = clio.ask(question)
    explained = clio.ask("WHY " + question)
    named = [{key(fact["fact"]) for fact in row.pop("why")} for row in explained]
    if explained != rows:
        return "other rows than the query alone"
    texts, counts = [json.dumps(row, sort_keys=True) for row in rows], bag(rows)
    facts = sorted(set().union(*named))
    some = random.sample(facts, min(len(facts), MOST_NAMED))
    others = [fact for fact in random.sample(everything, min(len(everything), SAMPLE)) if fact not in facts]
    for fact in some + others:
        left = without(clio, fact, question)
        for text, mine in zip(texts, named):
            if (fact in mine) != (left[text] < counts[text]):
                return f"{fact} is {'named' if fact in mine else 'not named'} by {text[:200]}"
    return None


def questions(folder):
    """(name, question) for those of a data set."""
    asked = []
    for path in sorted((folder / "questions").glob("*.cypher")):
        lines = path.read_text(encoding="utf-8").splitlines()
        question = "\n".join(line for line in lines if not line.startswith("//"))
        if question.count(";") == 1 and not LEFT_OUT.search(question):
            asked.append((path.relative_to(ROOT), question))
    yield from asked
    if folder.name == "baltic":
        yield from enumerate(CLAUSES, 1)
        for default, (name, question) in zip(DEFAULTS, random.sample(asked, len(DEFAULTS))):
            yield f"{name}, {default}", f"SETTING DEFAULT {default} {question}"


def check_set(folder):
    """One (name, reason or None) for each question of a data set that is asked."""
    with tempfile.TemporaryDirectory() as temporary:
        database = str(pathlib.Path(temporary) / "example.clio")
        subprocess.run([CLIO, "import", database, str(folder)], check=True, capture_output=True)
        clio = Conversation(database)
        everything = [("n", row["id"]) for row in clio.ask("MATCH (n) RETURN id(n) AS id")]
        everything += [("r", row["id"]) for row in clio.ask("MATCH ()-[r]->() RETURN id(r) AS id")]
        for name, question in questions(folder):
            try:
                yield name, check(clio, question, everything)
            except RuntimeError as error:
                yield name, str(error)


def main():
    passed = failed = 0
    random.seed(1939)
    for folder in sorted(p.parent for p in (ROOT / "examples").glob("*/questions")):
        for name, reason in check_set(folder):
            passed, failed = passed + (reason is None), failed + (reason is not None)
            if reason:
                print(f"{name}: {reason}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Loads each example's data set, asks its questions and compares the whole answers.

The answer to examples/SET/questions/NN-topic.cypher stands in tests/examples/SET/NN-topic.csv, as
`clio --format csv` prints it: header and rows, in order. A question without an answer file and an answer file
without a question are failures. After a wanted change of an answer, `questions.py --write` writes the files anew
(and takes away those without a question); read the difference before keeping it.

A data set may have two more files: settings.cypher, which is loaded with it, and check.cypher, whose statements look for
what breaks a rule and must return no rows."""

import argparse
import csv
import difflib
import io
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLIO = os.environ.get("CLIO", str(ROOT / "build" / "clio"))


def run(arguments, text=None):
    """The program's output, or the reason why there is none."""
    try:
        done = subprocess.run([CLIO, *arguments], input=text, capture_output=True, encoding="utf-8", timeout=60)
    except subprocess.TimeoutExpired:
        return None, "no answer within 60 seconds"
    if done.returncode != 0:
        return None, f"exit code {done.returncode}\n{done.stderr}"
    return done.stdout, None


def rows(text):
    """The rows of a CSV text, header first, so that quoting alone makes no difference."""
    return list(csv.reader(io.StringIO(text, newline="")))


def compare(output, expected):
    """The reason why an answer is not the expected one, or None."""
    if not expected.exists():
        return f"no {expected.relative_to(ROOT)}; got:\n{output}"
    wanted = expected.read_text(encoding="utf-8")
    if rows(output) == rows(wanted):
        return None
    return "\n" + "\n".join(difflib.unified_diff(wanted.splitlines(), output.splitlines(), "wanted", "got", "", "", 1, ""))


def check_set(folder, write):
    """One (name, reason or None) for each question of a data set, each answer file left over, and a failed import."""
    answers = HERE / folder.name
    questions = sorted((folder / "questions").glob("*.cypher"))
    with tempfile.TemporaryDirectory() as temporary:
        database = str(pathlib.Path(temporary) / "example.clio")
        rules = folder / "check.cypher"
        _, problem = run(["import", database, str(folder)])
        if problem:
            yield folder.relative_to(ROOT), problem
            return
        if rules.exists():
            broken, reason = run(["--read-only", "--format", "jsonl", database], rules.read_text(encoding="utf-8"))
            yield rules.relative_to(ROOT), reason or broken
        for question in questions:
            expected = answers / (question.stem + ".csv")
            output, reason = run(["--read-only", "--format", "csv", database], question.read_text(encoding="utf-8"))
            if write and not reason:
                answers.mkdir(exist_ok=True)
                expected.write_text(output, encoding="utf-8")
            yield question.relative_to(ROOT), reason or compare(output, expected)
    for left_over in sorted({p.stem for p in answers.glob("*.csv")} - {q.stem for q in questions}):
        path = answers / (left_over + ".csv")
        if write:
            path.unlink()
        else:
            yield path.relative_to(ROOT), "an answer without a question"


def main():
    parser = argparse.ArgumentParser(description="Ask the questions of the examples.")
    parser.add_argument("--write", action="store_true", help="write the answers instead of comparing them")
    options = parser.parse_args()
    passed = failed = 0
    for folder in sorted(p.parent for p in (ROOT / "examples").glob("*/questions")):
        for name, reason in check_set(folder, options.write):
            if reason:
                print(f"FAILED {name}: {reason}")
            passed, failed = passed + (not reason), failed + bool(reason)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

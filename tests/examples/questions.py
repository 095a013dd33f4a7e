#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Loads each example's data set and asks its questions. Every question must be answered without an error and with at
least one row; where tests/examples/SET/NN-topic.csv stands, the answer must be exactly that."""

import csv
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
    done = subprocess.run([CLIO, *arguments], input=text, capture_output=True, encoding="utf-8", timeout=60)
    if done.returncode != 0:
        return None, f"exit code {done.returncode}\n{done.stderr}"
    return done.stdout, None


def check(database, question):
    """The reason why a question is not answered well, or None."""
    output, problem = run(["--read-only", "--format", "csv", database], question.read_text(encoding="utf-8"))
    if problem:
        return problem
    rows = list(csv.reader(output.splitlines()))
    expected = HERE / question.parent.parent.name / (question.stem + ".csv")
    if expected.exists():
        wanted = list(csv.reader(expected.read_text(encoding="utf-8").splitlines()))
        return None if rows == wanted else f"wanted:\n{expected.read_text(encoding='utf-8')}\ngot:\n{output}"
    return None if len(rows) > 1 else "no rows"


def main():
    passed = failed = 0
    for folder in sorted(p.parent for p in (ROOT / "examples").glob("*/questions")):
        with tempfile.TemporaryDirectory() as temporary:
            database = str(pathlib.Path(temporary) / "example.clio")
            _, problem = run(["import", database, str(folder)])
            for question in sorted((folder / "questions").glob("*.cypher")):
                reason = problem or check(database, question)
                if reason:
                    print(f"FAILED {question.relative_to(ROOT)}: {reason}")
                passed, failed = passed + (not reason), failed + bool(reason)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

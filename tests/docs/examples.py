#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs what README.md and docs/ show and compares what they print. Blocks marked `console` hold commands behind `$ `,
blocks marked `clio` statements behind `clio> ` and `  ... `, which are put to the database of the example that the page
is about; what follows is the output. Times are not compared. With --write the outputs are put into the pages instead."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLIO = pathlib.Path(os.environ.get("CLIO", ROOT / "build" / "clio")).resolve()
BLOCK = re.compile(r"^```(console|clio)\n(.*?)^```$", re.M | re.S)
TIME = re.compile(r"\d[\d.,]* (ms|s)\b")


def command_steps(text):
    """(shown lines, command) for each command of a console block."""
    return [([line], line[2:]) for line in text.splitlines() if line.startswith("$ ")]


def statement_steps(text):
    steps, shown = [], []
    for line in text.splitlines():
        if not line.startswith(("clio> ", "  ... ")):
            continue
        shown.append(line)
        if line.rstrip().endswith(";"):
            statement = "\n".join(part[6:] for part in shown)
            steps.append((shown, statement))
            shown = []
    return steps


def run(kind, step, folder, database):
    environment = {**os.environ, "PATH": f"{CLIO.parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    if kind == "console":
        arguments, text = ["sh", "-c", step], None
    else:
        arguments, text = [str(CLIO), database, "--format", "table"], step
    done = subprocess.run(arguments, input=text, capture_output=True, encoding="utf-8", cwd=folder, env=environment,
                          timeout=60)
    return done.stdout + done.stderr


def replay(page, folder, database):
    """The page as it should be."""
    def block(match):
        kind, text = match.groups()
        lines = []
        for shown, step in command_steps(text) if kind == "console" else statement_steps(text):
            lines += shown + run(kind, step, folder, database).splitlines()
        return f"```{kind}\n" + "\n".join(lines) + "\n```"
    return BLOCK.sub(block, page)


def first_difference(is_there, should_be):
    for number, (a, b) in enumerate(zip(is_there.splitlines(), should_be.splitlines()), 1):
        if TIME.sub("_", a) != TIME.sub("_", b):
            return f"line {number}:\n  shown: {a}\n  is:    {b}"
    return "one is longer than the other"


def main():
    write = "--write" in sys.argv
    passed = failed = 0
    readmes = [ROOT / "README.md", *sorted((ROOT / "examples").glob("*/README.md"))]
    for path in [*readmes, *sorted((ROOT / "docs").glob("*.md"))]:
        page = path.read_text(encoding="utf-8")
        if not BLOCK.search(page):
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            (folder / "examples").symlink_to(ROOT / "examples")
            database = (path.parent.name if path.parent.parent == ROOT / "examples" else "baltic") + ".clio"
            if path not in readmes:
                run("console", "clio import baltic.clio examples/baltic", folder, database)
            replayed = replay(page, folder, database)
        if write:
            path.write_text(replayed, encoding="utf-8")
        elif TIME.sub("_", page) != TIME.sub("_", replayed):
            print(f"FAILED {path.relative_to(ROOT)}, {first_difference(page, replayed)}")
            failed += 1
            continue
        passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

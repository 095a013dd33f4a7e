# SPDX-License-Identifier: GPL-2.0-or-later
"""What the scripts of this folder share: running the program, and a tiny test frame.

Each test is a function whose name starts with `test_`; it gets a fresh folder. The last line that is printed reads
`N passed, N failed`.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

CLIO = os.path.abspath(os.environ.get("CLIO", "build/clio"))
# The sanitizers keep what has been freed for a while, so memory says nothing then.
SANITIZED = "sanitize" in os.path.realpath(CLIO)


def run(*args, **kwargs):
    """The finished process; output as text."""
    return subprocess.run([CLIO, *map(str, args)], capture_output=True, text=True, timeout=300, **kwargs)


def good(*args, **kwargs):
    done = run(*args, **kwargs)
    assert done.returncode == 0, f"{args}: status {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Sanitizer" not in done.stderr, done.stderr
    return done


def query(db, text):
    """The rows as a list of dictionaries."""
    return [json.loads(line) for line in good(db, "--format", "jsonl", "-c", text).stdout.splitlines()]


def values(db, text):
    """The rows, each as a list of its values, or as the value where there is one."""
    rows = [list(row.values()) for row in query(db, text)]
    return [row[0] if len(row) == 1 else row for row in rows]


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def load(folder, files, *args):
    """A database with these files of a data set in it."""
    write(folder / "data", files)
    db = folder / "test.clio"
    good("import", db, folder / "data", *args)
    return db


def refuse(folder, files, *args, status=1):
    """The error of a data set that must not load; checks that nothing of it stays."""
    write(folder / "data", files)
    db = folder / "test.clio"
    good(db, "-c", "CREATE (:Before {name: 'there'})")
    done = run("import", db, folder / "data", *args)
    assert done.returncode == status, f"status {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Sanitizer" not in done.stderr, done.stderr
    assert values(db, "MATCH (n) RETURN labels(n), n.name") == [[["Before"], "there"]], "something of the load stayed"
    assert values(db, "MATCH ()-[r]->() RETURN count(r)") == [0]
    good("check", db)
    return done.stderr.strip().replace(str(folder / "data") + "/", "")


def refuse_file(folder, name):
    """The error of a file that must not load; checks that nothing of it stays."""
    db = folder / "refused.clio"
    done = run("import", db, folder / name)
    assert done.returncode == 1, f"status {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Sanitizer" not in done.stderr, done.stderr
    assert not db.exists()
    return done.stderr.strip().replace(str(folder) + "/", "")


def error_of(*args):
    """The error of a run that has to fail."""
    done = run(*args)
    assert done.returncode == 1 and "Sanitizer" not in done.stderr, f"status {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stderr.strip()


def state_of(db):
    """What is in a database, by counts and checksum."""
    return good("check", db).stdout.split("ok, ")[1]


def contains(text, *parts):
    for part in parts:
        assert part in text, f"expected {part!r} in {text!r}"


def main(names):
    passed = failed = 0
    for name, test in list(names.items()):
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(pathlib.Path(folder))
                passed += 1
            except Exception:  # a test may fail in any way
                failed += 1
                print(f"not ok {name}")
                traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)

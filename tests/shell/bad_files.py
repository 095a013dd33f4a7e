#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that cannot be opened or written: one clear error each, exit status 1, and the file as it was."""
import hashlib
import os
import sqlite3
import stat
import subprocess
import sys

from shell_test import CLIO, contains, equal, lacks, main, run

NOBODY = 65534


def database(folder, name="g.clio"):
    path = os.path.join(folder, name)
    equal(run(path, "-c", "UNWIND range(1, 1200) AS i CREATE (:N {i: i, t: 'text ' + i})")[0], 0)
    return path


def sql(path, text):
    with sqlite3.connect(path) as db:
        db.executescript(text)
    db.close()


def contents(folder):
    """What is in the folder: for each name its kind and, for a file, what is in it."""
    found = {}
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        kind = stat.S_IFMT(os.lstat(path).st_mode)
        found[name] = kind, hashlib.sha256(open(path, "rb").read()).hexdigest() if kind == stat.S_IFREG else ""
    return found


COMMANDS = (("FILE", "-c", "CREATE (:A)"), ("FILE", "-c", "RETURN 1"), ("--read-only", "FILE", "-c", "RETURN 1"),
            ("check", "FILE"), ("export", "FILE", "out.cypher"), ("backup", "FILE", "copy.clio"),
            ("import", "FILE", "rows.csv"))


def refused(folder, name, *said, commands=COMMANDS):
    """Each command says what is wrong in one line, and changes nothing."""
    with open(os.path.join(folder, "rows.csv"), "w") as rows:
        rows.write("id:ID,:LABEL\n1,A\n")
    before = contents(folder)
    for command in commands:
        status, out, err = run(*(name if word == "FILE" else word for word in command), cwd=folder, timeout=20)
        equal((command, status, out), (command, 1, ""))
        equal((command, err.count("\n")), (command, 1))
        contains(err, os.path.basename(name), *said)
        lacks(err, "(null)", "unable to open database file", "disk I/O error")
        equal((command, contents(folder)), (command, before))


def test_text_is_no_database(folder):
    with open(os.path.join(folder, "text.clio"), "w") as file:
        file.write("this is no database\n" * 1000)
    refused(folder, "text.clio", "FormatError", "not a Clio database")


def test_another_sqlite_database(folder):
    sql(os.path.join(folder, "other.clio"), "CREATE TABLE t (x); INSERT INTO t VALUES (1);")
    refused(folder, "other.clio", "FormatError", "not a Clio database")


def test_a_newer_version(folder):
    sql(database(folder), "PRAGMA user_version = 99;")
    refused(folder, "g.clio", "FormatError", "newer version", "99")


def test_a_damaged_page(folder):
    path = database(folder)
    with sqlite3.connect(path) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'name'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    with open(path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    refused(folder, "g.clio", "malformed",
            commands=[c for c in COMMANDS if c[0] not in ("check", "backup")])  # a backup copies what is there
    status, out, err = run("check", "g.clio", cwd=folder)
    equal(status, 1)
    contains(out, "malformed")
    contains(err, "g.clio has ", " fault")


def test_a_changed_name(folder):
    path = database(folder)
    sql(path, "UPDATE name SET text = 'M' WHERE text = 'N'")
    refused(folder, "g.clio", "Corrupt", "digest", commands=[c for c in COMMANDS if c[0] not in ("check", "backup")])


def test_a_file_that_was_cut(folder):
    path = database(folder)
    os.truncate(path, os.path.getsize(path) * 2 // 3)
    refused(folder, "g.clio", "Corrupt", "malformed", commands=COMMANDS[:3] + COMMANDS[4:5])


def test_an_empty_file_becomes_a_database(folder):
    path = os.path.join(folder, "empty.clio")
    open(path, "w").close()
    equal(run("empty.clio", "-c", "CREATE (:A)", cwd=folder), (0, "", ""))
    contains(run("check", "empty.clio", cwd=folder)[1], "ok, 1 node")


def test_a_folder(folder):
    os.mkdir(os.path.join(folder, "dir.clio"))
    refused(folder, "dir.clio", "IOError", "folder")


def test_a_pipe_or_a_device(folder):
    os.mkfifo(os.path.join(folder, "pipe.clio"))
    refused(folder, "pipe.clio", "IOError", "pipe")
    refused(folder, "/dev/zero", "IOError", "device")


def test_links_that_lead_to_themselves(folder):
    os.symlink("b.clio", os.path.join(folder, "a.clio"))
    os.symlink("a.clio", os.path.join(folder, "b.clio"))
    refused(folder, "a.clio", "IOError", "symbolic links")


def test_a_missing_folder(folder):
    refused(folder, "no/such/x.clio", "IOError", commands=[c for c in COMMANDS if c[0] == "FILE" or c[0] == "import"])
    contains(run("no/such/x.clio", "-c", "RETURN 1", cwd=folder)[2], "No such file or directory")


def test_a_file_that_others_lock(folder):
    path = database(folder)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    for command in (("--busy-timeout", "50", "g.clio", "-c", "CREATE (:A)"),
                    ("import", "--busy-timeout", "50", "g.clio", "rows.csv")):
        with open(os.path.join(folder, "rows.csv"), "w") as rows:
            rows.write("id:ID,:LABEL\n1,A\n")
        status, out, err = run(*command, cwd=folder)
        equal((command, status, out), (command, 1, ""))
        contains(err, "Busy", "g.clio", "another process")
    db.execute("ROLLBACK")
    db.close()
    equal(run("g.clio", "-c", "MATCH (n) RETURN count(n) AS n", cwd=folder), (0, "n\n1200\n", ""))


# ---- what one user may not do: root may do everything


def as_nobody(folder, *args):
    done = subprocess.run([CLIO, *args], capture_output=True, cwd=folder, timeout=60,
                          user=NOBODY if os.geteuid() == 0 else None)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def can_be_nobody(folder):
    os.chmod(folder, 0o777)
    try:
        return as_nobody(folder, "--version")[0] == 0
    except OSError:
        return False


def test_no_permission_to_read(folder):
    os.chmod(database(folder), 0o000)
    if can_be_nobody(folder):
        for command in (("g.clio", "-c", "RETURN 1"), ("g.clio", "--read-only", "-c", "RETURN 1"), ("check", "g.clio")):
            status, out, err = as_nobody(folder, *command)
            equal((command, status, out), (command, 1, ""))
            contains(err, "g.clio", "Permission denied")


def test_a_file_that_can_only_be_read(folder):
    os.chmod(database(folder), 0o444)
    if can_be_nobody(folder):
        before = contents(folder)
        status, out, err = as_nobody(folder, "g.clio", "-c", "CREATE (:A)")
        equal((status, out), (1, ""))
        contains(err, "ReadOnly", "g.clio", "read-only")
        equal(as_nobody(folder, "g.clio", "--read-only", "-c", "MATCH (n) RETURN count(n) AS n"), (0, "n\n1200\n", ""))
        equal(contents(folder)["g.clio"], before["g.clio"])  # SQLite's index of the log may stay beside it


def test_a_folder_that_can_only_be_read(folder):
    os.chmod(database(folder), 0o444)
    if can_be_nobody(folder):
        os.chmod(folder, 0o555)
        before = contents(folder)
        equal(as_nobody(folder, "g.clio", "--read-only", "-c", "MATCH (n) RETURN count(n) AS n"), (0, "n\n1200\n", ""))
        for command in (("new.clio", "-c", "CREATE (:A)"), ("g.clio", "-c", "CREATE (:A)")):
            status, out, err = as_nobody(folder, *command)
            equal((command, status, out), (command, 1, ""))
            contains(err, command[0])
        equal(contents(folder), before)
        os.chmod(folder, 0o755)


# ---- no room


def test_a_full_disk(folder):
    disk = os.path.join(folder, "disk")
    os.mkdir(disk)
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        return
    try:
        path = database(disk)
        with open(os.path.join(disk, "filler"), "wb") as filler:
            try:
                filler.write(b"x" * 10000000)
            except OSError:
                pass
        status, out, err = run(path, "-c", "UNWIND range(1, 9999) AS i CREATE (:M {t: 'a longer text ' + i * i})")
        equal((status, out), (1, ""))
        contains(err, "IOError", "g.clio")
        os.remove(os.path.join(disk, "filler"))
        equal(run(path, "-c", "MATCH (n) RETURN count(n) AS n"), (0, "n\n1200\n", ""))
        contains(run("check", path)[1], "ok, 1,200 nodes")
    finally:
        subprocess.run(["umount", disk], capture_output=True)


# ---- imports leave nothing behind


def test_a_failed_import_makes_no_database(folder):
    with open(os.path.join(folder, "bad.csv"), "w") as file:
        file.write("id:ID,born:int\n1,1877\n2,soon\n")
    with open(os.path.join(folder, "bad.cypher"), "w") as file:
        file.write("CREATE (:A);\nCREATE (:B;\n")
    before = contents(folder)
    for name in ("bad.csv", "bad.cypher", "."):
        status, out, err = run("import", "new.clio", name, cwd=folder)
        equal((name, status, out), (name, 1, ""))
        equal(len(err) > 0, True)
        equal((name, contents(folder)), (name, before))


def test_an_import_makes_a_database_that_is_whole(folder):
    with open(os.path.join(folder, "rows.csv"), "w") as file:
        file.write("id:ID,n:int,:LABEL\n1,10,A\n2,20,B\n")
    os.mkdir(os.path.join(folder, "sub"))
    for path in ("new.clio", "./sub/new.clio"):
        equal(run("import", path, "rows.csv", cwd=folder)[0], 0)
        contains(run("check", path, cwd=folder)[1], "ok, 2 nodes")
        equal(run(path, "-c", "MATCH (n) RETURN sum(n.n) AS n", cwd=folder), (0, "n\n30\n", ""))
    equal(sorted(os.listdir(os.path.join(folder, "sub"))), ["new.clio"])


if __name__ == "__main__":
    main(sys.modules[__name__])

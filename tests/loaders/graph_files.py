# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of files that hold one graph share: loading one, what came of it, and what is said of a bad one."""

from common import good, query, run, values


def load(folder, text, *args, name="g.graphml"):
    """The database, and what was said about the file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    db = folder / "g.clio"
    db.unlink(missing_ok=True)
    done = good("import", db, path, *args)
    return db, [line.replace(f"{path}: ", "") for line in done.stderr.splitlines()]


def nodes(db):
    return [(row["labels"], row["p"]) for row in
            query(db, "MATCH (n) RETURN labels(n) AS labels, properties(n) AS p ORDER BY id(n)")]


def rels(db):
    """Each as the `id` of its start, its type, the `id` of its end, and its properties."""
    return [tuple(row.values()) for row in
            query(db, "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS p ORDER BY id(r)")]


def refuse(folder, text, *args, name="g.graphml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    db = folder / "g.clio"
    db.unlink(missing_ok=True)
    good(db, "-c", "CREATE (:Before)")
    done = run("import", db, path, *args)
    assert done.returncode == 1 and "Sanitizer" not in done.stderr, done.stderr
    assert values(db, "MATCH (n) RETURN labels(n)") == [["Before"]], "something of the file stayed"
    return done.stderr.strip().replace(str(path), name).removeprefix("FormatError: ")

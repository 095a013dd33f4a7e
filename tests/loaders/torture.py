# SPDX-License-Identifier: GPL-2.0-or-later
"""A graph of all that formats stumble over, and graphs made anew from what a reader has found."""

import json
import os
import random

from common import good

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")

LONG = "long " * 20000

TORTURE = r"""
CREATE (a:A:`B c`:`x<y:"z"` {id: 'own id', labels: 'not labels', label: 'l', name: 'a & b <c> "d" \'e\' \\ \\n &amp; &quot; -->', empty: '',
  multi: 'two\nlines\tand\rreturn', n: 1, big: 9007199254740993, small: -9223372036854775807, f: 1.5, whole: 3.0, b: true,
  mixed: 1, number: 1, list: ['a,b', 'c"d', ''], ints: [1, 2], none: [], dates: [date('1940-06-15')],
  mixedlist: [1, 'a', 2.5, true], holes: [null, date('1940-06-15')], nested: [[1], ['x', [date('1940-06-15')]]],
  date: date('1940-06-15'), time: time('04:30+03:00'), lt: localtime('04:30'),
  ldt: localdatetime('1940-06-15T04:30'), dt: datetime('1940-06-15T04:30[Europe/Riga]'), d: duration('P1M2DT3.5S'),
  e: edtf('1939~/..'), es: [edtf('193X'), edtf('1939-21')], nans: [1.0, 0.0 / 0.0],
  control: 'a\u0001b\u0000c\uFFFEd\u007Fe\u0085f\u2028g', `ключ "1"`: 'значение \uD83D\uDE00', d0: 'like an id', n0: 'x',
  `key with blanks`: 1, ` blanks around `: 2, `a:b`: 3, `a:string`: 4, `{x}`: 5, `1st`: 6, id_: 'with underscore', id__: 'two'}),
  (b {mixed: 'text', number: 2.5, f: 1.0 / 0.0, b: false, `labels_`: 'taken', mixedlist: [2.0], name: 'b;c', empty: 'no'}),
  (c:A {mixed: date('1940-01-01'), number: -3, f: 0.0 / 0.0, name: ''}), (d), (e:E), (z:A {mixed: [1, 2], f: -1.0 / 0.0, tiny: 3e-308, minus: -0.0}),
  (l:Long {name: '""" + LONG + r"""', wide: [true, false]}),
  (a)-[:`T & "t"` {label: 'not a type', id: 'rel', source: 's', target: 't', key: 'k', weight: 2, type: 'x', start: 0, end: 'y'}]->(b),
  (a)-[:KNOWS]->(b), (a)-[:KNOWS {since: date('1900-01-01'), weight: 3}]->(b), (a)-[:KNOWS]->(a), (b)-[:KNOWS]->(a),
  (e)-[:GONE]->(e), (c)-[:`a;b:c/d`  {mixed: [], type_: 'y'}]->(l);
MATCH (e:E) DETACH DELETE e;
"""

TIMES = r"""
CREATE (a:State {name: 'Latvia', valid_from: date('1918-11-18'), valid_to: date('1940-08-05')}),
  (b:State {name: 'Estonia', valid_from: edtf('1918')}), (c:Person {name: 'X', valid_from: 1890, valid_to: '1950~'}),
  (d:Odd {name: 'never', valid_from: 1950, valid_to: 1940}), (e {name: 'always'}), (f:State {valid_to: edtf('1991-12')}),
  (a)-[:ALLIED {valid_from: edtf('1923/1934'), weight: 2}]->(b), (b)-[:ALLIED {valid_to: datetime('1939-09-28T10:00Z')}]->(c),
  (a)-[:KNOWS]->(c), (a)-[:KNOWS {valid_from: edtf('-0044-03-15'), valid_to: edtf('19XX')}]->(c);
"""

VALUES = ["1", "-9223372036854775807 - 1", "9007199254740993", "1.5", "1e300", "4.9e-324", "-0.0", "0.0 / 0.0", "-(0.0 / 0.0)",
          "1.0 / 0.0", "true", "false", "''", r"""'a "b" \\ ā\n'""", "' '", "'<&>'", "'NaN'", "'1'", "'true'", "'[]'", "':A'", "'1940-06-15'",
          "date('1940-06-15')", "date('-0044-03-15')", "time('04:30+03:00')", "localtime('04:30:00.5')",
          "localdatetime('1940-06-15T04:30')", "datetime('1940-06-15T04:30[Europe/Riga]')", "datetime('1940-06-15T04:30Z')",
          "duration('P1Y2M-3DT4.5S')", "edtf('1939~/..')", "edtf('193X')", "edtf('../1940-06')"]
NAMES = ["id", "id_", "labels", "label", "label_", "type", "types", "types__", "key", "source", "target", "parent", "x", "y", "a.b",
         "name", "data", "classes", "start", "end", "_", "ключ"]


class RandomGraph:
    """Nodes and relationships with values of all types. plain: without what text alone does not keep, NUL characters and
    lists that are empty, of several types or in one another."""
    def __init__(self, seed, plain):
        self.chance, self.plain = random.Random(seed), plain

    def simple(self):
        return self.chance.choice(VALUES if self.plain else VALUES + [r"'\u0000'"])

    def list(self, depth):
        chance = self.chance
        if self.plain:
            return [chance.choice([v for v in VALUES if v != "''"])] * chance.randint(1, 4)
        one = chance.choice([None, self.simple(), "null"])
        return [one or (self.value(depth + 1) if depth < 2 else self.simple()) for _ in range(chance.randrange(5))]

    def value(self, depth=0):
        if self.chance.random() < (0.15 if depth else 0.3):
            return f"[{', '.join(self.list(depth))}]"
        return self.simple()

    def properties(self):
        names = self.chance.sample(NAMES, self.chance.randrange(6))
        return "{" + ", ".join(f"`{name}`: {self.value()}" for name in names) + "}"

    def script(self):
        chance = self.chance
        node = lambda: f"n{chance.randrange(12)}"
        labels = lambda: "".join(f":`{label}`" for label in chance.sample(["A", "node", "a:b", "c d"], chance.randrange(4)))
        rel_type = lambda: chance.choice(["T", "node", "relationship", "a b"])
        nodes = [f"(n{i}{labels()} {self.properties()})" for i in range(12)]
        rels = [f"({node()})-[:`{rel_type()}` {self.properties()}]->({node()})" for _ in range(20)]
        return f"CREATE {', '.join(nodes + rels)}"


def make(folder, name):
    """A database: the example, or one of the graphs above."""
    db = folder / f"{name}.clio"
    if db.exists():
        return db
    if name == "baltic":
        good("import", db, os.path.join(ROOT, "examples/baltic"))
    else:
        good(db, input={"torture": TORTURE, "times": TIMES}[name])
    return db


def checksum(db):
    return good("check", db).stdout.split("checksum ")[1].strip()


# ---- what a query says of the graph, for comparison


class Entity:
    """A node or relationship: id, labels or type, start and end, properties, and types of those."""
    def __init__(self, line):
        self.types = {}
        self.__dict__.update(json.loads(line))


def graph_of(db):
    lines = good("export", db, "-", "--format", "jsonl").stdout.split("\n")[:-1]
    entities = [Entity(line) for line in lines]
    return [e for e in entities if hasattr(e, "labels")], [e for e in entities if not hasattr(e, "labels")]


# ---- a graph made anew


def quoted_name(name):
    return "`" + name.replace("`", "``") + "`"


def literal(value, kind=None):
    """An expression for a value of JSON and the type that stands beside it."""
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, None if kind in (None, "any[]") else kind[:-2]) for item in value) + "]"
    if isinstance(value, dict):
        [(kind, value)] = value.items()
    if value is None:
        return "null"
    if kind == "double":
        return {"NaN": "(0.0 / 0.0)", "Infinity": "(1.0 / 0.0)", "-Infinity": "(-1.0 / 0.0)"}.get(value) or repr(value)
    if kind:
        return f"{kind}({literal(value)})"
    if isinstance(value, str):
        return "'" + "".join(c if c.isalnum() or c == " " else f"\\U{ord(c):08X}" for c in value) + "'"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def properties(entity):
    return "{" + ", ".join(f"{quoted_name(key)}: {literal(value, entity.types.get(key))}"
                           for key, value in entity.properties.items()) + "}"


def rebuild(path, nodes, rels):
    """A database with these, by a script."""
    parts = [f"(n{n.id}{''.join(':' + quoted_name(label) for label in n.labels)} {properties(n)})" for n in nodes]
    parts += [f"(n{r.start})-[:{quoted_name(r.type)} {properties(r)}]->(n{r.end})" for r in rels]
    good(path, input="CREATE " + ",\n".join(parts) + ";\n")
    return path

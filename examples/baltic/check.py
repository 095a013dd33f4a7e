#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks the Baltic data set, with the standard library alone.

    python3 examples/baltic/check.py [--article FILE]

Each node and relation file beside this script is read and held to the rules that README.md gives: ids unique
and well formed, ends and sources that exist, dates that are ISO prefixes with bounds inside them and in order,
headers with known types, lists and numbers that can be read, short descriptions. With --article, no description
or summary may repeat eight or more words in a row from that file.
Prints `N checks passed`, or each failure with file and line; exit code 1 on any failure."""

import argparse
import calendar
import csv
import datetime
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
PREFIX = {
    "State": "state", "Government": "government", "Organisation": "organisation", "Person": "person",
    "MilitaryUnit": "unit", "Treaty": "treaty", "Event": "event", "Place": "place", "Group": "group",
    "Figure": "figure", "Claim": "claim", "Document": "document", "Source": "source",
}
TYPES = {"", "string", "string[]", "int", "double", "boolean", "date"}
ID = re.compile(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*\Z")
NAME = re.compile(r"[a-z][a-z_]*\Z")
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")
PARTIAL = ("date", "valid_from", "valid_to")
VOICES = ("article", "background")
BASES = ("text", "definition", "background")
MAX_WORDS = 20
RUN = 8


class Report:
    """Counts what held and keeps what did not."""

    def __init__(self):
        self.passed = 0
        self.failures = []

    def check(self, good, where, message):
        if good:
            self.passed += 1
        else:
            self.failures.append(f"{where}: {message}")
        return good


def words(text):
    """The words of a text, lower-case, without punctuation."""
    return re.findall(r"\w+", text.lower())


def runs(text):
    """Every run of RUN words of a text."""
    list_ = words(text)
    return {tuple(list_[i:i + RUN]) for i in range(len(list_) - RUN + 1)}


def first_and_last_day(partial):
    """The earliest and the latest day that an ISO prefix can mean; ValueError if it is no date."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31)
    if len(parts) == 2:
        return datetime.date(*parts, 1), datetime.date(*parts, calendar.monthrange(*parts)[1])
    return datetime.date(*parts), datetime.date(*parts)


def as_date(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def rows(path, report):
    """The column names and types of a CSV file, and its rows as (place, dict), empty cells left out."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader)
        where = f"{path.relative_to(HERE)}:1"
        columns = []
        for head in header:
            name, _, kind = head.partition(":")
            if kind == "ID" or head in (":START_ID", ":END_ID", ":LABEL"):
                columns.append((head, ""))
                continue
            report.check(NAME.match(name), where, f"bad column name {head!r}")
            report.check(kind in TYPES, where, f"unknown type in column {head!r}")
            columns.append((name, kind))
        report.check(len(set(columns)) == len(columns), where, "a column occurs twice")
        out = []
        for cells in reader:
            place = f"{path.relative_to(HERE)}:{reader.line_num}"
            if report.check(len(cells) == len(columns), place, f"{len(cells)} cells, {len(columns)} columns"):
                out.append((place, {column[0]: cell for column, cell in zip(columns, cells) if cell != ""}))
        return dict(columns), out


def check_values(columns, place, row, report):
    """Types, partial dates and their bounds, of a node or a relation."""
    for name, value in row.items():
        kind = columns[name]
        report.check(value == value.strip(), place, f"{name}: blanks around {value!r}")
        if kind == "int":
            report.check(re.fullmatch(r"-?\d+", value), place, f"{name}: {value!r} is no whole number")
        elif kind == "double":
            report.check(re.fullmatch(r"-?\d+(\.\d+)?", value), place, f"{name}: {value!r} is no number")
        elif kind == "boolean":
            report.check(value in ("true", "false"), place, f"{name}: {value!r} is neither true nor false")
        elif kind == "date":
            report.check(as_date(value), place, f"{name}: {value!r} is no full date")
        elif kind == "string[]":
            report.check(all(value.split(";")), place, f"{name}: an empty element in {value!r}")
    for name in PARTIAL:
        low, high = as_date(row.get(name + "_min", "")), as_date(row.get(name + "_max", ""))
        if low and high:
            report.check(low <= high, place, f"{name}_min is later than {name}_max")
        if name not in row:
            continue
        try:
            first, last = first_and_last_day(row[name]) if ISO.match(row[name]) else (None, None)
        except ValueError:
            first = None
        if not report.check(first, place, f"{name}: {row[name]!r} is no ISO date, month or year"):
            continue
        report.check(low and high, place, f"{name} lacks a bound")
        report.check(not low or first <= low, place, f"{name}_min lies before {row[name]}")
        report.check(not high or high <= last, place, f"{name}_max lies after {row[name]}")
    start, end = as_date(row.get("valid_from_min", "")), as_date(row.get("valid_to_max", ""))
    if start and end:
        report.check(start <= end, place, "the interval ends before it begins")


def check_nodes(report, article):
    nodes = {}
    for path in sorted((HERE / "nodes").glob("*.csv")):
        label = path.stem
        report.check(label in PREFIX, path.relative_to(HERE), "not a label of the data set")
        columns, list_ = rows(path, report)
        for place, row in list_:
            ident = row.get("id:ID", "")
            report.check(ID.match(ident) and ident.split(":")[0] == PREFIX.get(label), place, f"bad id {ident!r}")
            report.check(ident not in nodes, place, f"id {ident!r} occurs twice")
            labels = row.get(":LABEL", label).split(";")
            report.check(labels[0] == label, place, f"the first label is {labels[0]!r}")
            nodes[ident] = labels
            for name in ("name", "description", "basis"):
                report.check(name in row, place, f"no {name}")
            report.check(row.get("basis") in BASES, place, f"bad basis {row.get('basis')!r}")
            text = row.get("description", "")
            report.check(len(text.split()) <= MAX_WORDS, place, f"description of {len(text.split())} words")
            for name in ("description", "summary"):
                common = runs(row.get(name, "")) & article
                report.check(not common, place, f"{name} repeats {' '.join(next(iter(common), ()))!r}")
            check_values(columns, place, row, report)
    return nodes


def check_relations(report, nodes, article):
    for path in sorted((HERE / "relations").glob("*.csv")):
        report.check(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", path.stem), path.relative_to(HERE), "bad type name")
        columns, list_ = rows(path, report)
        report.check(list(columns)[:2] == [":START_ID", ":END_ID"], f"{path.relative_to(HERE)}:1",
                     "the first columns are not :START_ID and :END_ID")
        seen = set()
        for place, row in list_:
            for end in (":START_ID", ":END_ID"):
                report.check(row.get(end) in nodes, place, f"no node {row.get(end)!r}")
            source = row.get("source")
            report.check("Source" in nodes.get(source, ()), place, f"source {source!r} is no Source")
            report.check("section" in row, place, "no section")
            voice = row.get("according_to")
            report.check(voice in VOICES or voice in nodes, place, f"according_to {voice!r} is no node")
            for name in ("within", "recipient", "former", "sent_by", "to", "through", "event"):
                report.check(name not in row or row[name] in nodes, place, f"{name}: no node {row.get(name)!r}")
            key = tuple(sorted(row.items()))
            report.check(key not in seen, place, "the same relation occurs twice")
            seen.add(key)
            for name in ("note", "date_note"):
                report.check(not runs(row.get(name, "")) & article, place, f"{name} repeats the article")
            check_values(columns, place, row, report)


def main():
    parser = argparse.ArgumentParser(description="Check the Baltic data set.")
    parser.add_argument("--article", type=pathlib.Path, help="text that descriptions must not repeat")
    options = parser.parse_args()
    report = Report()
    article = runs(options.article.read_text(encoding="utf-8")) if options.article else set()
    nodes = check_nodes(report, article)
    check_relations(report, nodes, article)
    for failure in report.failures:
        print(failure)
    if report.failures:
        print(f"{len(report.failures)} checks failed, {report.passed} passed")
        return 1
    print(f"{report.passed} checks passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

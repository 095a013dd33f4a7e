# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of what was measured, and the page that they go into. Nothing here measures."""

import datetime
import math
import os
import platform
import re
import subprocess

NAMES = {"clio": "Clio", "floor": "floor", "ladybug": "LadybugDB", "kuzu": "Kùzu", "grafeo": "Grafeo",
         "duckdb": "DuckDB"}
FOOTPRINT = [("load, s", "load_s"), ("open and first answer, ms", "open_ms"),
             ("memory after loading, MiB", "loaded_mib"), ("most memory, MiB", "peak_mib"),
             ("on disk, MiB", "disk_mib")]


def number(value):
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f}" if value > 0.0005 else "0.000"


def ratio(over, under):
    return over / under if over is not None and under else None


def factor(value):
    return "-" if value is None else number(value) + "×"


def geometric_mean(values):
    values = [value for value in values if value]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def comparison(queries, results, mismatches):
    """A row for each query, the columns the engines' median milliseconds, and two ratios."""
    engines = list(results)
    clio, floor = results["clio"], results.get("floor")
    peers = [results[engine] for engine in engines if engine not in ("clio", "floor")]

    def cell(engine, query):
        if query in results[engine].errors:
            return "failed"
        return number(results[engine].ms.get(query)) + (" ≠" if (engine, query) in mismatches else "")

    rows, ahead, above = [], [], []
    for query in [query["name"] for query in queries]:
        fastest = min((peer.ms[query] for peer in peers if query in peer.ms), default=None)
        ahead.append(ratio(fastest, clio.ms.get(query)))
        above.append(ratio(clio.ms.get(query), floor.ms.get(query) if floor else None))
        rows.append([query, *(cell(engine, query) for engine in engines), factor(ahead[-1]), factor(above[-1])])
    means = [factor(geometric_mean(ratios)) for ratios in (ahead, above)]
    rows.append(["*geometric mean*", *("" for _ in engines), *means])
    for title, field in FOOTPRINT:
        own = getattr(clio, field)
        best = min((value for peer in peers if (value := getattr(peer, field)) is not None), default=None)
        values = [number(getattr(result, field)) for result in results.values()]
        rows.append([title, *values, factor(ratio(best, own)), ""])
    head = ["median ms", *(NAMES[engine] for engine in engines), "best peer / Clio", "Clio / floor"]
    return table(head, rows)


def failures(results):
    """A line for each query that an engine did not answer."""
    return "\n".join(f"- {NAMES[engine]}, {query}: {error}" for engine, result in results.items()
                     for query, error in result.errors.items())


def repeatability(first, again):
    """How far two processes of Clio that do the same are apart, over all queries."""
    ratios = sorted(ratio(again.ms[query], first.ms[query]) for query in first.ms if query in again.ms)
    middle = ratios[len(ratios) // 2]
    return (f"A second process of Clio, run after all others, took {middle:.2f} times as long as the first in the "
            f"middle of the queries, {ratios[0]:.2f} to {ratios[-1]:.2f} times at the ends.")


def exponent(points):
    """The slope of log(cost) over log(size) by least squares."""
    points = [(math.log(size), math.log(cost)) for size, cost in points if cost]
    if len(points) < 2:
        return None
    x_mean, y_mean = (sum(column) / len(points) for column in zip(*points))
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / sum((x - x_mean) ** 2 for x, _ in points)


def growth(queries, sizes, runs):
    """runs[i] are the results at sizes[i] (nodes and relationships)."""
    def slope(engine, cost):
        value = exponent([(size, cost(run[engine])) for size, run in zip(sizes, runs)])
        return "-" if value is None else f"{value:.2f}"

    rows = []
    for query in [query["name"] for query in queries]:
        def cost(result, query=query):
            return result.ms.get(query)
        rows.append([query, *(number(cost(run["clio"])) for run in runs), slope("clio", cost), slope("floor", cost)])
    for title, field in FOOTPRINT:
        def cost(result, field=field):
            return getattr(result, field)
        rows.append([title, *(number(cost(run["clio"])) for run in runs), slope("clio", cost), ""])
    return table(["median ms", *(f"{size:,}" for size in sizes), "exponent", "floor's"], rows)


# ---- the page

def said_by(*command):
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def circumstances(results):
    """One paragraph: date, commit, machine, versions."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        cpu = re.search(r"^model name\s*: (.*)$", file.read(), re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = platform.freedesktop_os_release() if os.path.exists("/etc/os-release") else {}
    changed = said_by("git", "--no-optional-locks", "diff", "--name-only", "HEAD", "--", "core", "grammar", "queries",
                      "loaders", "include")
    parts = [f"{datetime.date.today()}, commit {said_by('git', 'rev-parse', '--short', 'HEAD') or 'unknown'}"
             + (" with changes not committed" if changed else ""),
             f"{cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB",
             f"{release.get('PRETTY_NAME', platform.system())}, Linux {platform.release()}",
             f"gcc {said_by('gcc', '-dumpfullversion')}, igraph {said_by('pkg-config', '--modversion', 'igraph')}"]
    peers = [f"{NAMES[engine]} {result.version}" for engine, result in results.items()
             if engine not in ("clio", "floor")]
    if peers:
        parts.append(f"Node.js {said_by('node', '--version').lstrip('v')}, " + ", ".join(peers))
    return "; ".join(parts) + "."


def put(page, section, text):
    """Replaces what stands in the page between the section's marks."""
    marks = re.compile(f"(?<=<!-- {section} -->\n).*?(?=<!-- end -->)", re.S)
    content = page.read_text(encoding="utf-8")
    if not marks.search(content):
        raise SystemExit(f"{page} has no section {section}")
    page.write_text(marks.sub(lambda _: text + "\n\n", content, count=1), encoding="utf-8")

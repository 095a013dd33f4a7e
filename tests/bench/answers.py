#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The answers of the benchmark's queries at its smallest scale are those that plain arrays give, and none fails. Times
are not looked at."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import report  # noqa: E402
import run     # noqa: E402


def main():
    results, different, _ = run.compare(pathlib.Path(os.environ["OUT"]).resolve(), "0.01", runs=0, peers=[])
    answered = set(results["clio"].rows)
    failed = {query for _, query in different} | set(results["clio"].errors) | set(results["floor"].errors)
    slope = report.exponent([(size, 5 * size**1.5) for size in (10, 100, 1000)])
    if abs(slope - 1.5) > 1e-9:
        print(f"the exponent of a cost that grows as size^1.5 is {slope}")
        failed.add("exponent")
    print(f"{len(answered - failed)} passed, {len(failed)} failed")
    return 1 if failed or not answered else 0


if __name__ == "__main__":
    sys.exit(main())

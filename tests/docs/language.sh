#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# docs/language.md is what the registries of clauses, functions and procedures say: `make docs` writes it.
set -eu
cd "$(dirname "$0")/../.."
"$OUT/docs/language" <docs/language-introduction.md | diff docs/language.md - || { echo "run make docs"; exit 1; }

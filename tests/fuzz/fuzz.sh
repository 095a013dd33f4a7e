#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the fuzzers named as arguments, $TIME seconds each, from the seeds and from what earlier runs have found worth
# keeping. $FORMAT keeps imports to one format. A text that breaks something is left in $OUT/fuzz; once its cause is
# mended it belongs into tests/fuzz/found.
set -eu
: "${OUT:=build/fuzz}" "${TIME:=60}"
export LSAN_OPTIONS="suppressions=$PWD/tests/leaks.supp:print_suppressions=0"
mkdir -p "$OUT/fuzz/seeds"
rm -f "$OUT"/fuzz/seeds/*
"$OUT/fuzzers/seeds" "$OUT/fuzz/seeds" "$OUT/fuzz/dictionary" README.md tests examples docs
status=0
for target in "$@"; do
  seeds=$OUT/fuzz/seeds dictionary=$OUT/fuzz/dictionary corpus=$OUT/fuzz/corpus-$target
  [ "$target" != import ] || seeds=tests/fuzz/imports dictionary=tests/fuzz/imports.dictionary
  if [ "$target" = import ] && [ -n "${FORMAT:-}" ]; then
    seeds=$OUT/fuzz/imports-$FORMAT corpus=$corpus-$FORMAT
    mkdir -p "$seeds"
    for file in tests/fuzz/imports/*; do
      [ "$(head -n 1 "$file")" != "$FORMAT" ] || cp "$file" "$seeds"
    done
  fi
  mkdir -p "$corpus"
  "$OUT/fuzzers/$target" -max_total_time="$TIME" -timeout=20 -rss_limit_mb=2560 -malloc_limit_mb=256 -max_len=4000 \
    -dict="$dictionary" -artifact_prefix="$OUT/fuzz/$target-" -print_final_stats=1 \
    "$corpus" "$seeds" || status=1
done
exit $status

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs every test, or those whose path contains $T, against the build in $OUT. Each part tells its counts; what failed
# is printed in full; the last line sums up. Scripts find the program in $CLIO; they count as one test, unless their
# last line reads like this one's: `N passed, N failed, N skipped`. Status 77 of a script means that it was skipped.
set -u
: "${OUT:=build/release}" "${TCK:=}" "${T:=}"
CLIO=$PWD/$OUT/clio
PYTHONDONTWRITEBYTECODE=1
LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp:print_suppressions=0
export CLIO OUT PYTHONDONTWRITEBYTECODE LSAN_OPTIONS
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0

selected() {
  case $1 in *"$T"*) return 0 ;; *) return 1 ;; esac
}

# NAME STATUS: counts what the log's last line says, or the whole as one test; shows the log if anything failed.
settle() {
  # shellcheck disable=SC2046 # three words are meant
  set -- "$1" "$2" $(awk 'END { if (/^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/) print $1, $3, $5 + 0 }' "$log")
  if [ $# = 5 ]; then
    [ "$2" = 0 ] || [ "$4" != 0 ] || set -- "$1" "$2" "$3" 1 "$5" # it failed after its tests were good
  else
    case $2 in
    0) set -- "$1" "$2" 1 0 0 ;;
    77) set -- "$1" "$2" 0 0 1 ;;
    *) set -- "$1" "$2" 0 1 0 ;;
    esac
  fi
  [ "$4" = 0 ] || cat "$log"
  passed=$((passed + $3)) failed=$((failed + $4)) skipped=$((skipped + $5))
  printf '%-36s %5d passed, %d failed, %d skipped (status %d)\n' "$1" "$3" "$4" "$5" "$2"
}

# NAME COMMAND...
part() {
  name=$1
  shift
  timeout 600 "$@" >"$log" 2>&1
  settle "$name" $?
}

for source in tests/unit/test_*.c; do
  if [ ! -e "$source" ] || ! selected "$source"; then continue; fi
  test=tests/unit/$(basename "$source" .c)
  CMOCKA_MESSAGE_OUTPUT=TAP timeout 600 "$OUT/$test" >"$log" 2>&1
  status=$?
  counts=$(awk '/^ok/ { good++ } /^not ok [0-9]/ { if (/# SKIP/) skipped++; else bad++ }
    END { printf "%d passed, %d failed, %d skipped", good, bad, skipped }' "$log")
  echo "$counts" >>"$log"
  settle "$test" $status
done

part tests/cypher "$OUT"/tests/cypher tests/cypher --only "$T"

for source in tests/faults/*.c; do
  program=$OUT/tests/faults/$(basename "$source" .c)
  if [ -x "$program" ] && selected "${source%.c}"; then part "${source%.c}" "$program"; fi
done

features=
if [ -d "$TCK" ]; then features=$TCK; fi
part tests/fuzz/parse "$OUT"/tests/fuzz/parse README.md tests examples docs ${features:+"$features"} --only "$T"
part tests/fuzz/run "$OUT"/tests/fuzz/run README.md tests examples docs --only "$T"
part tests/fuzz/import "$OUT"/tests/fuzz/import tests/fuzz --only "$T"

for script in tests/shell/*.py tests/shell/*.sh tests/loaders/*.py tests/loaders/*.sh tests/examples/*.py \
  tests/examples/*.sh tests/docs/*.py tests/docs/*.sh tests/bench/*.py; do
  if [ -x "$script" ] && selected "$script"; then part "$script" "$script"; fi
done

for script in examples/*/check.py; do
  if [ -e "$script" ] && selected "$script"; then part "$script" python3 "$script"; fi
done

if [ -d "$TCK" ]; then
  part tests/tck "$OUT"/tests/tck "$TCK" --only "$T"
elif [ -z "$T" ]; then
  echo "tests/tck: there is no folder ${TCK:-named by TCK}; skipped"
  skipped=$((skipped + 1))
fi

case $T:$OUT in
:*sanitize) ;;
:*) part tests/symbols.sh tests/symbols.sh "$OUT" ;;
esac

if [ $((passed + failed + skipped)) = 0 ]; then
  echo "no test's path contains $T" >&2
  exit 1
fi
echo "$passed passed, $failed failed$([ $skipped = 0 ] || echo ", $skipped skipped")"
[ $failed = 0 ]

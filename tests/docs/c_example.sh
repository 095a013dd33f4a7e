#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs the library, compiles the example program against what was installed as a user would, and runs it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make -s -C "$root" install PREFIX="$folder/usr" >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
PKG_CONFIG_PATH=$folder/usr/lib/pkgconfig LD_LIBRARY_PATH=$folder/usr/lib
export PKG_CONFIG_PATH LD_LIBRARY_PATH
cd "$folder"
case ${OUT:-} in
*sanitize) sanitize=-fsanitize=address,undefined ;; # as the library is
*) sanitize= ;;
esac
# shellcheck disable=SC2046,SC2086 # flags are words
cc -Wall -Wextra -Werror $sanitize "$root/examples/c/states.c" -o states $(pkg-config --cflags --libs clio)
usr/bin/clio import baltic.clio "$root/examples/baltic" >/dev/null
answer=$(./states baltic.clio Latvia 1942-01-01)
[ "$answer" = "Germany: civil_administration" ] || { echo "unexpected answer: $answer"; exit 1; }
if ./states missing.clio Latvia 1942-01-01 2>error; then echo "a missing file was no error"; exit 1; fi
grep -q missing.clio error

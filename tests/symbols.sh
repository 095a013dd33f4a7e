#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Fails when libclio.so or libclio.a in folder $1 exports a name that does not begin with clio_.
set -eu
so=$(nm -D --defined-only "$1/libclio.so")
archive=$(nm -g --defined-only "$1/libclio.a")
! printf '%s\n%s\n' "$so" "$archive" | awk 'NF == 3 && $3 !~ /^clio_/ { print "exported: " $3 }' | sort -u | grep .

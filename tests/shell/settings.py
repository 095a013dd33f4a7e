#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
""":set, and settings in files and exported scripts."""
import os
import sys

from shell_test import contains, equal, main, run


def test_set_lists_changes_and_resets(folder):
    file = os.path.join(folder, "x.clio")
    equal(run(file, stdin=":set claimant asserted_by 'said by'\n:set source wo\n"), (0, "", ""))
    status, out, err = run(file, stdin=":set\n")
    equal((status, err), (0, ""))
    contains(out, "*claimant asserted_by said by\n", "*source wo\n", " disputed disputed\n")
    status, out, _ = run(file, stdin=":set claimant default\n:set\n")
    contains(out, " claimant claimed_by according_to\n")


def test_what_cannot_be_set(_):
    status, _, err = run(stdin=":set claimant\n")
    contains(err, ":set needs a setting and names")
    status, _, err = run(stdin=":set claimnt x\n")
    contains(err, "there is no setting `claimnt`; did you mean `claimant`?")
    status, _, err = run(stdin=":set disputed a b\n")
    contains(err, "the setting disputed is exactly one name")


def test_an_exported_script_brings_settings_along(folder):
    file, script = os.path.join(folder, "x.clio"), os.path.join(folder, "x.cypher")
    equal(run(file, stdin=""":set claimant "by 'whom'" asserted_by\nCREATE (:A);\n""")[::2], (0, ""))
    equal(run("export", file, script)[0], 0)
    again = os.path.join(folder, "y.clio")
    equal(run("import", again, script)[0], 0)
    status, out, err = run(again, stdin=":set\n")
    equal((status, err), (0, ""))
    contains(out, "*claimant by 'whom' asserted_by\n")
    sums = [line for name in (file, again) for line in run("check", name)[1].splitlines() if "checksum" in line]
    equal(len({line.split()[-1] for line in sums}), 1)


if __name__ == "__main__":
    main(sys.modules[__name__])

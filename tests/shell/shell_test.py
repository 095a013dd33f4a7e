# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the program share: running it, expecting, counting."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback

CLIO = os.path.abspath(os.environ.get("CLIO") or "build/clio")


def run(*args, stdin="", env=None, cwd=None, timeout=60, address_space=None):
    """Runs clio and gives (status, stdout, stderr). What is not UTF-8 is a failure."""
    where = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
    limit = address_space and (lambda: resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space)))
    done = subprocess.run([CLIO, *args], input=stdin.encode(), capture_output=True, env=where, cwd=cwd, timeout=timeout,
                          preexec_fn=limit)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def equal(got, wanted):
    if got != wanted:
        raise AssertionError(f"wanted {wanted!r}\n   got {got!r}")


def contains(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f"wanted {part!r} in {text!r}")


def lacks(text, *parts):
    for part in parts:
        if part in text:
            raise AssertionError(f"wanted no {part!r} in {text!r}")


def main(module):
    """Runs the functions test_... of a module, each with a fresh folder, and tells how many were good."""
    tests = [(name, f) for name, f in vars(module).items() if name.startswith("test_")]
    chosen = sys.argv[1:]
    passed = failed = 0
    for name, test in tests:
        if chosen and not any(part in name for part in chosen):
            continue
        folder = tempfile.mkdtemp(prefix="clio-")
        try:
            test(folder)
            passed += 1
        except Exception:
            failed += 1
            print(f"--- {name}")
            traceback.print_exc(file=sys.stdout)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)

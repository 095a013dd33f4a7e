# SPDX-License-Identifier: GPL-2.0-or-later
"""The engines of the benchmark as processes: Clio, the floor, and the peers that npm installs. All speak the same
lines, which README.md describes; nothing here knows of queries or tables."""

import json
import os
import pathlib
import shutil
import subprocess
import threading

HERE = pathlib.Path(__file__).resolve().parent
PEERS = ["ladybug", "kuzu", "grafeo", "duckdb"]
LOADING = 600  # seconds that an engine may take to load or open


class EngineError(Exception):
    """The engine refused a statement; it can be asked further."""


class EngineDied(Exception):
    """The engine has ended, by itself or because its time was up."""


class Engine:
    """A running engine. After `with Engine(...) as engine` it has loaded or opened its database."""

    def __init__(self, name, out, database, folder=None):
        command = ["node", HERE / "peers" / "peer.mjs", name] if name in PEERS else [out / "bench" / name]
        arguments = ["load", database, folder] if folder else ["open", database]
        self.name = name
        self.process = subprocess.Popen(
            [*command, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "PEERS": str(peers_folder(out))})
        try:
            [[self.version]], _ = self.read(LOADING)
            _, self.ready_us = self.read(LOADING)
        except (EngineError, EngineDied):
            self.kill()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ask(self, statement, seconds):
        """(rows, microseconds); a row is a list of texts."""
        try:
            self.process.stdin.write(" ".join(statement.split()) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise EngineDied("ended") from None
        return self.read(seconds)

    def read(self, seconds):
        late = threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), self.process.kill()))
        timer.start()
        try:
            rows = []
            for line in self.process.stdout:
                kind, _, rest = line.rstrip("\n").partition("\t")
                if kind == "row":
                    rows.append(rest.split("\t"))
                elif kind == "version":
                    return [[rest]], 0.0
                elif kind == "time":
                    return rows, float(rest)
                elif kind == "error":
                    raise EngineError(rest)
            raise EngineDied(f"no answer within {seconds} s" if late.is_set() else "ended")
        finally:
            timer.cancel()

    def memory_mib(self, field):
        """VmRSS is what the process holds now, VmHWM the most that it has held."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self):
        """Lets the engine end, so that it can bring its files in order."""
        try:
            self.process.communicate(timeout=60)
        except (subprocess.TimeoutExpired, BrokenPipeError, ValueError):
            self.kill()

    def kill(self):
        self.process.kill()
        self.process.communicate()


def peers_folder(out):
    return out / "bench" / "peers"


def installed_peers(out, names):
    """Those of the peers that can be used, after installing what is missing; and a sentence for those that cannot."""
    if not names:
        return [], []
    if not shutil.which("node") or not shutil.which("npm"):
        return [], ["There is no node or no npm here, so the peers are left out."]
    folder = peers_folder(out)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = json.loads((HERE / "peers" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if any(installed_version(folder, package) != version for package, version in wanted.items()):
        shutil.copy(HERE / "peers" / "package.json", folder)
        command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
        try:
            subprocess.run(command, cwd=folder, check=True, timeout=LOADING, stdout=subprocess.DEVNULL)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return [], ["npm could not install the peers, so they are left out."]
    return list(names), []


def installed_version(folder, package):
    try:
        return json.loads((folder / "node_modules" / package / "package.json").read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        return None

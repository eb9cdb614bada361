"""Measures Portico beside its peers and floors, and writes docs/benchmarks.md.

Usage: run.py [--program PATH] [--times N] [--small] [--keep] [--no-write] [SUBJECT ...]
"""
import argparse
import dataclasses
import importlib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(ROOT, "Tests", "Program")]

SUBJECTS = {
    "pages": "Generating pages",
    "serve": "Serving pages",
    "documents": "Documents",
    "importing": "Importing",
    "start": "Starting",
    "storm": "A storm of sign-ins",
}


@dataclasses.dataclass
class Setting:
    """What a subject is run with."""

    program: str
    """An empty folder of its own on the disk that is measured; nothing in it is deleted before the end, because ext4
    makes files many times slower for minutes after a mass deletion."""
    folder: str
    times: int
    """A tenth of the work: to try the benchmark itself. Its figures are not written down."""
    small: bool

    def scaled(self, count):
        return max(1, count // 10) if self.small else count


def versions(program):
    import hugo_site

    def first(*command):
        ran = subprocess.run(command, capture_output=True, text=True)
        return (ran.stdout + ran.stderr).strip().splitlines()[0]

    hugo = first(hugo_site.program(), "version").split()[1]
    return ", ".join([
        first(program, "--version"), "Hugo " + hugo.split("-")[0].lstrip("v"), first("/usr/sbin/nginx", "-v").split(": ")[1],
        "SQLite " + first("sqlite3", "--version").split()[0], first("openssl", "version").rsplit(" (")[0]])


def main():
    parser = argparse.ArgumentParser(description="Measures Portico beside its peers and floors.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help="any of: " + ", ".join(SUBJECTS))
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/portico"))
    parser.add_argument("--times", type=int, default=5, help="runs of each, in turn")
    parser.add_argument("--small", action="store_true", help="a tenth of the work, to try the benchmark itself")
    parser.add_argument("--no-write", action="store_true", help="print the figures only")
    parser.add_argument("--folder", help="where to work (default: a new folder below .build)")
    parser.add_argument("--keep", action="store_true", help="leave that folder when done")
    chosen = parser.parse_args()
    for name in chosen.subjects:
        if name not in SUBJECTS:
            parser.error(f"there is no subject “{name}”; choose from {', '.join(SUBJECTS)}")
    import report

    program = os.path.abspath(chosen.program)
    os.environ["PORTICO"] = program
    work = chosen.folder or tempfile.mkdtemp(prefix="bench-", dir=os.path.join(ROOT, ".build"))
    rows = []
    try:
        for name in chosen.subjects or SUBJECTS:
            folder = os.path.join(work, name)
            os.makedirs(folder)
            print(f"\n{SUBJECTS[name]}", flush=True)
            for row in importlib.import_module(name).measure(Setting(program, folder, chosen.times, chosen.small)):
                rows.append(row)
                print(f"  {row.what}: {row.ours}; {row.peer or 'nothing beside it'}; {row.figure} "
                      f"{row.wanted and '(wanted ' + row.wanted + ') '}{row.verdict.strip('*')}", flush=True)
    finally:
        if not chosen.keep:
            shutil.rmtree(work, ignore_errors=True)
    if not (chosen.small or chosen.no_write):
        report.write(os.path.join(ROOT, "docs/benchmarks.md"), SUBJECTS, rows, versions(program))
    missed = [row.what for row in rows if row.reached is False]
    print(f"\n{len(rows)} figures, {len(missed)} missed" + (": " + "; ".join(missed) if missed else ""))


if __name__ == "__main__":
    main()

"""A million events in one import, beside the sqlite3 shell's `.import` of the same rows into the same table.

Both begin with a fresh copy of the same records, which hold the clients and cases that the events belong to. Portico reads a
CSV file as an agency's own software writes it, with names where the records have identities: it looks them up, checks every
cell, rehearses the whole import on a copy of the records, and only then writes the rows, counts what is already there, marks
pages stale and writes an audit entry. The shell is given the rows as they end up in the table and checks nothing but what
the table itself asks for; in one transaction, with `synchronous` FULL and foreign keys on, in the same journal mode.

The shell cannot write NULL, and `event.corrects` is NULL in every row: its table has all columns but that. Identities are
made for its file as Portico makes them for an import: each is one more than the one before.

Rows stand case by case, as a program that exports its own tables writes them. Afterwards both tables must hold the same rows.
"""
import contextlib
import csv
import datetime
import hashlib
import os
import shutil
import sqlite3

import workload
from measure import in_turn, median, paired, run
from report import Row, ratio, seconds, size
from workspace import Workspace

EVENTS = 1_000_000
CLIENTS = 500
SHELL = "/usr/bin/sqlite3"
HEAD = ["client", "case", "date", "kind", "title", "body", "visibility"]
BEGIN = datetime.datetime(2020, 1, 1, 9, tzinfo=datetime.timezone.utc)
# Columns but the identity, with the case by its names: the same for both, whatever the identities.
SAME = """
    SELECT client.slug, client_case.slug, event.day, event.at, event.kind, event.title, event.body, event.visibility
    FROM event JOIN client_case ON client_case.id = event.case_id JOIN client ON client.id = client_case.client
    ORDER BY event.id
"""


def measure(setting):
    many, few = Load(setting, setting.scaled(EVENTS)), Load(setting, setting.scaled(EVENTS) // 10)
    runs = in_turn(setting.times, ours=many.portico, theirs=many.shell, ours_few=few.portico, theirs_few=few.shell)
    many.check_same()
    yield rate(many, runs["ours"], runs["theirs"], least=1 / 2)
    yield rate(few, runs["ours_few"], runs["theirs_few"])
    peak = [median([one.peak for one in runs[name]]) for name in ("ours", "ours_few")]
    growth = paired([one.peak for one in runs["ours"]], [one.peak for one in runs["ours_few"]])
    yield Row("importing", f"{many.events:,} events, beside {few.events:,}: peak memory", size(peak[0]), size(peak[1]),
              ratio(growth), "does not grow: ≤ 1.1 ×", growth <= 1.1)


def rate(load, ours, theirs, least=None):
    """How many rows a second Portico writes, as a share of the shell's."""
    share = paired([one.wall for one in theirs], [one.wall for one in ours])
    return Row("importing", f"{load.events:,} events in one import: rows a second", load.took(ours),
               "sqlite3 shell: " + load.took(theirs), ratio(share), "≥ 1/2 ×" if least else "",
               share >= least if least else None)


class Load:
    """So many events, as a folder for Portico and as a file for the shell."""

    def __init__(self, setting, events):
        self.setting, self.events = setting, events
        self.folder = os.path.join(setting.folder, str(events))
        os.makedirs(os.path.join(self.folder, "csv"))
        self.records = workload.make(os.path.join(self.folder, "records"))
        numbers = range(1, setting.scaled(CLIENTS) + 1)
        files = workload.records(numbers)
        workload.add_agency(self.records, "quay", {name: files[name] for name in ("clients.csv", "cases.csv")})
        # A clean stop leaves everything in the file itself; the copy is what the shell begins with.
        self.plain = os.path.join(self.folder, "plain.sqlite")
        shell(database(self.records), f".backup {self.plain}")
        shell(self.plain, "ALTER TABLE event DROP COLUMN corrects")
        self.write(numbers)

    def write(self, numbers):
        """Both files, row by row."""
        with open_csv(f"{self.folder}/csv/events.csv") as ours, open_csv(f"{self.folder}/rows.csv") as theirs:
            (for_portico, for_shell) = (csv.writer(file, lineterminator="\n") for file in (ours, theirs))
            for_portico.writerow(HEAD)
            for number, (slug, case, identity) in enumerate(self.places(numbers)):
                moment, kind, title, body = happened(number)
                for_portico.writerow([slug, case, moment.isoformat(), kind, title, body, "client"])
                for_shell.writerow([f"01900000-0000-7000-8000-{number:012x}", identity, moment.date().isoformat(),
                                    int(moment.timestamp()) * 1000, kind, title, body, "client"])

    def places(self, numbers):
        """For each event its client, its case, and the case's identity: case by case."""
        with opened(self.plain) as records:
            cases = records.execute("SELECT client.slug, client_case.slug, client_case.id FROM client_case "
                                    "JOIN client ON client.id = client_case.client ORDER BY 1, 2").fetchall()
        assert len(cases) == len(numbers) * 5
        for number in range(self.events):
            yield cases[number * len(cases) // self.events]

    def portico(self, number):
        copy = self.records.copy(os.path.join(self.folder, f"portico-{number}"))
        os.sync()
        ran = run([self.setting.program, "import", "quay", f"{self.folder}/csv", "--root", copy.root])
        assert f"events.csv: {self.events} added, 0 changed, 0 unchanged" in ran.out.decode(), ran.out.decode()
        self.ours = database(copy)
        return ran

    def shell(self, number):
        self.theirs = os.path.join(self.folder, f"shell-{number}.sqlite")
        shutil.copyfile(self.plain, self.theirs)
        os.sync()
        ran = shell(self.theirs, "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", ".mode csv", "BEGIN",
                    f".import {self.folder}/rows.csv event", "COMMIT", "SELECT count(*) FROM event")
        assert ran.out.split()[-1] == str(self.events).encode(), ran.out.decode()
        return ran

    def check_same(self):
        left, right = digest(self.ours), digest(self.theirs)
        assert left == right, "the shell's rows are others"

    def took(self, runs):
        """The medians in words."""
        wall, cpu = median([one.wall for one in runs]), median([one.cpu for one in runs])
        return f"{self.events / wall:,.0f} rows a second, {seconds(wall)} wall, {seconds(cpu)} CPU"


def happened(number):
    """What one event says; title and moment tell it apart. In office hours: it is the same day in the agency's time zone."""
    moment = BEGIN + datetime.timedelta(days=number // 480, minutes=number % 480)
    body = workload.BODIES[number % 4].format(code=number)
    return moment, workload.KINDS[number % 5], f"{workload.EVENTS[number % 8]}, {number}", body


def open_csv(path):
    return open(path, "w", newline="")


def database(workspace: Workspace):
    return os.path.join(workspace.root, "data", "quay", "records.sqlite")


def opened(path):
    """For reading; it is closed at the end of a `with`."""
    return contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True))


def shell(path, *commands):
    """Runs the sqlite3 shell; it ends at the first error."""
    return run([SHELL, "-batch", "-bail", path, *commands])


def digest(path):
    """One digest of all events, in the order in which they came."""
    whole = hashlib.sha256()
    with opened(path) as records:
        for row in records.execute(SAME):
            whole.update(repr(row).encode())
    return whole.hexdigest()

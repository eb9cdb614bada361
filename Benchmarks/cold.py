"""A cold build beside Hugo and beside the raw write of the same bytes.

Each build works on a fresh copy of a workspace that has records and no page: a command leaves the pages to `portico build`.
Hugo's site has the same 13 pages of each client (hugo_site.py says what differs). Before anything is timed, both builds are
made once: the pages of the first and the last client must be the same mark by mark, and all of them together have about as
many bytes. What was just copied is brought to the disk before each run.
"""
import json
import os

import alike
import hugo_site
import trees
import workload
from measure import in_turn, median, paired, run
from report import Row, ratio, seconds, size

CLIENTS = 770


def rows(setting):
    both = Both(setting)
    runs = in_turn(setting.times, portico=both.portico, hugo=both.hugo, raw=both.raw)
    ours, theirs, raw = runs["portico"], runs["hugo"], runs["raw"]
    what = f"{both.pages:,} pages, cold"
    wall, cpu = share(ours, theirs, "wall"), share(ours, theirs, "cpu")
    peak = median([one.peak for one in ours])
    yield Row("pages", f"{what}: wall", took(ours), "Hugo: " + took(theirs), ratio(wall), "≤ 1/6", wall <= 1 / 6)
    yield Row("pages", f"{what}: CPU", took(ours), "Hugo: " + took(theirs), ratio(cpu), "≤ 1/4", cpu <= 1 / 4)
    yield Row("pages", f"{what}: peak memory", size(peak), "Hugo: " + size(median([one.peak for one in theirs])),
              f"{peak / 1e6:.0f} MB", "≤ 150 MB", peak <= 150e6)
    yield Row("pages", f"{what}: beside writing the same {size(both.bytes)}", took(ours), "raw write: " + took(raw),
              ratio(share(ours, raw, "wall")), "", None)


def took(runs):
    """The medians in words."""
    return f"{seconds(median([one.wall for one in runs]))} wall, {seconds(median([one.cpu for one in runs]))} CPU"


def share(ours, theirs, what):
    """How much of what the others took: the median of the pairs."""
    return paired([getattr(one, what) for one in ours], [getattr(one, what) for one in theirs])


class Both:
    """The same records twice: in a workspace, and as a site of Hugo."""

    def __init__(self, setting):
        self.setting = setting
        self.numbers = range(1, setting.scaled(CLIENTS) + 1)
        self.pages = len(self.numbers) * workload.PAGES_OF_A_CLIENT
        self.records = workload.make(os.path.join(setting.folder, "records"))
        workload.add_agency(self.records, "quay", workload.records(self.numbers))
        hugo_site.make(self.folder("hugo"), self.numbers)
        self.portico("first")
        self.hugo("first")
        self.compare(os.path.join(self.folder("portico-first"), "public", "quay"), self.folder("hugo-first"))

    def folder(self, name):
        return os.path.join(self.setting.folder, name)

    def compare(self, ours, theirs):
        for number in (self.numbers[0], self.numbers[-1]):
            slug = workload.client(number).slug
            alike.check(os.path.join(ours, "clients", slug, workload.VIEW), os.path.join(theirs, slug))
        self.bytes = trees.size(os.path.join(ours, "clients"))
        other = trees.size(theirs)
        assert abs(self.bytes / other - 1) < 0.05, f"{self.bytes:,} bytes of pages, and {other:,} of Hugo's"
        self.writer = trees.RawWrite(ours, self.setting.folder)
        self.digest = trees.digest(ours)

    def portico(self, number):
        copy = self.records.copy(self.folder(f"portico-{number}"))
        return build(self.setting.program, copy, self.pages + workload.PAGES_OF_AN_AGENCY)

    def hugo(self, number):
        destination = self.folder(f"hugo-{number}")
        os.sync()
        ran = run(hugo_site.command(self.folder("hugo"), destination))
        made = len(trees.paths(destination))
        assert made == self.pages, f"Hugo made {made:,} files instead of {self.pages:,}: {ran.out.decode()}"
        return ran

    def raw(self, number):
        destination = self.folder(f"raw-{number}")
        os.mkdir(destination)
        os.sync()
        ran = run(self.writer.command(destination))
        assert trees.digest(destination) == self.digest, "the raw write wrote other bytes"
        return ran


def build(program, workspace, pages):
    """Runs `portico build` for all agencies, which must write so many pages and touch no other."""
    os.sync()
    ran = run([program, "build", "--json", "--root", workspace.root])
    reports = [json.loads(line) for line in ran.out.splitlines()]
    did = {key: sum(one[key] for one in reports) for key in ("written", "unchanged", "removed")}
    assert did == {"written": pages, "unchanged": 0, "removed": 0}, f"{did} instead of {pages:,} written"
    return ran

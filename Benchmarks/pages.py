"""Generating pages: cold beside Hugo, ten times as many, in a thousand agencies, when nothing changed, after one change.

The large runs are of 7,700 clients with 13 pages each: as one agency, and as 1,000 agencies that share the same clients out
among them. The 1,000 agencies also make three pages each that belong to no client (privacy, the operator's privacy, cookies),
which is part of what an agency costs. Peak memory is that of the whole command. Every build starts without pages, on a fresh
copy of the records, and must write every page.
"""
import os

import cold
import one_change
import workload
from measure import in_turn, median
from report import Row, ratio, seconds, size

CLIENTS = 7_700
AGENCIES = 1_000


def measure(setting):
    yield from cold.rows(setting)
    large = Large(setting)
    runs = in_turn(setting.times, small=large.build_small, one=large.build_one, many=large.build_many)
    yield from growth(large, runs["small"], runs["one"])
    yield agencies(large, runs["one"], runs["many"])
    yield nothing_changed(large)
    yield from one_change.rows(setting, large.built, large.numbers)


class Large:
    """The records for the large builds, and a tenth of them."""

    def __init__(self, setting):
        self.setting = setting
        self.numbers = range(1, setting.scaled(CLIENTS) + 1)
        self.agencies = setting.scaled(AGENCIES)
        self.small = self.make("tenth", [self.numbers[:len(self.numbers) // 10]])
        self.one = self.make("one", [self.numbers])
        one_change.add_reader(self.one)
        self.many = self.make("many", [self.numbers[first::self.agencies] for first in range(self.agencies)])

    def make(self, name, shares):
        """A workspace with an agency for each share of the clients."""
        made = workload.make(os.path.join(self.setting.folder, name))
        slugs = [f"agency-{number}" for number in range(len(shares))] if len(shares) > 1 else ["quay"]
        for slug, numbers in zip(slugs, shares):
            workload.add_agency(made, slug, workload.records(numbers))
        return made

    def build_small(self, number):
        return self.build(self.fresh(self.small, number), len(self.numbers) // 10, 1)

    def build_one(self, number):
        # What the last of these builds leaves is what is looked at afterwards.
        self.built = self.fresh(self.one, number)
        return self.build(self.built, len(self.numbers), 1)

    def build_many(self, number):
        return self.build(self.fresh(self.many, number), len(self.numbers), self.agencies)

    def fresh(self, records, number):
        return records.copy(f"{records.root}-{number}")

    def build(self, workspace, clients, agencies):
        return cold.build(self.setting.program, workspace, pages_of(clients) + agencies * workload.PAGES_OF_AN_AGENCY)


def pages_of(clients):
    return clients * workload.PAGES_OF_A_CLIENT


def growth(large, small, whole):
    pages, tenth = pages_of(len(large.numbers)), pages_of(len(large.numbers) // 10)
    cpu, peak = cold.share(whole, small, "cpu"), cold.share(whole, small, "peak")
    what = f"{pages:,} pages, beside {tenth:,}"
    yield Row("pages", f"{what}: CPU", cold.took(whole), cold.took(small), ratio(cpu), "≤ 11 ×", cpu <= 11)
    yield Row("pages", f"{what}: peak memory", size(median([one.peak for one in whole])),
              size(median([one.peak for one in small])), ratio(peak), "does not grow: ≤ 1.1 ×", peak <= 1.1)


def agencies(large, one, many):
    more = median([b.cpu - a.cpu for a, b in zip(one, many)]) / large.agencies
    what = f"{pages_of(len(large.numbers)):,} pages in {large.agencies:,} agencies, beside one: CPU more for each"
    return Row("pages", what, cold.took(many), cold.took(one), f"{more * 1e3:.1f} ms", "≤ 5 ms", more <= 5e-3)


def nothing_changed(large):
    runs = [cold.build(large.setting.program, large.built, 0) for _ in range(large.setting.times)]
    wall = median([one.wall for one in runs])
    return Row("pages", f"{pages_of(len(large.numbers)):,} pages, nothing changed: wall", cold.took(runs), "",
               seconds(wall), "≤ 0.5 s", wall <= 0.5)

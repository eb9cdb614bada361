"""One change while a server runs: from the commit until everybody can see it, and which pages it wrote.

Changes come as anything comes from outside: `portico import` of one row, which the running server carries out. Half of them
add an event to a case, half a payment to an invoice; each is of another client.

What is timed is what can be seen from outside. It begins when a second reader of the agency's SQLite file sees the new row:
that is when the commit is durable and there for all. The reader looks every 0.2 ms, so it can be late by that, and by as
long as it takes to wake. It ends when a signed-in person has been given, over HTTP, a new version of every page that shows the
change. They are asked for one after the other over one connection, again after 0.2 ms while a page is still the old one; the
time of these requests is part of the figure, and so is the command itself, which reports its work and ends on the same cores.

Before and after the series every page file is looked at: those that were replaced must be exactly those that show a change.
"""
import dataclasses
import os
import sqlite3
import time

import trees
import workload
from measure import median, percentile
from report import Row, seconds
from wire import BROWSER, Wire, request
from workspace import PASSWORD, Visitor, write_files

CHANGES = 100
LOOK = 0.0002
DAY = "2025-12-31"
READER = "owner@quay.example"


def add_reader(workspace):
    """Somebody who may read the pages of every client."""
    workspace.must("person", "add", "quay", READER, "--role", "owner", "--password-stdin", stdin=PASSWORD)


@dataclasses.dataclass(frozen=True)
class Change:
    """A row to import, how to find it in the records, and the pages that show it: paths below the client's."""

    slug: str
    file: str
    text: str
    query: str
    arguments: tuple
    pages: tuple


def event(one, number):
    case = one.cases[2]
    title = f"Change {number}"
    return Change(
        one.slug, "events.csv",
        "client,case,date,kind,title,body,visibility\n"
        f"{one.slug},{case.slug},{DAY},note,{title},It was **added**.,client\n",
        "SELECT 1 FROM client JOIN client_case ON client_case.client = client.id JOIN event ON event.case_id = client_case.id "
        "WHERE client.slug = ? AND client_case.slug = ? AND event.day = ? AND event.title = ?",
        (one.slug, case.slug, DAY, title), (f"cases/{case.slug}/", "cases/", ""))


def payment(one, number):
    invoice = one.invoices[2]
    return Change(
        one.slug, "payments.csv", f"invoice,date,amount,provider,reference\n{invoice.number},{DAY},1.00,bank,Change {number}\n",
        "SELECT 1 FROM invoice JOIN payment ON payment.invoice = invoice.id WHERE invoice.number = ?",
        (invoice.number,), (f"invoices/{invoice.number}/", "invoices/", ""))


def rows(setting, workspace, numbers):
    public = os.path.join(workspace.root, "public")
    total = len(trees.paths(os.path.join(public, "quay", "clients")))
    before = trees.stamps(public)
    changes = planned(setting.scaled(CHANGES), numbers)
    with workspace.serving() as server, Watch(workspace, server) as watch:
        times = [(change, watch.time(change)) for change in changes]
    check_written(before, trees.stamps(public), changes)
    for file, what in (("events.csv", "an event added"), ("payments.csv", "an invoice paid in part")):
        chosen = [taken for change, taken in times if change.file == file]
        late = percentile(chosen, 0.95)
        yield Row("pages", f"{total:,} pages, {what}: committed to visible",
                  f"median {seconds(median(chosen))} of {len(chosen)}", "", f"95th percentile {seconds(late)}", "≤ 10 ms",
                  late <= 10e-3)
    written = sum(len(change.pages) for change in changes)
    yield Row("pages", f"{total:,} pages, {len(changes)} changes: pages written", f"{written:,}", "",
              "those that show a change", "no others", True)


def planned(count, numbers):
    """Changes of clients that lie far from each other, one kind after the other."""
    clients = [workload.client(numbers[index * len(numbers) // count]) for index in range(count)]
    return [(event, payment)[index % 2](one, index) for index, one in enumerate(clients)]


def check_written(before, after, changes):
    written = {path for path in after if before.get(path) != after[path]}
    wanted = {os.path.join("quay", "clients", change.slug, workload.VIEW, page, "index.html")
              for change in changes for page in change.pages}
    assert before.keys() == after.keys(), "pages came or went"
    assert written == wanted, f"needlessly written: {sorted(written - wanted)}, not written: {sorted(wanted - written)}"


class Watch:
    """Looks at records and pages from outside."""

    def __init__(self, workspace, server):
        self.workspace, self.port = workspace, server.port
        path = os.path.join(workspace.root, "data", "quay", "records.sqlite")
        self.records = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        cookies = Visitor(server).sign_in(READER, agency="quay").cookies
        self.fields = {**BROWSER, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self.wire = Wire(server.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.records.close()
        self.wire.socket.close()

    def time(self, change):
        """Makes a change, and tells the seconds from its commit until all its pages are new."""
        folder = f"{self.workspace.root}-changes/{change.slug}"
        write_files(folder, {change.file: change.text})
        old = {page: self.get(change, page) for page in change.pages}
        assert not self.has(change), f"{change.slug} has the row already"
        command = self.workspace.start("import", "quay", folder)
        self.wait(change, command)
        committed = time.monotonic()
        for page in change.pages:
            while self.get(change, page) == old[page]:
                time.sleep(LOOK)
                assert time.monotonic() - committed < 10, f"{change.slug}/{page} stays as it was"
        shown = time.monotonic()
        out, err = command.communicate(timeout=60)
        assert command.returncode == 0, f"import: {out.decode()}{err.decode()}"
        return shown - committed

    def wait(self, change, command):
        deadline = time.monotonic() + 120
        while not self.has(change):
            assert command.poll() in (None, 0), command.communicate()
            assert time.monotonic() < deadline, f"{change.slug}: nothing was committed"
            time.sleep(LOOK)

    def has(self, change):
        return bool(self.records.execute(change.query, change.arguments).fetchall())

    def get(self, change, page):
        given = self.wire.exchange(request("GET", f"/quay/clients/{change.slug}/{page}", self.port, self.fields))
        assert given.status == 200, given
        return given.body

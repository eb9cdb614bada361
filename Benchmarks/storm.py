"""A storm of sign-ins: fifty wrong passwords a second, and what becomes of those who read and those who sign in meanwhile.

The wrong passwords are for 1,000 accounts, from 1,000 addresses, which the proxy names (X-Forwarded-For; the benchmark is the
proxy, `behind_proxy` is 127.0.0.1). Two of the accounts are people with passwords, the others are imported contacts
without: making each of them a password would take minutes, and a wrong password for either is the same work and the
same answer, as a test holds (Tests/Program/test_sign_in.py).

The storm is on all the time, from a process of its own. Meanwhile a contact's page is read 200 times a second over eight
connections, for a quarter of a minute from Portico, then as long from nginx, which serves the same bytes from a file, in
turn, with the same program: nginx stands in the same storm, on the same two cores, but is not its target.

Once a second each, one person signs in with the right password from a known device (the device cookie of an earlier
sign-in) and one from a device and an address that nobody knows.
"""
import functools
import os
import time

import crowd
import peers
import reader
from measure import cpu_of, in_turn, median, paired, percentile
from report import Row, ratio, seconds
from wire import request
from workspace import PASSWORD, Visitor, many_records

ACCOUNTS = 1_000
ADDRESSES = 1_000
WRONG = 50
READS = 200
CONNECTIONS = 8
SECONDS = 15
# Until the queue of those who wait for their password to be looked at is as full as it gets.
ONSET = 3
# Not she who reads: of a person's many sessions the oldest ends.
KNOWN, UNKNOWN = "owner@acme.example", "ben@b.example"
LIMIT = 2.0


def measure(setting):
    workspace = reader.workspace(setting.folder)
    workspace.import_folder(many_records(ACCOUNTS - 2, cases=0, invoices=0))
    workspace.must("person", "password", "acme", UNKNOWN, "--password-stdin", stdin=PASSWORD)
    workspace.must("build")
    with workspace.serving({"PORTICO_BEHIND_PROXY": "127.0.0.1"}) as server:
        fields = {**reader.headers(server), **forwarded(server.port, "203.0.113.1")}
        page = reader.page(server.port, fields)
        with peers.Nginx(os.path.join(setting.folder, "nginx"), page) as nginx:
            runs, storm, cpu = stormed(setting, server, nginx, fields, page)
        reader.answer(server.port, reader.PATH, fields, page.body)
    yield storm_row(storm, cpu)
    yield pages_row(runs)
    yield sign_in_row(storm, "known", {303})
    yield sign_in_row(storm, "unknown", {303, 429})


def stormed(setting, server, nginx, fields, page):
    """Reads pages in turn while the storm is on."""
    def read(port, path, _):
        sent = request("GET", path, port, fields)
        return crowd.read_paced(port, sent, page.body, READS, setting.scaled(SECONDS), CONNECTIONS)

    began, pid = time.monotonic(), server.process.pid
    used = cpu_of(pid)
    with crowd.Storm(server.port, kinds(server)) as storm:
        time.sleep(ONSET)
        runs = in_turn(setting.times, portico=functools.partial(read, server.port, reader.PATH),
                       nginx=functools.partial(read, nginx.plain, peers.PATH))
    return runs, storm, (cpu_of(pid) - used) / (time.monotonic() - began)


def forwarded(port, address):
    """What a proxy adds."""
    return {"X-Forwarded-For": address, "X-Forwarded-Proto": "http", "X-Forwarded-Host": f"127.0.0.1:{port}"}


def kinds(server):
    """Who comes in the storm."""
    emails = [KNOWN, UNKNOWN] + [f"contact-{number}@many.example" for number in range(ACCOUNTS - 2)]
    device = next(f"{name}={value}" for name, value in Visitor(server).sign_in(KNOWN).cookies.items()
                  if name.startswith("__Host-d-"))

    def wrong(number):
        # Each round pairs accounts and addresses anew, so that both are tried equally often.
        place = (number + number // ACCOUNTS) % ADDRESSES
        address = f"198.18.{place // 250}.{place % 250 + 1}"
        return emails[number % ACCOUNTS], f"not the right one {number}", forwarded(server.port, address)

    def known(number):
        return KNOWN, PASSWORD, {"Cookie": device, **forwarded(server.port, "203.0.113.2")}

    def unknown(number):
        place = f"198.51.{100 + number // 250}.{number % 250 + 1}"
        return UNKNOWN, PASSWORD, forwarded(server.port, place)

    return [crowd.Kind("wrong", WRONG, wrong), crowd.Kind("known", 1, known), crowd.Kind("unknown", 1, unknown)]


def statuses(attempts):
    """How many of each: `12 × 303, 3 × 429`."""
    found = [attempt.status for attempt in attempts]
    return ", ".join(f"{found.count(status):,} × {status}" for status in sorted(set(found)))


def storm_row(storm, cpu):
    attempts = storm.of("wrong")
    strange = [attempt for attempt in attempts if attempt.status not in (401, 429)]
    assert not strange, f"wrong passwords had other answers than 401 and 429: {strange[:3]}"
    return Row(
        "storm", f"wrong passwords for {ACCOUNTS:,} accounts from {ADDRESSES:,} addresses",
        f"{statuses(attempts)}; CPU {cpu * 100:.0f} % of a core", "",
        f"{len(attempts) / storm.wall:.0f} a second", "", None)


def pages_row(runs):
    late = {name: [percentile(times, 0.99) for times in found] for name, found in runs.items()}
    figure = paired(late["portico"], late["nginx"])

    def text(name):
        return f"{seconds(median(late[name]))}, median {seconds(median(median(times) for times in runs[name]))}"

    return Row("storm", f"pages in the storm, {READS} a second: 99th percentile", text("portico"),
               "nginx, the same page: " + text("nginx"), ratio(figure), "≤ 1.5 ×", figure <= 1.5)


def sign_in_row(storm, kind, allowed):
    attempts = storm.of(kind)
    longest = max(attempt.took for attempt in attempts)
    reached = longest <= LIMIT and all(attempt.status in allowed for attempt in attempts)
    return Row(
        "storm", f"the right password in the storm from a device that is {kind}: longest",
        f"{statuses(attempts)}; median {seconds(median(attempt.took for attempt in attempts))}", "", seconds(longest),
        f"{' or '.join(map(str, sorted(allowed)))} within {LIMIT:.0f} s", reached)

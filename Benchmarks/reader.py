"""Anna, a signed-in contact, and the page of about 7.6 kB that she reads again and again: a case with its history."""
import os

from wire import BROWSER, Wire, request
from workspace import Visitor, Workspace

PATH = "/acme/clients/a/cases/lease/"
EVENTS = 12
SIZES = range(7_200, 8_000)


def workspace(folder):
    """A small workspace with that page in it."""
    made = Workspace.make(os.path.join(folder, "workspace"))
    rows = ["client,case,date,kind,title,body,visibility"] + [
        f'a,lease,2026-02-{number + 1:02},meeting,Talk {number + 1} about the lease,'
        f'"What was said at talk {number + 1}, in a sentence or **two**: the owner asks for more, and we offer less.",client'
        for number in range(EVENTS)]
    made.import_folder({"events.csv": "\n".join(rows) + "\n"})
    made.must("build")
    return made


def headers(server):
    """What Anna's browser sends with each request once she has signed in."""
    cookies = Visitor(server).sign_in().cookies
    return {**BROWSER, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


def answer(port, path, fields, expected=None):
    """The page as it comes now: 200, HTML, and the bytes that are expected."""
    with Wire(port) as wire:
        given = wire.exchange(request("GET", path, port, fields))
    assert given.status == 200 and (given.field("Content-Type") or "").startswith("text/html"), given
    assert expected is None or given.body == expected, "the page has other bytes than before"
    return given


def page(port, fields):
    """Her page, and that it is what the figures speak of."""
    given = answer(port, PATH, fields)
    assert len(given.body) in SIZES, f"the page has {len(given.body):,} bytes: change EVENTS"
    assert b"Talk 1 about the lease" in given.body and b"SECRET-OPINION" not in given.body, given
    return given

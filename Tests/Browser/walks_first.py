"""The first day of a workspace, with its own program: nobody can sign in yet, and only who started it gets further."""
import contextlib
import os
import pty
import re
import select
import sqlite3
import subprocess
import tempfile
import time

import demo as demos
import walking
from walking import PASSWORD


class Program:
    """`portico serve` as somebody starts it in a terminal, on a workspace of its own."""

    def __init__(self, program, root):
        self.port, self.text = demos.free_port(), ""
        self.base = f"http://127.0.0.1:{self.port}"
        (self.terminal, other) = pty.openpty()
        self.process = subprocess.Popen(
            [program, "serve", "--port", str(self.port), "--root", root], stdin=other, stdout=other, stderr=other,
            env={**os.environ, "NO_COLOR": "1", "PORTICO_BASE_URL": self.base})
        os.close(other)

    def says(self, pattern):
        """What it printed, waited for."""
        deadline = time.time() + 60
        while time.time() < deadline:
            if select.select([self.terminal], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.text += os.read(self.terminal, 65536).decode(errors="replace")
            found = re.search(pattern, self.text)
            if found:
                return found.group()
        raise AssertionError(f"never said {pattern}: {self.text}")

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        os.close(self.terminal)


@contextlib.contextmanager
def serving(visit, root):
    program = Program(visit.demo.program, root)
    try:
        yield program
    finally:
        program.end()


class First:
    """A workspace of its own, stood in for the demo's where a walk asks for it."""

    def __init__(self, visit, root):
        (self.program, self.root, self.people, self.sessions) = (visit.demo.program, root, {}, {})
        subprocess.run([self.program, "init", root], check=True, capture_output=True)


def window(way, visit, base):
    page = visit.window(*way.size, dark=way.dark, scripts=way.scripts, locale=way.language, base=base)
    page.set_default_timeout(15_000)
    return page


def sign_in(page, visit, address):
    page.fill("input[name=email]", address)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("form:has(input[name=password]) button[type=submit]:not([formaction])")
    visit.look(page)


def the_first_owner_comes_by_the_link_of_the_terminal(visit):
    """Where nobody can sign in, the terminal has a link: by it the agency and its owner are made, once, and the owner signs in."""
    for way in walking.SOUTH + walking.without_scripts(walking.WEST[:1]):
        visit.way = way
        with tempfile.TemporaryDirectory() as folder:
            first = First(visit, folder + "/workspace")
            with serving(visit, first.root) as program:
                link = program.says(r"http://\S+/setup\?token=[A-Za-z0-9_-]+")
                page, late = window(way, visit, program.base), window(way, visit, program.base)
                assert page.goto(program.base + "/setup").status == 404
                page.goto(link)
                late.goto(link)
                visit.look(page)
                page.evaluate("document.querySelector('main form').noValidate = true")
                page.fill("[name=agency]", "Pirma diena")
                page.fill("[name=password]", "short")
                with page.expect_navigation() as answer:
                    page.click("main form button[type=submit]")
                assert answer.value.status == 422 and page.input_value("[name=agency]") == "Pirma diena"
                page.wrong.clear()  # the browser tells of every 422
                visit.look(page)
                fill(page, way.language)
                with page.expect_navigation():
                    page.click("main form button[type=submit]")
                visit.look(page)
                assert page.url == program.base + "/pirma/staff/", page.url
                fill(late, way.language)
                with late.expect_navigation() as answer:
                    late.click("main form button[type=submit]")
                assert answer.value.status == 404, "the link is good once"
                another = window(way, visit, program.base)
                another.goto(program.base + "/pirma/")
                sign_in(another, visit, "ona@pirma.example")
                assert another.url.endswith("/pirma/me/"), another.url
        visit.close()


def fill(page, language):
    for name, value in {"agency": "Pirma diena", "slug": "pirma", "name": "Ona", "email": "ona@pirma.example",
                        "password": PASSWORD}.items():
        page.fill(f"[name={name}]", value)
    for name, value in {"country": "LT", "time_zone": "Europe/Vilnius", "language": language, "currency": "EUR"}.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def what_is_new_is_marked(visit):
    """What was published since a contact's last visit is marked as new on their start page; what they had seen before is not."""
    for way in walking.EAST:
        visit.way = way
        with tempfile.TemporaryDirectory() as folder:
            first = First(visit, folder + "/workspace")
            with serving(visit, first.root) as program:
                program.says("listening on")
                ground = walking.make(first, way.language)
                page = come(way, visit, program, ground)
                assert walking.OVERDUE in page.inner_text("#news ~ ul")
                assert page.locator("#news ~ ul .badge").count() == 0, "to who never was here nothing is new"
                # The look is written a moment later.
                page.wait_for_timeout(1500)
            # A visit ends when nothing was looked at for half an hour: it was an hour ago.
            with contextlib.closing(sqlite3.connect(f"{first.root}/data/{ground.slug}/records.sqlite")) as records, records:
                assert records.execute("UPDATE visit SET at = at - 3600000").rowcount >= 1
            with serving(visit, first.root) as program:
                program.says("listening on")
                publish(way, visit, program, ground, "Never seen")
                page = come(way, visit, program, ground)
                rows = page.locator("#news ~ ul .row")
                marked = [rows.filter(has_text=title).locator(".badge").count() for title in ("Never seen", walking.OVERDUE)]
                assert marked == [1, 0], page.inner_text("main")
                with page.expect_navigation():
                    rows.filter(has_text="Never seen").click()
                visit.look(page)
                assert "Never seen" in page.inner_text("main")
        visit.close()


def come(way, visit, program, ground):
    """A contact's start page after they have signed in."""
    page = window(way, visit, program.base)
    page.goto(f"{program.base}/{ground.slug}/")
    sign_in(page, visit, f"contact@{ground.slug}.example")
    assert page.url.endswith("/me/") and page.get_attribute("html", "lang") == way.language, page.url
    return page


def publish(way, visit, program, ground, title):
    page = window(way, visit, program.base)
    page.goto(f"{program.base}/{ground.slug}/")
    sign_in(page, visit, f"agent@{ground.slug}.example")
    page.goto(f"{program.base}/{ground.slug}/staff/clients/{walking.CASE}entry/")
    page.check("input[name=visibility][value=client]")
    page.fill("[name=title]", title)
    with page.expect_navigation():
        page.click("main form button:not([name])")
    visit.look(page)

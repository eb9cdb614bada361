"""What the walks share: the windows in which they are walked, and a small agency of their own in each language, so that a walk
may change what it likes. Fields and links are found by their names and addresses, which no language changes."""
import base64
import csv
import dataclasses
import email
import email.policy
import glob
import hashlib
import hmac
import os
import re
import struct
import subprocess
import tempfile
import time

PASSWORD = "over the hills 7 and far away"
(PHONE, DESK) = ((390, 844), (1280, 900))


@dataclasses.dataclass(frozen=True)
class Way:
    """In what window, and in whose language, a walk is walked."""

    language: str
    size: tuple
    dark: bool
    scripts: bool = True


# Each walk takes a phone and a desk; the walks of a module take all of these, so that each language and both lights occur.
EAST = [Way("lt", PHONE, True), Way("en", DESK, False)]
SOUTH = [Way("ar", PHONE, False), Way("lt", DESK, True)]
WEST = [Way("en", PHONE, True), Way("ar", DESK, False)]


def without_scripts(ways):
    return [dataclasses.replace(way, scripts=False) for way in ways]


@dataclasses.dataclass(frozen=True)
class Ground:
    """An agency for walks."""

    slug: str
    name: str
    country: str
    zone: str
    client: str
    case: str


GROUNDS = {
    "en": Ground("inis", "Inis & Daughters", "IE", "Europe/Dublin", "Salthill Bakers", "The second oven"),
    "lt": Ground("upe", "Upės teisininkai", "LT", "Europe/Vilnius", "Šaltinio kepykla", "Antroji krosnis"),
    "ar": Ground("nakhla", "مكتب النخلة", "AE", "Asia/Dubai", "مخبز الميناء", "الفرن الثاني"),
}
# The one client and the one case that a ground begins with.
CLIENT = "bakers"
CASE = "bakers/cases/oven/"
# And the one invoice, which was never paid: 300.00 with its tax.
OVERDUE = "OLD-1"


def make(demo, language):
    """Makes the ground of a language by the command line, once a run: its people, a client and a case."""
    ground = GROUNDS[language]
    if (ground.slug, "owner") in demo.people:
        return ground
    command(demo, "agency", "add", ground.slug, "--name", ground.name, "--country", ground.country, "--time-zone",
            ground.zone, "--locale", language)
    tables = {
        "agency": [{"key": key, "value": value} for key, value in {
            "legal_name": ground.name, "address": "1 Port Road", "city": "Port", "iban": "IE29AIBK93115212345678"}.items()],
        "clients": [{"client": CLIENT, "name": ground.client, "kind": "company", "country": ground.country, "address": "1",
                     "city": "Port", "language": language}],
        "cases": [{"client": CLIENT, "case": "oven", "title": ground.case, "status": "open", "opened": "2026-03-02"}],
        "invoices": [{"client": CLIENT, "invoice": "1", "number": OVERDUE, "issued": "2026-03-05", "due": "2026-04-04",
                      "currency": "EUR", "status": "issued"}],
        "invoice_lines": [{"invoice": "1", "position": "1", "description": "Ovens", "quantity": "1", "unit_price": "250.00",
                           "tax_rate": "20"}],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in tables.items():
            with open(f"{folder}/{name}.csv", "w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)
        command(demo, "import", ground.slug, folder)
    for role in ["agent", "admin", "contact", "owner"]:
        person(demo, ground.slug, role, role, language, CLIENT)
    return ground


def person(demo, agency, key, role, language, client=None):
    """Somebody new who can sign in, known to `Visit.sign_in` by the key."""
    address = f"{key}@{agency}.example"
    more = ["--client", client] if client and role == "contact" else []
    command(demo, "person", "add", agency, address, "--role", role, "--name", f"{key.capitalize()} Quinn", "--language",
            language, *more, "--password-stdin", stdin=PASSWORD)
    demo.people[agency, key] = (address, PASSWORD)
    return address


def command(demo, *arguments, stdin=""):
    done = subprocess.run([demo.program, *arguments, "--root", demo.root], input=stdin, capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


class Walk:
    """One walk on its way: windows of one size, light and language."""

    def __init__(self, visit, way):
        self.visit, self.way = visit, way
        self.ground = make(visit.demo, way.language)
        self.slug = self.ground.slug
        self.base = f"{visit.demo.base}/{self.slug}/"
        self.mark = f"{way.language}{way.size[0]}{'d' if way.dark else 'l'}"

    def window(self):
        page = self.visit.window(*self.way.size, dark=self.way.dark, scripts=self.way.scripts, locale=self.way.language)
        page.set_default_timeout(15_000)
        return page

    def enter(self, role, anew=False):
        """A window in which somebody of the ground has signed in."""
        return self.visit.sign_in(self.window(), self.slug, role, anew=anew)

    def someone(self, key, role, client=CLIENT):
        """Somebody who is only there for this walk."""
        key = f"{key}-{self.mark}".lower()
        return key, person(self.visit.demo, self.slug, key, role, self.way.language, client)

    def go(self, page, path):
        """Opens a page of the ground and looks at it."""
        answer = page.goto(self.base + path)
        self.visit.look(page)
        return answer

    def is_in(self, page):
        """Whether the window's person has signed in."""
        return page.context.request.get(self.base + "me/", max_redirects=0).status == 200

    def send(self, page, what="main form button[type=submit]"):
        """Presses a button that sends a form, and looks at the page that comes."""
        with page.expect_navigation():
            page.locator(what).first.click()
        self.visit.look(page)

    def refused(self, page, status, what="main form button[type=submit]"):
        """Presses a button whose form is refused: the browser says so on the console, and nothing else is wrong."""
        with page.expect_navigation() as answer:
            page.locator(what).first.click()
        assert answer.value.status == status, answer.value.status
        page.wrong[:] = [line for line in page.wrong if f"status of {status}" not in line]
        self.visit.look(page)

    def reads(self, page, *wanted):
        """What stands on the page, and that its language is the reader's."""
        shown = page.inner_text("main")
        for one in wanted:
            assert one in shown, f"{one!r} is not on {page.url}:\n{shown[:1500]}"
        assert page.get_attribute("html", "lang") == self.way.language, page.url


def each(visit, ways):
    """The walks on these ways, one after another."""
    for way in ways:
        visit.way = way
        walk = Walk(visit, way)
        yield walk
        visit.close()


def file(name, body=b"", kind="application/pdf"):
    """A PDF like no other, as a person chooses it."""
    body = body or b"%PDF-1.4\n%" + os.urandom(64).hex().encode() + b"\n%%EOF\n"
    return {"name": name, "mimeType": kind, "buffer": body}


def letters(demo, agency, to):
    """The letters to an address, the latest first: without a mail server they are files of the workspace."""
    paths = sorted(glob.glob(f"{demo.root}/data/{agency}/mail/*.eml"), key=os.path.getmtime, reverse=True)
    for path in paths:
        with open(path, "rb") as found:
            letter = email.message_from_binary_file(found, policy=email.policy.default)
        if to in str(letter["To"]):
            yield letter


def letter(demo, agency, to, part):
    """The text of the letter to somebody that has something in it, waited for."""
    for _ in range(1000):
        for one in letters(demo, agency, to):
            if part in one.get_content():
                return one.get_content()
        time.sleep(0.1)
    raise AssertionError(f"no letter to {to} with {part}")


def link(demo, agency, to, path):
    """The link of a letter, and the whole letter."""
    text = letter(demo, agency, to, f"/{agency}/{path}?")
    return re.search(rf"http://\S+/{agency}/{path}\?\S+", text).group(0), text


def one_time_code(secret, ahead=0):
    """RFC 6238 with 6 digits and 30 seconds."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    number = struct.unpack(">I", digest[digest[-1] & 15:][:4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"

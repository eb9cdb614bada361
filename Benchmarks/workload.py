"""The records of a busy agency, from which Portico and its peer make the same pages.

Every client has 5 cases of 8 events, 4 issued invoices of 4 lines, and one contact who sees everything in the agency's
own language. The staff's view is the same, so each client's pages are rendered once: home, cases, invoices, documents,
5 cases, 4 invoices. All days lie in a past year: no page changes because midnight passes.
"""
import csv
import dataclasses
import datetime
import decimal
import functools
import io
import os

from workspace import Workspace, write_files

PAGES_OF_A_CLIENT = 13
# The privacy policy, the operator's, the cookies: an agency's own pages, which the peer does not make.
PAGES_OF_AN_AGENCY = 3
# The folder of the one view that everybody has.
VIEW = "en.cid"

AGENCY = {
    "name": "Quay Legal", "legal_name": "Quay Legal Limited", "address": "1 Sir John Rogerson's Quay", "city": "Dublin",
    "postcode": "D02 XY12", "country": "IE", "company_code": "481516", "vat": "IE4815162M", "iban": "IE29AIBK93115212345678",
    "bic": "AIBKIE2D", "email": "office@quay.example", "phone": "+353 1 555 0100",
}

TITLES = ["Lease of the warehouse", "Building permit", "Claim against the carrier", "Trade mark", "Works council"]
SLUGS = ["lease", "permit", "claim", "trade-mark", "works-council"]
STATUSES = ["closed", "waiting", "open", "open", "open"]
KINDS = ["note", "call", "meeting", "filing", "milestone"]
EVENTS = ["First meeting", "Draft sent", "Call with the other side", "Terms compared", "Hearing moved", "Expert heard",
          "Second draft sent", "Agreement in sight"]
SUMMARY = "We act for you against **{other}**. The next step is *theirs*; they have until the end of the month.\n\n" \
          "Nothing needs to be done on your side before that."
BODIES = [
    "We went through the draft with the owner, who **agrees to the term** and asks for *one month more* before the first "
    "payment. We answer by Friday.",
    "They called back and will not insist on the clause.\n\nPlease keep the originals; a **copy** is enough for now, and we "
    "file it under `{code}`.",
    "Three things are still open:\n\n- the deposit, *three* months or four\n- who repairs the roof\n- the day of handing over",
    "The court writes:\n\n> The hearing is moved to the week after, at the request of both sides.\n\nWe shall **both** be there.",
]
# Description, quantity, unit, unit price, VAT rate.
LINES = [
    ("Advice on the contract", "6.5", "h", "120.00", 23),
    ("Drafting and correspondence", "3.25", "h", "98.00", 23),
    ("Court fee, laid out", "1", "", "84.60", 9),
    ("Copies and courier", "12", "", "1.35", 23),
]


@dataclasses.dataclass(frozen=True)
class Event:
    day: datetime.date
    kind: str
    title: str
    body: str


@dataclasses.dataclass(frozen=True)
class Case:
    slug: str
    title: str
    status: str
    opened: datetime.date
    closed: datetime.date | None
    summary: str
    """In the order of entry."""
    events: list[Event]


@dataclasses.dataclass(frozen=True)
class Line:
    description: str
    quantity: decimal.Decimal
    unit: str
    price: decimal.Decimal
    rate: int

    @property
    def net(self):
        return cents(self.quantity * self.price)


@dataclasses.dataclass(frozen=True)
class Invoice:
    number: str
    issued: datetime.date
    lines: list[Line]
    """When it was paid in full; nothing was paid otherwise."""
    paid: datetime.date | None

    @property
    def due(self):
        return self.issued + datetime.timedelta(14)

    @property
    def net(self):
        return sum(line.net for line in self.lines)

    @property
    def taxes(self):
        """Rate, taxable amount and VAT, the highest rate first; rounded once for each, as EN 16931 says."""
        rates = sorted({line.rate for line in self.lines}, reverse=True)
        taxable = {rate: sum(line.net for line in self.lines if line.rate == rate) for rate in rates}
        return [(rate, taxable[rate], cents(taxable[rate] * rate / 100)) for rate in rates]

    @property
    def tax(self):
        return sum(amount for _, _, amount in self.taxes)

    @property
    def total(self):
        return self.net + self.tax

    @property
    def owed(self):
        return decimal.Decimal("0.00") if self.paid else self.total


@dataclasses.dataclass(frozen=True)
class Client:
    number: int
    cases: list[Case]
    invoices: list[Invoice]

    @property
    def slug(self):
        return f"client-{self.number:05}"

    @property
    def name(self):
        return f"Harbour & Sons {self.number} Limited"

    @property
    def address(self):
        return f"{self.number % 200 + 1} Wharf Road"

    @property
    def postcode(self):
        return f"H91 {self.number % 10_000:04}"

    @property
    def vat(self):
        return f"IE{self.number:07}Q"


def cents(amount):
    return amount.quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP)


@functools.lru_cache(maxsize=64)
def client(number):
    """The values of one client, always the same for the same number."""
    first = datetime.date(2025, 1, 6) + datetime.timedelta(number % 200)
    return Client(number, [case(number, j, first) for j in range(5)], [invoice(number, j, first) for j in range(4)])


def case(number, j, first):
    opened = first + datetime.timedelta(j)
    # The last two events share a day; no two cases do.
    days = [first + datetime.timedelta(10 + min(k, 6) * 10 + j) for k in range(8)]
    events = [
        Event(day, KINDS[(j + k) % 5], f"{EVENTS[k]}, {TITLES[j].lower()}", BODIES[(j + k) % 4].format(code=f"{number}/{j}-{k}"))
        for k, day in enumerate(days)
    ]
    closed = days[-1] + datetime.timedelta(5) if STATUSES[j] == "closed" else None
    return Case(SLUGS[j], f"{TITLES[j]} {number}", STATUSES[j], opened, closed,
                SUMMARY.format(other=f"Carrier {number % 97} plc"), events)


def invoice(number, j, first):
    issued = first + datetime.timedelta(15 + 20 * j)
    lines = [
        Line(f"{description}, part {j + 1}", decimal.Decimal(quantity), unit, decimal.Decimal(price) + number % 7, rate)
        for description, quantity, unit, price, rate in LINES
    ]
    return Invoice(f"Q{number:05}-{j + 1}", issued, lines, issued + datetime.timedelta(7) if j < 2 else None)


# MARK: As an import brings it

HEADS = {
    "clients.csv": "client,name,kind,address,city,postcode,country,vat,language",
    "contacts.csv": "client,name,email,language,sees",
    "cases.csv": "client,case,title,status,opened,closed,summary",
    "events.csv": "client,case,date,kind,title,body,visibility",
    "invoices.csv": "invoice,client,number,issued,due,currency,status,notes",
    "invoice_lines.csv": "invoice,position,description,quantity,unit,unit_price,tax_rate",
    "payments.csv": "invoice,date,amount,provider,reference",
}
NOTES = "Thank you for your trust. Please name the number of the invoice when you pay."


def records(numbers):
    """The CSV files of an agency with these clients, as name to text."""
    texts = {name: io.StringIO() for name in HEADS}
    writers = {name: csv.writer(text, lineterminator="\n") for name, text in texts.items()}
    for name, head in HEADS.items():
        writers[name].writerow(head.split(","))
    for number in numbers:
        for name, row in rows(client(number)):
            writers[name].writerow(row)
    settings = "key,value\n" + "".join(f"{key},{value}\n" for key, value in AGENCY.items())
    return {"agency.csv": settings, **{name: text.getvalue() for name, text in texts.items()}}


def rows(one):
    """One client's rows, each with the file in which it stands."""
    yield "clients.csv", [one.slug, one.name, "company", one.address, "Galway", one.postcode, "IE", one.vat, "en"]
    yield "contacts.csv", [one.slug, f"Contact {one.number}", f"contact-{one.number}@harbour.example", "en", ""]
    for each in one.cases:
        yield "cases.csv", [one.slug, each.slug, each.title, each.status, each.opened, each.closed, each.summary]
        for event in each.events:
            yield "events.csv", [one.slug, each.slug, event.day, event.kind, event.title, event.body, "client"]
    for each in one.invoices:
        yield "invoices.csv", [each.number, one.slug, each.number, each.issued, each.due, "EUR", "issued", NOTES]
        for position, line in enumerate(each.lines, 1):
            yield "invoice_lines.csv", [
                each.number, position, line.description, line.quantity, line.unit, line.price, line.rate]
        if each.paid:
            yield "payments.csv", [each.number, each.paid, each.total, "bank", f"RF {each.number}"]


# MARK: Workspaces


def make(root):
    """An empty workspace."""
    made = Workspace(root)
    made.must("init", root, bare=True)
    return made


def add_agency(workspace, slug, files=None):
    """Adds an agency with what an import brings. Nothing is rendered: a command leaves that to `portico build`."""
    workspace.must("agency", "add", slug, "--name", AGENCY["name"], "--country", "IE", "--time-zone", "Europe/Dublin")
    if files:
        bring(workspace, slug, files)


def bring(workspace, slug, files):
    """Imports files from a folder beside the workspace; it stays, because nothing is deleted while measuring."""
    beside = f"{workspace.root}-imports"
    os.makedirs(beside, exist_ok=True)
    folder = os.path.join(beside, str(len(os.listdir(beside))))
    write_files(folder, files)
    return workspace.must("import", slug, folder, timeout=3600)

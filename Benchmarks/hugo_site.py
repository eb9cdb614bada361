"""The peer of a cold build: the same pages as a Hugo site, made of the same values.

The layouts in hugo/layouts/ are Portico's own templates written anew, so the pages are the same, mark by mark (`alike.py`
compares them); the identities of events and the hashes in addresses of assets differ, and white space between marks.

What differs is for the most part in Hugo's favour: its content files hold what a page shows in the order in which it is
shown, with amounts added up, where Portico selects, sorts and adds up; English words stand in the layouts; Markdown is plain
CommonMark without Hugo's extensions; no list pages of its own, feeds, sitemap, minifying or CSS; it makes no privacy pages;
and it neither remembers what it wrote nor waits for the disk, where Portico keeps each page's digest and, at its end, waits
until every page is on the disk.
"""
import importlib.metadata
import json
import os
import shutil

import workload

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hugo")
WORDS = {
    "open": "Open", "waiting": "Waiting", "closed": "Closed", "paid": "Paid", "overdue": "Overdue", "note": "Note",
    "call": "Call", "meeting": "Meeting", "filing": "Filing", "milestone": "Milestone",
}
TABS = [{"path": path, "label": label} for path, label in [
    ("", "Home"), ("cases/", "Cases"), ("invoices/", "Invoices"), ("documents/", "Documents")]]


def program():
    """The executable itself: what the Python package puts beside the interpreter starts a Python first."""
    path = str(importlib.metadata.distribution("hugo").locate_file("hugo/binaries/hugo"))
    if not os.access(path, os.X_OK):
        raise RuntimeError("Hugo is not where its Python package keeps it; Benchmarks/requirements.txt names the version")
    return path


def command(site, destination):
    """Renders a site that `make` has made, into an empty folder."""
    site = os.path.abspath(site)
    return [program(), "--quiet", "--noBuildLock", "--source", site, "--destination", os.path.abspath(destination),
            "--cacheDir", os.path.join(site, "cache")]


def make(site, numbers):
    """Writes a site with these clients."""
    shutil.copytree(os.path.join(HERE, "layouts"), os.path.join(site, "layouts"))
    with open(os.path.join(HERE, "hugo.json")) as file:
        settings = json.load(file)
    settings["params"] = {"agency": agency(), "words": WORDS, "tabs": TABS}
    write(os.path.join(site, "hugo.json"), json.dumps(settings))
    for number in numbers:
        one = workload.client(number)
        for path, values, text in pages(one):
            front = json.dumps({"client": one.slug, "name": one.name, **values}, default=plain, indent=1)
            write(os.path.join(site, "content", one.slug, path), f"{front}\n\n{text}")


def agency():
    a = workload.AGENCY
    iban = " ".join(a["iban"][i:i + 4] for i in range(0, len(a["iban"]), 4))
    lines = [a["address"], f"{a['postcode']} {a['city']}", "Ireland", f"Company code {a['company_code']}",
             f"VAT code {a['vat']}", a["email"], a["phone"]]
    return {**a, "iban": iban, "lines": lines}


# MARK: Pages


def pages(one):
    """One client's content files: path, front matter, text."""
    yield "_index.md", home(one), ""
    yield "cases/_index.md", cases(one), ""
    yield "documents/_index.md", {"layout": "documents", "title": "Documents", "tab": "documents/"}, ""
    yield "invoices/_index.md", invoices(one), ""
    for each in one.cases:
        yield f"cases/{each.slug}.md", case(one, each), each.summary
    for each in one.invoices:
        yield f"invoices/{each.number}.md", invoice(one, each), ""


def home(one):
    waiting = [each for each in one.invoices if not each.paid]
    events = [(each, position, event) for each in one.cases for position, event in enumerate(each.events)]
    latest = sorted(events, key=lambda found: (found[2].day, found[1]), reverse=True)[:6]
    return {
        "layout": "client", "title": "Home", "tab": "", "owed": sum(each.owed for each in waiting),
        "waiting": [{"number": each.number, "due": each.due, "owed": each.owed} for each in waiting],
        "open": [row(each) for each in newest(one) if each.status != "closed"],
        "days": days((event.day, {"id": identity(one, each, position), "kind": event.kind, "case": each.slug, "of": each.title,
                                  "title": event.title}) for each, position, event in latest),
    }


def cases(one):
    groups = [{"status": status, "cases": [row(each) for each in newest(one) if each.status == status]}
              for status in ["open", "waiting", "closed"]]
    return {"layout": "cases", "title": "Cases", "tab": "cases/", "groups": groups}


def newest(one):
    return sorted(one.cases, key=lambda each: each.opened, reverse=True)


def row(each):
    values = {"case": each.slug, "title": each.title, "status": each.status, "opened": each.opened, "closed": each.closed,
              "latest": each.events[-1].day}
    return {key: value for key, value in values.items() if value}


def case(one, each):
    entries = [(event.day, {"id": identity(one, each, position), "kind": event.kind, "title": event.title, "body": event.body})
               for position, event in enumerate(each.events)]
    values = {"layout": "case", "title": each.title, "tab": "cases/", "below": True, "case": each.slug, "status": each.status,
              "opened": each.opened, "days": days(reversed(entries))}
    return {**values, "closed": each.closed} if each.closed else values


def days(entries):
    """Groups entries, the newest first, by their day."""
    grouped = {}
    for day, entry in entries:
        grouped.setdefault(day, []).append(entry)
    return [{"day": day, "entries": found} for day, found in grouped.items()]


def invoices(one):
    rows = [{"number": each.number, "issued": each.issued, "due": each.due, "status": state(each), "total": each.total,
             "owed": each.owed} for each in reversed(one.invoices)]
    unpaid = [each.owed for each in one.invoices if not each.paid]
    return {"layout": "invoices", "title": "Invoices", "tab": "invoices/", "invoices": rows, "owed": sum(unpaid),
            "unpaid": len(unpaid)}


def invoice(one, each):
    return {
        "layout": "invoice", "title": f"Invoice {each.number}", "tab": "invoices/", "below": True, "number": each.number,
        "status": state(each), "address": [one.address, f"{one.postcode} Galway", "Ireland", f"VAT code {one.vat}"],
        "issued": each.issued, "due": each.due, "net": each.net, "tax": each.tax, "total": each.total, "owed": each.owed,
        "paid": each.paid or "", "notes": workload.NOTES,
        "lines": [{"description": line.description, "quantity": line.quantity, "unit": line.unit, "price": line.price,
                   "rate": line.rate, "net": line.net} for line in each.lines],
        "taxes": [{"rate": rate, "taxable": taxable, "amount": amount} for rate, taxable, amount in each.taxes],
    }


def state(each):
    return "paid" if each.paid else "overdue"


def identity(one, each, position):
    """As long as Portico's own."""
    return f"00000000-0000-7000-8000-{one.number:06}{one.cases.index(each):03}{position:03}"


def plain(value):
    """Days as text, amounts as numbers."""
    return value.isoformat() if hasattr(value, "isoformat") else float(value)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)

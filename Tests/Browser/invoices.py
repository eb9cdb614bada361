"""What is promised of invoices: written and summed in a browser, read, paid by a code and printed."""
import random
import re
import subprocess
import tempfile

STAFF = "/northgate/staff/invoices/"


def open_form(page, visit):
    page.goto(f"{visit.demo.base}{STAFF}new?client=harbour-coffee")


def fill(page, row, description, quantity, price, rate="23", category="S"):
    for name, value in [("description", description), ("quantity", quantity), ("price", price), ("rate", rate)]:
        page.fill(f"[name='lines[{row}].{name}']", value)
    page.select_option(f"[name='lines[{row}].category']", category)


def figures(page):
    """Every sum of the form, without what divides and marks it."""
    texts = page.locator("[data-net], [data-totals] dd").all_inner_texts()
    return [re.sub(r"[^0-9.-]", "", text) for text in texts if text.strip()]


def sums_are_live_and_the_servers(visit):
    """What the script sums up while one types is to the cent what the server sums up, with the lines that it added."""
    chance = random.Random(11)
    page = visit.sign_in(visit.window(), "northgate", "owner")
    plain = visit.window(scripts=False)
    plain.context.add_cookies(page.context.cookies())
    for turn in range(6):
        open_form(page, visit)
        for _ in range(3):
            page.click("button[value=rows]")
        assert page.locator(".invoice-line").count() == 6
        open_form(plain, visit)
        plain.click("button[value=rows]")
        for row in range(6):
            quantity = f"{chance.randint(1, 99999) / 10 ** chance.randint(0, 3):.3f}"
            price = f"{chance.randint(0, 9999999) / 1000:.3f}"
            rate, category = chance.choice([("23", "S"), ("9", "S"), ("13.50", "S"), ("0", "Z"), ("", "AE")])
            for one in (page, plain):
                fill(one, row, f"Line {turn} {row}", quantity, price, rate, category)
        live = figures(page)
        plain.click("button[value=sum]")
        assert live == figures(plain), (live, figures(plain))
    visit.look(page)
    visit.picture(page, "invoice-form")


def an_invoice_lives(visit):
    """Staff write an invoice without script, issue it and record a payment; its client sees it, and reads its code with a phone."""
    page = visit.sign_in(visit.window(390, 844, scripts=False), "northgate", "owner")
    open_form(page, visit)
    fill(page, 0, "Advice on the lease", "2,5", "190.00")
    page.get_by_role("button", name="Save the draft").click()
    assert "?done=saved" in page.url, page.inner_text("body")
    visit.look(page)
    page.get_by_role("button", name="Issue", exact=True).click()
    assert "?done=issued" in page.url, page.inner_text("body")
    number = re.search(r"NG-\d{4}-\d{4}", page.inner_text("h1")).group()
    visit.picture(page, "staff-invoice-phone")
    page.fill("[name=amount]", "84.25")
    page.get_by_role("button", name="Record the payment").click()
    assert "?done=paid" in page.url, page.inner_text("body")
    contact = visit.sign_in(visit.window(dark=True), "northgate", "contact")
    contact.goto(f"{visit.demo.base}/northgate/clients/harbour-coffee/invoices/{number}/")
    visit.look(contact)
    visit.picture(contact, "invoice-dark")
    assert "€500.00" in contact.inner_text(".pay")
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        contact.locator(".qr svg").screenshot(path=file.name)
        said = subprocess.run(["zbarimg", "--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", "-Sqrcode.binary", file.name],
                              capture_output=True, check=True).stdout.decode()
    lines = said.rstrip("\n").split("\n")
    assert lines[:4] == ["BCD", "002", "1", "SCT"] and "EUR500.00" in lines and lines[-1].startswith("RF"), lines


def invoices_print(visit):
    """A short invoice prints on one page of A4 or US Letter, a long one with the heading of its table on every page, a statement too."""
    page = visit.sign_in(visit.window(), "northgate", "owner")
    base = f"{visit.demo.base}/northgate/clients/harbour-coffee/"
    for path in ["invoices/NG-2026-0009/", "statement?from=2025-01-01&to=2026-12-31"]:
        page.goto(base + path)
        name = path.split('?')[0].strip('/').replace('/', '-')
        # As the page asks for, and as somebody's printer has it whatever the page asks for.
        for paper in [None, "A4", "Letter"]:
            pages = printed(page, f"{visit.pictures}/{name}-{paper or 'own'}.pdf", paper)
            assert len(pages) == 1, (path, paper, len(pages))
            assert "Sign out" not in pages[0] and "Cookies" not in pages[0]
            assert path.startswith("statement") or all(word in pages[0] for word in ["NG-2026-0009", "IBAN", "VAT"]), pages[0]
    open_form(page, visit)
    while page.locator(".invoice-line").count() < 70:
        page.click("button[value=rows]")
    for row in range(70):
        fill(page, row, f"Work on part {row + 1} of the annual accounts", "1", "10")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**done=saved")
    pages = printed(page, f"{visit.pictures}/long.pdf")
    with_lines = [text for text in pages if "Work on part" in text]
    assert len(with_lines) > 1 and all("Unit price" in text for text in with_lines), len(pages)


def printed(page, path, paper=None):
    """The text of each page of the PDF that a browser prints: on the paper that the page asks for, A4 here, or on another."""
    if paper:
        page.pdf(path=path, format=paper)
    else:
        page.pdf(path=path, prefer_css_page_size=True)
    about = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout
    assert f"({(paper or 'A4').replace('Letter', 'letter')})" in about, about
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    return text.split("\f")[:-1]

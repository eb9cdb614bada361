"""What becomes of an invoice, and what its client sees of that each time."""
import re

import walking
from walking import CLIENT, OVERDUE

SAVE = "main form button[type=submit]:not([name]):not([hidden])"
PAY = "form:has([name=amount]) button[type=submit]"
NEW = f"staff/invoices/new?client={CLIENT}"


def line(page, row, description, quantity, price):
    for name, value in {"description": description, "quantity": quantity, "price": price, "rate": "20"}.items():
        page.fill(f"[name='lines[{row}].{name}']", value)


def amounts(text):
    """The amounts of a text in cents, whatever a language divides and marks them with."""
    western = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789."))
    plain = re.sub("[\\s\u00a0\u202f\u200e\u200f\u2066-\u2069]", "", western)
    return [int(re.sub(r"\D", "", found)) for found in re.findall(r"\d[\d.,٬’']*[.,]\d\d(?!\d)", plain)]


def an_invoice_goes_from_draft_to_credit_note(visit):
    """A draft is nobody's but the agency's; issued, its client reads it; a payment and a credit note leave nothing to pay."""
    for walk, role in zip(walking.each(visit, walking.EAST), ["agent", "admin"]):
        page, contact = walk.enter(role), walk.enter("contact")
        walk.go(page, NEW)
        line(page, 0, f"Work {walk.mark}", "2", "50")
        line(page, 1, f"Trips {walk.mark}", "1.5", "10")
        assert 13800 in amounts(page.inner_text("[data-sum=gross]")), page.inner_text("[data-sum=gross]")
        walk.send(page, SAVE)
        assert "done=saved" in page.url, page.url
        draft = page.url.split("?")[0]
        mine = f"main a[href*='/clients/{CLIENT}/invoices/']"
        walk.go(contact, f"clients/{CLIENT}/invoices/")
        before = set(contact.eval_on_selector_all(mine, "all => all.map(a => a.getAttribute('href'))"))
        walk.send(page, "form[action$='/issue'] button")
        assert "done=issued" in page.url, page.url
        walk.go(contact, f"clients/{CLIENT}/invoices/")
        now = set(contact.eval_on_selector_all(mine, "all => all.map(a => a.getAttribute('href'))"))
        assert len(now - before) == 1, (before, now)
        (href,) = now - before
        row = contact.locator(f"tbody tr:has(a[href='{href}'])")
        states = [row.locator(".badge").get_attribute("data-state")]
        page.fill("[name=amount]", "38" if walk.way.language == "en" else "38,00")
        page.fill("[name=reference]", f"RF {walk.mark}")
        walk.send(page, PAY)
        assert "done=paid" in page.url, page.url
        walk.go(contact, f"clients/{CLIENT}/invoices/")
        states.append(row.locator(".badge").get_attribute("data-state"))
        assert 10000 in amounts(row.inner_text()), row.inner_text()
        contact.goto(visit.demo.base + href)
        visit.look(contact)
        walk.reads(contact, f"Work {walk.mark}", f"Trips {walk.mark}")
        assert {13800, 3800, 10000} <= set(amounts(contact.inner_text("main")))
        walk.send(page, "form[action$='/credit'] button")
        assert page.url != draft, "the credit note is a draft of its own"
        if page.locator("form[action$='/issue'] button").count() == 0:
            walk.send(page, SAVE)
        walk.send(page, "form[action$='/issue'] button")
        walk.go(contact, f"clients/{CLIENT}/invoices/")
        states.append(row.locator(".badge").get_attribute("data-state"))
        assert len(set(states)) == 3, states
        last = set(contact.eval_on_selector_all(mine, "all => all.map(a => a.getAttribute('href'))"))
        assert len(last - now) == 1, "the client has the credit note too"


def what_is_overdue_is_listed(visit):
    """The overdue list has what is past its day until it is paid; then it is gone from it, and from what waits for the client."""
    for walk, role in zip(walking.each(visit, walking.WEST), ["owner", "agent"]):
        page, contact = walk.enter(role), walk.enter("contact")
        walk.go(page, "staff/invoices/")
        with page.expect_navigation():
            page.locator("nav.tabs a[href*='overdue']").click()
        visit.look(page)
        assert OVERDUE in page.inner_text("tbody") and page.locator("tbody .badge[data-state=overdue]").count() >= 1
        walk.go(contact, f"clients/{CLIENT}/")
        waits = f"main a[href$='/invoices/{OVERDUE}/']"
        assert contact.locator(waits).count() >= 1
        overdue = page.url
        with page.expect_navigation():
            page.locator("tbody a").filter(has_text=OVERDUE).click()
        visit.look(page)
        page.fill("[name=amount]", "300")
        walk.send(page, PAY)
        assert "done=paid" in page.url, page.url
        paid = page.url
        page.goto(overdue)
        visit.look(page)
        assert OVERDUE not in page.inner_text("main")
        walk.go(contact, f"clients/{CLIENT}/")
        assert contact.locator(waits).count() == 0
        # As it was: taken back, it is owed again.
        page.goto(paid)
        page.locator("details:has(form[action$='/take-back']) summary").click()
        walk.send(page, "form[action$='/take-back'] button")
        walk.go(contact, f"clients/{CLIENT}/")
        assert contact.locator(waits).count() >= 1


def a_statement_is_of_its_days(visit):
    """Without JavaScript a client asks for a statement of some days: it has the invoices of these, and not those of others."""
    for walk in walking.each(visit, walking.without_scripts(walking.SOUTH)):
        contact = walk.enter("contact")
        walk.go(contact, f"clients/{CLIENT}/invoices/")
        with contact.expect_navigation():
            contact.click("main .head a[href*='/statement']")
        visit.look(contact)
        for first, last, is_in in [("2026-03-01", "2026-03-31", True), ("2026-01-01", "2026-02-28", False)]:
            contact.fill("[name=from]", first)
            contact.fill("[name=to]", last)
            walk.send(contact, "form.filter button[type=submit]")
            assert contact.locator("tbody a").filter(has_text=OVERDUE).count() == is_in, (first, last)
        contact.fill("[name=from]", "2026-05-01")
        contact.fill("[name=to]", "2026-05-31")
        walk.send(contact, "form.filter button[type=submit]")
        assert 30000 in amounts(contact.inner_text("main")), "what was owed before stands at its head"


def an_invoice_is_written_without_scripts(visit):
    """Without JavaScript an invoice is summed up by a button, kept with its lines, issued, and read by its client."""
    for walk, role in zip(walking.each(visit, walking.without_scripts(walking.SOUTH)), ["owner", "admin"]):
        page, contact = walk.enter(role), walk.enter("contact")
        walk.go(page, NEW)
        line(page, 0, f"Plain work {walk.mark}", "3", "20")
        walk.send(page, "button[name=do][value=sum]")
        assert 7200 in amounts(page.inner_text("[data-sum=gross]"))
        walk.send(page, SAVE)
        walk.send(page, "form[action$='/issue'] button")
        walk.go(contact, f"clients/{CLIENT}/invoices/")
        for number in range(contact.locator("tbody a").count()):
            walk.go(contact, f"clients/{CLIENT}/invoices/")
            with contact.expect_navigation():
                contact.locator("tbody a").nth(number).click()
            if f"Plain work {walk.mark}" in contact.inner_text("main"):
                break
        visit.look(contact)
        walk.reads(contact, f"Plain work {walk.mark}")
        assert 7200 in amounts(contact.inner_text("main"))

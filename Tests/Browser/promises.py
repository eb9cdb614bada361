"""What people are promised, each as a function that a real browser goes through. The docstring is the promise."""
import hashlib
import inspect

PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
       b"trailer<</Root 1 0 R>>\n%%EOF\n")


class Visit:
    """Browser windows on the demo, and a look at what must hold on every page."""

    def __init__(self, browser, demo, pictures):
        (self.browser, self.demo, self.pictures) = (browser, demo, pictures)
        self.contexts = []
        # Which of several windows and languages a walk has come to.
        self.way = ""

    def window(self, width=1280, height=900, dark=False, scripts=True, locale="en-IE", base=None):
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            java_script_enabled=scripts, locale=locale)
        self.contexts.append(context)
        page = context.new_page()
        page.wrong = []
        base = base or self.demo.base
        page.on("request", lambda r: r.url.startswith(base) or page.wrong.append("asks " + r.url))
        page.on("console", lambda m: m.type == "error" and "404" not in m.text and page.wrong.append("says " + m.text))
        page.on("pageerror", lambda e: page.wrong.append(f"breaks {e}"))
        return page

    def close(self):
        """Ends every window: their connections stay open otherwise, and one address may have only so many."""
        while self.contexts:
            self.contexts.pop().close()

    def sign_in(self, page, agency, role, anew=False):
        """Signs in; the second time the same browser comes back with its session."""
        if not anew and (agency, role) in self.demo.sessions:
            page.context.add_cookies(self.demo.sessions[agency, role])
            page.goto(f"{self.demo.base}/{agency}/me/")
            if page.url.endswith("/me/"):
                return page
        email, password = self.demo.people[agency, role]
        page.goto(f"{self.demo.base}/{agency}/")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", password)
        page.locator("form:has(input[name=password]) button[type=submit], form:has(input[name=password]) button").first.click()
        page.wait_for_url(f"**/{agency}/me/")
        if not anew:
            self.demo.sessions[agency, role] = page.context.cookies()
        return page

    def picture(self, page, name):
        page.screenshot(path=f"{self.pictures}/{name}.png", full_page=True)

    def look(self, page):
        """No other origin, no error on the console, nothing wider than the window."""
        assert not page.wrong, page.wrong
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{page.url} is {width[0]} px wide in a window of {width[1]} px"


CASE = "clients/harbour-coffee/cases/new-roastery/"


def contact_reads_a_case(visit):
    """A contact signs in, opens a case, and sees its history without what is internal."""
    page = visit.sign_in(visit.window(), "northgate", "contact")
    visit.look(page)
    visit.picture(page, "me")
    page.goto(f"{visit.demo.base}/northgate/clients/harbour-coffee/")
    visit.look(page)
    visit.picture(page, "home")
    page.goto(f"{visit.demo.base}/northgate/{CASE}")
    visit.look(page)
    visit.picture(page, "case")
    text = page.inner_text("body")
    assert "Heads of terms signed" in text and "guarantee" in text.lower() and "bank’s offer" not in text
    assert "Memo on the guarantee" not in text


def first_sign_in_waits_until_the_account_was_seen(visit):
    """Who signs in for the first time finds that among what waits, and it is gone once they have looked at their account."""
    page = visit.sign_in(visit.window(390, 844, scripts=False), "northgate", "contact")
    visit.picture(page, "me-first")
    page.click("text=Your first sign-in")
    assert page.url.endswith("/northgate/me/account/"), page.url
    page.goto(f"{visit.demo.base}/northgate/me/")
    assert "first sign-in" not in page.inner_text("main") and "please read" in page.inner_text("main")


def contact_reads_an_invoice(visit):
    """A contact opens an invoice, and it prints on one page of A4."""
    page = visit.sign_in(visit.window(), "northgate", "contact")
    page.goto(f"{visit.demo.base}/northgate/clients/harbour-coffee/invoices/")
    visit.look(page)
    visit.picture(page, "invoices")
    page.goto(f"{visit.demo.base}/northgate/clients/harbour-coffee/invoices/NG-2026-0009/")
    visit.look(page)
    visit.picture(page, "invoice")
    text = page.inner_text("body")
    for wanted in ["NG-2026-0009", "IE29 AIBK 9311 5212 3456 78", "1,500.00"]:
        assert wanted in text, wanted
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 1


def contact_downloads_a_document(visit):
    """A contact downloads a PDF, whole and in part, as a guest that may do nothing."""
    page = visit.sign_in(visit.window(), "northgate", "contact")
    page.goto(f"{visit.demo.base}/northgate/{CASE}")
    link = page.locator("a[href*='/documents/']").filter(has_text="Heads of terms").first.get_attribute("href")
    page.goto(visit.demo.base + link)
    link = page.locator("main .buttons a.button").first.get_attribute("href")
    answer = page.request.get(visit.demo.base + link)
    body = answer.body()
    assert answer.status == 200 and body.startswith(b"%PDF-") and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff" and "no-store" in answer.headers["cache-control"]
    part = page.request.get(visit.demo.base + link, headers={"Range": "bytes=-100"})
    assert part.status == 206 and part.body() == body[-100:]


def nobody_opens_what_is_not_theirs(visit):
    """Another client's page, another agency's page and a page that never was are the same 404."""
    page = visit.sign_in(visit.window(), "northgate", "contact")
    bodies = set()
    for path in ["clients/atelier-morin/", "clients/atelier-morin/cases/irish-branch/", "clients/nobody/", "staff/"]:
        answer = page.goto(f"{visit.demo.base}/northgate/{path}")
        assert answer.status == 404, (path, answer.status)
        bodies.add(answer.body())
    assert len(bodies) == 1
    visit.picture(page, "not-found")
    answer = page.goto(f"{visit.demo.base}/zalgiris/clients/miesto-duona/")
    assert "/zalgiris/?to=" in page.url and answer.status == 200


def contact_uploads_without_scripts(visit):
    """A contact uploads a file from a phone without JavaScript and gets a receipt with its SHA-256."""
    page = visit.sign_in(visit.window(390, 844, scripts=False), "northgate", "contact")
    page.goto(f"{visit.demo.base}/northgate/{CASE}")
    visit.picture(page, "case-phone")
    page.set_input_files("#file", {"name": "Signature page.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("form:has(#file) button").first.click()
    page.wait_for_url("**/receipts/**")
    visit.picture(page, "receipt-phone")
    assert hashlib.sha256(PDF).hexdigest() in page.inner_text("body").replace(" ", "").replace("\n", "")
    page.goto(f"{visit.demo.base}/northgate/{CASE}")
    assert "Signature page.pdf" in page.inner_text("body")


def contact_is_told_what_is_not_taken(visit):
    """A page of HTML named .pdf is refused with a sentence that says why, without JavaScript too."""
    page = visit.sign_in(visit.window(390, 844, scripts=False), "northgate", "contact")
    page.goto(f"{visit.demo.base}/northgate/{CASE}")
    page.set_input_files(
        "#file", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>alert(1)</script>"})
    page.locator("form:has(#file) button").first.click()
    page.wait_for_load_state()
    visit.picture(page, "refused-phone")
    assert "x.pdf" in page.inner_text("body")


def staff_see_everything_of_a_case(visit):
    """An agent sees internal events and documents, and publishes one, which the client then sees."""
    page = visit.sign_in(visit.window(), "northgate", "agent")
    page.goto(f"{visit.demo.base}/northgate/staff/")
    visit.look(page)
    visit.picture(page, "staff")
    page.goto(f"{visit.demo.base}/northgate/staff/{CASE}")
    visit.look(page)
    visit.picture(page, "staff-case")
    assert "bank’s offer" in page.inner_text("body")
    page.locator("form[action$='/publish'] button").first.click()
    page.wait_for_load_state()
    reader = visit.sign_in(visit.window(), "northgate", "contact")
    reader.goto(f"{visit.demo.base}/northgate/{CASE}")
    assert "Memo on the guarantee" in reader.inner_text("body")


def pages_fit_every_window(visit):
    """Every page of a client fits a window of 320 px and one of 1600 px, light and dark, in Lithuanian too."""
    for agency, client in [("northgate", "harbour-coffee"), ("zalgiris", "miesto-duona")]:
        for width, dark in [(320, False), (390, True), (1600, True)]:
            page = visit.sign_in(visit.window(width, dark=dark), agency, "contact")
            start = f"{visit.demo.base}/{agency}/clients/{client}/"
            page.goto(start)
            links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            seen = sorted({l for l in links if l.startswith(start) and "/documents/0" not in l and "#" not in l})
            assert len(seen) >= 4, seen
            for link in seen:
                page.goto(link)
                visit.look(page)
            visit.picture(page, f"{agency}-{width}-{'dark' if dark else 'light'}")


def lithuanian_reads_as_lithuanian(visit):
    """A Lithuanian contact's pages are in Lithuanian, its money and days too."""
    page = visit.sign_in(visit.window(390, 844, dark=True), "zalgiris", "contact")
    page.goto(f"{visit.demo.base}/zalgiris/clients/miesto-duona/")
    visit.picture(page, "home-lt-phone-dark")
    assert page.get_attribute("html", "lang") == "lt"
    assert "Sąskaitos" in page.inner_text("body")
    page.goto(f"{visit.demo.base}/zalgiris/clients/miesto-duona/cases/nuoma/")
    visit.picture(page, "case-lt-phone-dark")
    page.goto(f"{visit.demo.base}/zalgiris/clients/miesto-duona/invoices/ZT-2026-006/")
    visit.picture(page, "invoice-lt-phone-dark")
    assert "€" in page.inner_text("body")


def signing_out_ends_it(visit):
    """After signing out the back button shows nothing private."""
    page = visit.sign_in(visit.window(), "northgate", "contact", anew=True)
    page.goto(f"{visit.demo.base}/northgate/{CASE}")
    page.locator("form[action$='/sign-out'] button").first.click()
    page.wait_for_load_state()
    answer = page.goto(f"{visit.demo.base}/northgate/{CASE}")
    assert "/northgate/?to=" in page.url and answer.status == 200
    visit.picture(page, "sign-in")
    page.go_back()
    assert "Heads of terms" not in page.inner_text("body")


def public_pages_open_to_all(visit):
    """Privacy, the platform's privacy and cookies are there for everybody."""
    page = visit.window()
    for name in ["privacy/", "privacy/platform/", "privacy/retention/", "cookies/"]:
        answer = page.goto(f"{visit.demo.base}/northgate/{name}")
        assert answer.status == 200
        visit.look(page)
    visit.picture(page, "cookies")


def each_sentence_of_the_policy_leads_to_its_proof(visit):
    """A mark stands behind each sentence of the privacy policy, and leads to what was done and seen; no promise is hidden."""
    page = visit.window()
    page.goto(f"{visit.demo.base}/northgate/privacy/")
    marks = page.locator("a.mark")
    assert marks.count() > 40, marks.count()
    states = set(marks.evaluate_all("marks => marks.map(mark => mark.dataset.state)"))
    assert "proved" in states and "not-run" not in states, states
    visit.look(page)
    visit.picture(page, "privacy")
    counts = {li.get_attribute("data-state"): int(li.locator("strong").inner_text()) for li in page.locator(".proof-figures li").all()}
    assert counts["all"] == sum(counts.values()) - counts["all"], counts
    page.locator("a.mark[data-state=proved]").first.click()
    page.wait_for_load_state()
    assert "/privacy/proof/" in page.url and page.locator("dl.seen").count() > 0
    visit.look(page)
    visit.picture(page, "proof")
    page.goto(f"{visit.demo.base}/northgate/privacy/proof/")
    assert page.locator(".promise").count() == counts["all"]
    visit.look(page)


def all_of(module):
    """The promises of a module, in the order of its file."""
    found = [f for _, f in inspect.getmembers(module, inspect.isfunction) if f.__code__.co_varnames[:1] == ("visit",)]
    return sorted((f for f in found if f.__module__ == module.__name__), key=lambda f: f.__code__.co_firstlineno)

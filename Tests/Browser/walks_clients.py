"""What staff do with clients: write them down, find them, say what a contact sees, and look with the contact's eyes."""
import csv
import io

from playwright.sync_api import expect

import walking
from walking import CASE, CLIENT

RESULTS = "#results tbody tr"


def new_client(walk, page, slug, name, **fields):
    walk.go(page, "staff/new-client/")
    page.check("[name=kind][value=company]")
    for field, value in {"name": name, "slug": slug, **fields}.items():
        page.fill(f"[name={field}]", value)
    walk.send(page)


def a_client_is_made_changed_and_archived(visit):
    """A client is entered, with what is wrong said at its field; changed; archived, and back: each time the list knows it."""
    for walk, role in zip(walking.each(visit, walking.EAST), ["agent", "admin"]):
        page, slug = walk.enter(role), f"mill-{walk.mark}"
        walk.go(page, "staff/new-client/")
        page.fill("[name=name]", f"Mill {walk.mark}")
        page.fill("[name=slug]", "Not A Path!")
        page.evaluate("document.querySelector('main form').noValidate = true")
        walk.refused(page, 422)
        assert page.input_value("[name=name]") == f"Mill {walk.mark}" and page.locator("[aria-invalid=true]").count() >= 1
        new_client(walk, page, slug, f"Mill {walk.mark}", city="Ennis", phone="+353 65 555 0101")
        walk.go(page, f"staff/clients/{slug}/")
        walk.reads(page, f"Mill {walk.mark}", "Ennis", "+353 65 555 0101")
        walk.go(page, f"staff/clients/{slug}/edit/")
        page.fill("[name=name]", f"Windmill {walk.mark}")
        page.fill("[name=city]", "Kilrush")
        walk.send(page)
        walk.go(page, f"staff/clients/{slug}/")
        walk.reads(page, f"Windmill {walk.mark}", "Kilrush")
        walk.go(page, f"clients/{slug}/")
        walk.reads(page, f"Windmill {walk.mark}")
        listed = f"{RESULTS} a[href$='/staff/clients/{slug}/']"
        for verb, state, absent in [("archive", "archived", "active"), ("restore", "active", "archived")]:
            walk.go(page, f"staff/clients/{slug}/{'edit/' if verb == 'archive' else ''}")
            if verb == "archive":
                page.locator(f"details:has(form[action$='/{verb}']) summary").click()
            walk.send(page, f"form[action$='/{verb}'] button")
            for which, count in [(state, 1), (absent, 0)]:
                walk.go(page, f"staff/?state={which}")
                assert page.locator(listed).count() == count, (verb, which)


def the_list_is_sorted_and_saved(visit):
    """The list of clients is sorted by its address and its headings, and the file that one saves has the same rows in that order."""
    for walk in walking.each(visit, walking.SOUTH):
        page = walk.enter("owner")
        for name in ["Aa", "Zz", "Mm"]:
            new_client(walk, page, f"{name.lower()}-{walk.mark}", f"{name} Row {walk.mark}")
        orders = {}
        for sort in ["name", "-name"]:
            walk.go(page, f"staff/?sort={sort}&q=row+{walk.mark}")
            orders[sort] = page.locator(f"{RESULTS} td:first-child a").all_inner_texts()
            with page.expect_download() as saved:
                page.click("#export a")
            with open(saved.value.path(), encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(io.StringIO(file.read())))
            assert [row["name"] for row in rows] == orders[sort], (rows, orders)
        assert orders["name"] == [f"{name} Row {walk.mark}" for name in ["Aa", "Mm", "Zz"]], orders
        assert orders["-name"] == orders["name"][::-1]
        head = page.locator("thead th[aria-sort] a")
        assert page.get_attribute("thead th[aria-sort]", "aria-sort") == "descending"
        if walk.way.size == walking.DESK:
            with page.expect_navigation():
                head.click()
            assert page.get_attribute("thead th[aria-sort]", "aria-sort") == "ascending"


def the_whole_text_is_searched(visit):
    """Search finds words of an entry while one types and by Enter, leads to where they stand, and an agent finds it as well."""
    for walk, role in zip(walking.each(visit, walking.WEST), ["admin", "agent"]):
        page, word = walk.enter(role), f"quernstone{walk.mark}"
        walk.go(page, f"staff/clients/{CASE}entry/")
        page.check("input[name=visibility][value=internal]")
        page.fill("[name=title]", "About the floor")
        page.fill("[name=body]", f"Under it lies a **{word}**.")
        walk.send(page, "main form button:not([name])")
        # The words of an entry are made ready for search after it was acknowledged.
        for _ in range(100):
            if f"/staff/clients/{CASE}" in page.request.get(f"{walk.base}staff/search?q={word}").text():
                break
            page.wait_for_timeout(100)
        walk.go(page, "staff/search")
        page.locator("#q").press_sequentially(word, delay=10)
        found = page.locator(f"#results a.row[href*='/staff/clients/{CASE}']")
        expect(found).to_have_count(1)
        assert word in found.locator("mark").first.inner_text()
        visit.look(page)
        walk.go(page, "staff/")
        page.fill("header form[role=search] [name=q]", word)
        with page.expect_navigation():
            page.press("header form[role=search] [name=q]", "Enter")
        visit.look(page)
        assert word in page.url
        expect(found).to_have_count(1)
        with page.expect_navigation():
            found.click()
        visit.look(page)
        walk.reads(page, word)
        contact = walk.enter("contact")
        assert contact.goto(f"{walk.base}staff/search?q={word}").status == 404


def a_contact_sees_what_they_may(visit):
    """When a contact's rights change, the pages that they may no longer see are gone for them at once, and come back with the right."""
    for walk in walking.each(visit, walking.EAST):
        key, address = walk.someone("rights", "contact")
        admin, contact = walk.enter("admin"), walk.enter(key, anew=True)
        walk.go(admin, f"staff/clients/{CLIENT}/")
        link = admin.locator(f".contact:has-text('{address}') a.title").get_attribute("href")
        for sees in [["invoices"], ["cases", "documents"], ["cases", "invoices", "documents"]]:
            admin.goto(visit.demo.base + link)
            for right in ["cases", "invoices", "documents"]:
                admin.set_checked(f"[name=sees][value={right}]", right in sees)
            walk.send(admin)
            # New rights are a new session.
            contact = walk.enter(key, anew=True)
            for path, right in [(f"clients/{CASE}", "cases"), (f"clients/{CLIENT}/invoices/", "invoices"),
                                (f"clients/{CLIENT}/documents/", "documents")]:
                status = contact.goto(walk.base + path).status
                visit.look(contact)
                assert status == (200 if right in sees else 404), (sees, path, status)


def staff_see_the_very_bytes(visit):
    """What staff see as the client is to the byte what the contact gets, on each of the client's pages."""
    for walk in walking.each(visit, walking.SOUTH):
        agent, contact = walk.enter("agent"), walk.enter("contact")
        walk.go(agent, f"staff/clients/{CLIENT}/")
        with agent.expect_navigation():
            agent.click(f"main .head a[href$='/clients/{CLIENT}/']:not([href*='/staff/'])")
        assert agent.url == f"{walk.base}clients/{CLIENT}/", agent.url
        walk.go(contact, f"clients/{CLIENT}/")
        links = contact.eval_on_selector_all("a[href]", "all => all.map(a => a.href.split('#')[0])")
        pages = sorted({href for href in links if href.startswith(f"{walk.base}clients/")} | {walk.base + "clients/" + CASE})
        assert len(pages) >= 4, pages
        for url in pages:
            (theirs, ours) = (page.request.get(url) for page in (contact, agent))
            assert theirs.status == ours.status == 200, url
            assert theirs.body() == ours.body(), url

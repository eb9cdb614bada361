"""What owners and admins set: what the agency is called and looks like, who works there, what was done; and what clients see of it."""
import csv
import datetime
import io

import walking
from walking import CASE, CLIENT, PASSWORD

COLOURS = {"en": "#7a1f5c", "lt": "#0b5d3b", "ar": "#5a3d00"}


def settled(walk, page, path, holds):
    """Opens a page until something holds: every page of the agency is made again after its settings changed."""
    for _ in range(100):
        walk.go(page, path)
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never on {page.url}:\n{page.inner_text('body')[:800]}")


def settings_are_saved_and_shown(visit):
    """Name, VAT number, IBAN and colour are saved, what is wrong is said at its field, and clients and invoices have them."""
    for walk, role in zip(walking.each(visit, walking.EAST), ["owner", "admin"]):
        page, contact = walk.enter(role), walk.enter("contact")
        name = f"{walk.ground.name} {walk.mark}"
        wanted = {"name": name, "vat": f"LT{walk.way.size[0]:09d}", "iban": "DE89 3704 0044 0532 0130 00",
                  "phone": "+353 1 555 0199"}
        walk.go(page, "staff/settings/")
        before = {field: page.input_value(f"[name={field}]") for field in wanted}
        page.fill("[name=name]", name)
        page.fill("[name=iban]", "DE89 3704 0044 0532 0130 01")
        page.fill("[name=vat]", "LT12345")
        walk.refused(page, 422)
        assert page.get_attribute("[name=iban]", "aria-invalid") == "true" and page.input_value("[name=name]") == name
        assert page.get_attribute("[name=vat]", "aria-invalid") == "true"
        for field, value in wanted.items():
            page.fill(f"[name={field}]", value)
        walk.send(page)
        assert "done" in page.url, page.url
        try:
            walk.go(page, "staff/settings/")
            assert page.input_value("[name=vat]") == wanted["vat"] and page.input_value("[name=name]") == name
            settled(walk, contact, f"clients/{CLIENT}/", lambda: name in contact.inner_text(".brand"))
            assert wanted["phone"] in contact.inner_text("footer")
            walk.go(contact, f"clients/{CASE}")
            paint = "document.querySelector('.brand') && getComputedStyle(document.querySelector('.upload button')).backgroundColor"
            plain = contact.evaluate(paint)
            walk.go(page, "staff/settings/appearance/")
            page.fill("[name=colour]", "green?")
            walk.refused(page, 422)
            page.fill("[name=colour]", COLOURS[walk.way.language])
            walk.send(page)
            settled(walk, contact, f"clients/{CASE}", lambda: contact.evaluate(paint) != plain)
        finally:
            walk.go(page, "staff/settings/")
            for field, value in before.items():
                page.fill(f"[name={field}]", value)
            walk.send(page)


def an_agency_speaks_another_language(visit):
    """The language that an agency chooses is that of its public pages at once; who has an own language keeps it."""
    for walk, role in zip(walking.each(visit, walking.WEST), ["owner", "admin"]):
        page, contact, reader = walk.enter(role), walk.enter("contact"), walk.window()
        try:
            for language, direction in [("lt", "ltr"), (walk.way.language, "rtl" if walk.way.language == "ar" else "ltr")]:
                walk.go(page, "staff/settings/")
                page.select_option("[name=locale]", language)
                walk.send(page)
                html = reader.locator("html")
                settled(walk, reader, "privacy/", lambda: html.get_attribute("lang") == language)
                assert html.get_attribute("dir") == direction
                walk.go(contact, f"clients/{CASE}")
                walk.reads(contact, walk.ground.case)
        finally:
            walking.command(visit.demo, "agency", "set", walk.slug, f"locale={walk.way.language}")


def a_logo_is_put_up_and_taken_down(visit):
    """A logo is sent, refused with a sentence when it is none, shown to clients on every page, and taken down again."""
    for walk in walking.each(visit, walking.without_scripts(walking.SOUTH)):
        page, contact = walk.enter("owner"), walk.enter("contact")
        walk.go(page, "staff/settings/appearance/")
        form = "form[action$='/settings/logo']"
        page.set_input_files("#file", walking.file("logo.png", b"<svg onload=alert(1)>", "image/png"))
        with page.expect_navigation() as answer:
            page.click(f"{form} button")
        assert 400 <= answer.value.status < 500 and page.locator("#file-error").count() == 1, page.inner_text("main")
        page.wrong.clear()  # the browser tells of every 415 and 422
        mark = walk.window()
        mark.set_content("<body style='background:#063'>")
        drawn = mark.screenshot(clip={"x": 0, "y": 0, "width": 96, "height": 32})
        page.set_input_files("#file", walking.file("logo.png", drawn, "image/png"))
        walk.send(page, f"{form} button")
        settled(walk, contact, f"clients/{CLIENT}/", lambda: contact.locator(".brand img").count() == 1)
        size = contact.locator(".brand img").evaluate("one => [one.naturalWidth, one.naturalHeight]")
        assert size[0] == 3 * size[1] > 0, size
        walk.go(page, "staff/settings/appearance/")
        walk.send(page, "form[action$='/logo/remove'] button")
        settled(walk, contact, f"clients/{CLIENT}/", lambda: contact.locator(".brand img").count() == 0)


def colleagues_are_invited_with_a_role(visit):
    """An owner invites an admin, an admin an agent; each comes in by the link and may do what the role may, and no more."""
    for walk in walking.each(visit, walking.WEST):
        inviter = "owner"
        for role in ["admin", "agent"]:
            page, address = walk.enter(inviter), f"new-{role}-{walk.mark}@{walk.slug}.example"
            walk.go(page, "staff/people/invite/")
            page.fill("[name=name]", f"New {role}")
            page.fill("[name=email]", address)
            page.check(f"[name=role][value={role}]")
            if page.locator("[name=present]").count():
                page.fill("[name=present]", PASSWORD)
            walk.send(page)
            link = page.input_value("#link")
            guest = walk.window()
            guest.goto(link)
            visit.look(guest)
            guest.fill("[name=password]", PASSWORD)
            walk.send(guest)
            visit.demo.people[walk.slug, f"new {role} {walk.mark}"] = (address, PASSWORD)
            guest = walk.enter(f"new {role} {walk.mark}")
            walk.go(guest, "staff/")
            for path in ["staff/settings/", "staff/people/", "staff/audit/"]:
                status = guest.goto(walk.base + path).status
                visit.look(guest)
                assert status == (200 if role == "admin" else 404), (role, path, status)
            walk.go(page, "staff/people/")
            assert address in page.inner_text("main")
            inviter = f"new {role} {walk.mark}"
        # Who is an admin makes no owners.
        page = walk.enter(f"new admin {walk.mark}")
        walk.go(page, "staff/people/invite/")
        assert page.locator("[name=role][value=owner]").count() == 0


def a_second_factor_is_required_of_staff(visit):
    """When the agency requires it, staff without a second step set one up before anything else; a contact is not asked."""
    for walk in walking.each(visit, walking.SOUTH):
        owner, contact = walk.enter("owner"), walk.enter("contact")
        key, _ = walk.someone("strict", "agent")
        agent = walk.enter(key, anew=True)
        walk.go(owner, "me/account/second-factor/")
        walk.go(owner, "staff/settings/")
        owner.check("[name=second_factor][value=staff]")
        walk.send(owner)
        try:
            agent.goto(f"{walk.base}staff/")
            visit.look(agent)
            assert "/me/account/second-factor/" in agent.url, agent.url
            walk.send(agent)
            agent.fill("[name=code]", walking.one_time_code(agent.inner_text(".secret").replace(" ", "")))
            walk.send(agent, "form:has([name=code]) button[type=submit]")
            walk.go(agent, f"staff/clients/{CASE}")
            walk.reads(agent, walk.ground.case)
            walk.go(contact, f"clients/{CASE}")
        finally:
            walking.command(visit.demo, "agency", "set", walk.slug, "second_factor=off")


def what_was_done_is_found_and_saved(visit):
    """The audit log is filtered by who and what; the file that one saves has the rows of the filter, and agents have neither."""
    today = datetime.date.today()
    for walk, role in zip(walking.each(visit, walking.EAST), ["admin", "owner"]):
        page, (key, address) = walk.enter(role), walk.someone("seen", "contact")
        contact = walk.enter(key, anew=True)
        walk.go(contact, f"clients/{CASE}")
        walk.go(page, "staff/audit/")
        everything = page.locator("tbody tr").count()
        page.fill("[name=who]", address)
        page.fill("[name=from]", (today - datetime.timedelta(days=1)).isoformat())
        page.select_option("[name=family]", "sign-in")
        walk.send(page, "main form[role=search] button")
        actions = page.locator("tbody code").all_inner_texts()
        assert 1 <= len(actions) < everything and all("sign-in" in action for action in actions), actions
        with page.expect_download() as saved:
            page.click("main .head a[download]")
        with open(saved.value.path(), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(io.StringIO(file.read())))
        assert [row["action"] for row in rows] in (actions, actions[::-1]), (rows, actions)
        page.fill("[name=until]", (today - datetime.timedelta(days=1)).isoformat())
        walk.send(page, "main form[role=search] button")
        assert page.locator("tbody tr").count() == 0
        agent = walk.enter("agent")
        assert agent.goto(walk.base + "staff/audit.csv").status == 404


def letters_are_seen_in_the_outbox(visit):
    """The outbox lists what went out and to whom; a letter to try it goes to who asks, and says what came of it."""
    for walk, role in zip(walking.each(visit, walking.WEST), ["admin", "owner"]):
        key, address = walk.someone("outbox", "contact")
        asking = walk.window()
        walk.go(asking, "")
        asking.fill("input[name=email]", address)
        walk.send(asking, "button[formaction$='/sign-in/mail']")
        walking.letter(visit.demo, walk.slug, address, "/sign-in/link?")
        page = walk.enter(role)
        for _ in range(50):
            walk.go(page, "staff/mail/?part=all")
            if address in page.inner_text("main"):
                break
            page.wait_for_timeout(200)
        walk.reads(page, address)
        before = {letter["Message-ID"] for letter in walking.letters(visit.demo, walk.slug, visit.demo.people[walk.slug, role][0])}
        walk.send(page, "form[action$='/mail/test'] button")
        assert page.locator("section.notice.good").count() == 1, page.inner_text("main")
        after = {letter["Message-ID"] for letter in walking.letters(visit.demo, walk.slug, visit.demo.people[walk.slug, role][0])}
        assert len(after - before) == 1, (before, after)

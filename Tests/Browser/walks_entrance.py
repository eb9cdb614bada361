"""The ways in, as people walk them: an invitation, a mail, a forgotten password, a second step, and which client to go to."""
import re

import walking
from walking import CASE, CLIENT, PASSWORD

ANOTHER = "another password 4 the same door"


def knock(walk, page, email, password):
    """Types into the sign-in page what is asked for."""
    walk.go(page, "")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)


def ask(walk, page, email, way):
    """Asks for a mail by one of the other buttons of the sign-in page."""
    walk.go(page, "")
    page.fill("input[name=email]", email)
    walk.send(page, f"button[formaction$='/{way}']")


def has_entered(walk, page):
    assert page.url == walk.base + "me/", page.url
    assert page.get_attribute("html", "lang") == walk.way.language


def an_invitation_is_accepted(visit):
    """Staff invite a new contact by mail; its link is looked at, sets a password once, and with that the contact signs in."""
    for walk in walking.each(visit, walking.EAST):
        admin, address = walk.enter("admin"), f"invited-{walk.mark}@{walk.slug}.example"
        walk.go(admin, f"staff/clients/{CLIENT}/contacts/new/")
        admin.fill("[name=name]", f"Invited {walk.mark}")
        admin.fill("[name=email]", address)
        admin.select_option("[name=language]", walk.way.language)
        walk.send(admin)
        row = f"li:has(.contact:has-text('{address}'))"
        if admin.locator(f"{row} button[value=mail]").count():
            walk.send(admin, f"{row} button[value=mail]")
        else:
            walk.send(admin, "main button[value=mail]")
        link, _ = walking.link(visit.demo, walk.slug, address, "welcome")
        for window in (walk.window(), walk.window()):
            window.goto(link)
            visit.look(window)
            assert window.input_value("#email") == address, "to look at the link spends nothing"
        guest = visit.contexts[-1].pages[0]
        guest.evaluate("document.querySelector('main form').noValidate = true")
        guest.fill("[name=password]", "short")
        walk.refused(guest, 422)
        assert guest.locator("[aria-invalid=true]").count() == 1
        guest.fill("[name=password]", PASSWORD)
        walk.send(guest)
        assert not guest.locator("[name=password][autocomplete=new-password]").count(), guest.url
        late = walk.window()
        late.goto(link)
        assert not late.locator("[name=password][autocomplete=new-password]").count(), "the link is good once"
        contact = walk.window()
        knock(walk, contact, address, PASSWORD)
        walk.send(contact)
        has_entered(walk, contact)
        assert contact.locator("#waits ~ ul a[href$='/me/account/']").count() == 1, "a first sign-in says so"
        walk.go(contact, f"clients/{CASE}")
        walk.reads(contact, walk.ground.case)
        walk.go(admin, f"staff/clients/{CLIENT}/")
        assert not admin.locator(f"{row} button[value=mail]").count(), "who has signed in is not invited again"


def a_link_from_a_mail_lets_in(visit):
    """A link from a mail lets in who asked for it, by a button: programs that look at links in mails spend nothing."""
    for walk in walking.each(visit, walking.without_scripts(walking.WEST)):
        key, address = walk.someone("link", "contact")
        page = walk.window()
        ask(walk, page, address, "sign-in/mail")
        assert page.url.startswith(walk.base + "sign-in/mail/"), page.url
        shown = page.inner_text(".shown")
        link, _ = walking.link(visit.demo, walk.slug, address, "sign-in/link")
        scanner = walk.window()
        for _ in range(3):
            assert scanner.goto(link).status == 200
            visit.look(scanner)
        assert scanner.locator("#shown").count() == 1, "in another browser it asks for what the first one shows"
        scanner.fill("#shown", "AAAA-AAAA")
        walk.refused(scanner, 401)
        assert not walk.is_in(scanner)
        page.goto(link)
        assert page.locator("#shown").count() == 0
        walk.send(page)
        has_entered(walk, page)
        late = walk.window()
        late.goto(link)
        if late.locator("#shown").count():
            late.fill("#shown", shown)
            with late.expect_navigation() as answer:
                late.click("main form button[type=submit]")
            assert answer.value.status in (401, 404), answer.value.status
        assert not walk.is_in(late), "the link is good once"


def a_code_from_a_mail_lets_in(visit):
    """The six digits of a mail let in where they are typed; other digits get the form back, and no code is good twice."""
    for walk in walking.each(visit, walking.without_scripts(walking.SOUTH)):
        key, address = walk.someone("code", "contact")
        page = walk.window()
        ask(walk, page, address, "sign-in/mail")
        _, text = walking.link(visit.demo, walk.slug, address, "sign-in/link")
        code = re.search(r"^\s*(\d{3} ?\d{3})\s*$", text, re.M).group(1)
        wrong = str((int(code.replace(" ", "")) + 1) % 1_000_000).zfill(6)
        page.fill("[name=code]", wrong)
        walk.refused(page, 401)
        assert page.get_attribute("[name=code]", "aria-invalid") == "true"
        again = page.context.new_page()
        again.goto(walk.base + "sign-in/mail/")
        page.fill("[name=code]", code)
        walk.send(page)
        has_entered(walk, page)
        again.fill("[name=code]", code)
        with again.expect_navigation() as answer:
            again.locator("main form button").first.click()
        assert answer.value.status == 404, answer.value.status


def a_forgotten_password_is_set_anew(visit):
    """Who forgot a password asks for a mail, sets another by its link, and only that one opens."""
    for walk in walking.each(visit, walking.without_scripts(walking.EAST)):
        key, address = walk.someone("forgot", "contact")
        elsewhere = walk.enter(key, anew=True)
        page = walk.window()
        ask(walk, page, address, "forgotten")
        assert page.url.startswith(walk.base + "forgotten/"), page.url
        link, _ = walking.link(visit.demo, walk.slug, address, "new-password")
        for _ in range(2):
            page.goto(link)
            visit.look(page)
        assert page.input_value("#email") == address
        page.fill("[name=password]", ANOTHER)
        walk.send(page)
        knock(walk, page, address, PASSWORD)
        walk.refused(page, 401)
        page.fill("input[name=password]", ANOTHER)
        walk.send(page)
        has_entered(walk, page)
        assert not walk.is_in(elsewhere), "whoever had the old password is out"


def a_second_step_is_set_up_and_asked_for(visit):
    """An app's code becomes the second step, then is asked for at sign-in; a recovery code does once in its place."""
    for walk in walking.each(visit, walking.WEST):
        role = "agent" if walk.way.size == walking.DESK else "contact"
        key, address = walk.someone("second", role)
        page = walk.enter(key, anew=True)
        walk.go(page, "me/account/second-factor/")
        walk.send(page)
        secret = page.inner_text(".secret").replace(" ", "")
        page.fill("[name=code]", "000000")
        walk.refused(page, 422, "form:has([name=code]) button[type=submit]")
        page.fill("[name=code]", walking.one_time_code(page.inner_text(".secret").replace(" ", "")))
        walk.send(page, "form:has([name=code]) button[type=submit]")
        codes = page.locator(".codes li").all_inner_texts()
        assert len(codes) >= 8 and len(set(codes)) == len(codes), codes
        with page.expect_download() as saved:
            page.locator("form[action$='/download'] button").click()
        with open(saved.value.path(), encoding="utf-8") as file:
            text = file.read()
        assert all(code in text for code in codes), text
        walk.go(page, "me/account/")
        for attempt, lets_in in [("000000", False), (walking.one_time_code(secret, 1), True), (codes[0], True),
                                 (codes[0], False), (codes[1], True)]:
            guest = walk.window()
            knock(walk, guest, address, PASSWORD)
            walk.send(guest)
            assert "/sign-in/second-step" in guest.url, guest.url
            assert not walk.is_in(guest), "half a sign-in is none"
            guest.fill("[name=code]", attempt)
            if lets_in:
                walk.send(guest)
                has_entered(walk, guest)
            else:
                walk.refused(guest, 422)
            guest.context.close()


def who_has_several_clients_chooses(visit):
    """Somebody who is a contact of two clients chooses after sign-in, and finds each client's own pages there."""
    for walk in walking.each(visit, walking.SOUTH):
        second = f"second-{walk.mark}"
        admin = walk.enter("admin")
        walk.go(admin, "staff/new-client/")
        admin.check("[name=kind][value=company]")
        admin.fill("[name=name]", f"Second {walk.mark}")
        admin.fill("[name=slug]", second)
        walk.send(admin)
        key, address = walk.someone("both", "contact")
        walk.go(admin, f"staff/clients/{second}/contacts/new/")
        admin.fill("[name=name]", "Both Quinn")
        admin.fill("[name=email]", address)
        walk.send(admin)
        page = walk.enter(key, anew=True)
        visit.look(page)
        for slug, name in [(CLIENT, walk.ground.client), (second, f"Second {walk.mark}")]:
            walk.go(page, "me/")
            with page.expect_navigation():
                page.click(f"main a.row[href$='/clients/{slug}/']")
            visit.look(page)
            assert page.url == f"{walk.base}clients/{slug}/", page.url
            walk.reads(page, name)

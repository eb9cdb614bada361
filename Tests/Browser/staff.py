"""What is promised to the agency's own people, beside invoices and documents."""
import re

from playwright.sync_api import expect

CLIENTS = "/northgate/staff/"
CLIENT = CLIENTS + "clients/harbour-coffee/"


def staff_find_a_client_while_they_type(visit):
    """The list of clients follows what one types, keeps it in the address and in the file to save, and works without scripts."""
    for width in (390, 1280):
        page = visit.sign_in(visit.window(width), "northgate", "owner")
        page.goto(visit.demo.base + CLIENTS)
        rows = page.locator("#results tbody tr")
        assert rows.count() == 4
        page.locator("#q").press_sequentially("HARBOUR gal", delay=20)
        expect(rows).to_have_count(1)
        assert "Harbour Coffee" in rows.inner_text() and "1" in page.inner_text("#showing")
        assert "q=HARBOUR+gal" in page.url, page.url
        assert "q=HARBOUR%20gal" in page.locator("#export a").get_attribute("href")
        # One goes on typing: the field is the same, and so is the place in it.
        assert page.evaluate("document.activeElement.id") == "q"
        visit.look(page)
        visit.picture(page, f"staff-clients-found-{width}")
        page.locator("#q").press_sequentially(" nobody")
        page.wait_for_selector("#results .empty")
        page.click("#clear a")
        assert rows.count() == 4
        page.select_option("#state", "archived")
        page.wait_for_selector("#results .empty")
        page.go_back()
    plain = visit.sign_in(visit.window(scripts=False), "northgate", "owner")
    plain.goto(visit.demo.base + CLIENTS)
    plain.fill("#q", "morin")
    plain.get_by_role("button", name="Filter").click()
    assert plain.locator("#results tbody tr").count() == 1


def a_link_is_copied_by_a_button(visit):
    """The link of an invitation goes into the clipboard by a button, and can be selected where no script runs."""
    page = visit.sign_in(visit.window(), "northgate", "owner")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visit.demo.base)
    page.goto(visit.demo.base + CLIENT)
    page.locator("button", has_text="Show a link").click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#copied")).to_have_text("Copied")
    link = page.input_value("#link")
    assert re.search(r"/northgate/welcome\?token=[\w-]{43}$", link), link
    assert page.evaluate("navigator.clipboard.readText()") == link
    visit.look(page)
    visit.picture(page, "staff-invitation")
    plain = visit.sign_in(visit.window(390, scripts=False), "northgate", "owner")
    plain.goto(visit.demo.base + CLIENT)
    plain.locator("button", has_text="Show a link").click()
    assert plain.locator("#link").is_visible() and not plain.get_by_role("button", name="Copy the link").is_visible()


def a_contact_is_locked_out_and_let_in(visit):
    """Staff lock a contact out from the client's page and let them in again, without scripts."""
    page = visit.sign_in(visit.window(390, scripts=False), "northgate", "owner")
    for label, state in [("Lock out", "Locked"), ("Let in again", "Has not signed in yet|Invited")]:
        page.goto(visit.demo.base + CLIENT)
        page.get_by_role("link", name="Tom Brady").click()
        visit.picture(page, f"staff-contact-{label.split()[0].lower()}")
        page.locator("summary", has_text=label).click()
        page.get_by_role("button", name=label).click()
        assert re.search(state, page.locator("li:has-text('Tom Brady') .badge").inner_text()), page.inner_text("body")
        visit.look(page)


def an_agency_says_what_clients_may_send(visit):
    """What clients may send is chosen in the settings, told at their forms, and kept by the server."""
    owner = visit.sign_in(visit.window(), "northgate", "owner")
    contact = visit.sign_in(visit.window(390, scripts=False), "northgate", "contact")
    rules = visit.demo.base + CLIENTS + "settings/uploads/"
    try:
        owner.goto(rules)
        visit.picture(owner, "staff-upload-rules")
        for name in ["document", "sheet", "slides", "text"]:
            owner.uncheck(f"input[value={name}]")
        owner.fill("[name=largest]", "7")
        owner.get_by_role("button", name="Save").click()
        visit.look(owner)
        # Every page of the agency is made again.
        for _ in range(60):
            contact.goto(f"{visit.demo.base}/northgate/clients/harbour-coffee/cases/new-roastery/")
            hint = contact.inner_text("#file-hint")
            if "7 MB" in hint:
                break
            contact.wait_for_timeout(250)
        assert "PDF or photos and pictures" in hint and "7 MB" in hint, hint
        visit.picture(contact, "upload-rules-told")
        contact.set_input_files("#file", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"Not taken here.\n"})
        contact.locator("form.form:has(#file) button[type=submit]").click()
        assert "is not of a type that is taken here" in contact.inner_text("body")
        contact.wrong.clear()  # the browser tells of every 415
        visit.look(contact)
    finally:
        owner.goto(rules)
        for name in ["document", "sheet", "slides", "text"]:
            owner.check(f"input[value={name}]")
        owner.fill("[name=largest]", "")
        owner.get_by_role("button", name="Save").click()


def another_address_is_asked_for(visit):
    """Somebody asks for another e-mail address of theirs: the form says what is wrong, and then what happens next."""
    page = visit.sign_in(visit.window(390, scripts=False), "northgate", "contact")
    page.goto(visit.demo.base + "/northgate/me/account/")
    page.get_by_role("link", name="E-mail address").click()
    email, password = visit.demo.people["northgate", "contact"]
    page.fill("[name=email]", email)
    page.fill("[name=present]", password)
    page.get_by_role("button", name="Send the link").click()
    assert "This is your address already" in page.inner_text("body")
    page.wrong.clear()  # the browser tells of every 422
    visit.picture(page, "account-address")
    page.fill("[name=email]", "somebody@elsewhere.example")
    page.fill("[name=present]", password)
    page.get_by_role("button", name="Send the link").click()
    assert page.url.endswith("/me/account/?done=address-asked"), page.url
    assert email in page.inner_text("body")
    visit.look(page)
    visit.picture(page, "account-address-asked")

"""What staff do with a case: begin it from a template, move it on, write entries, show documents; and what its client sees of it."""
from playwright.sync_api import expect

import walking
from walking import CASE, CLIENT

SAVE = "main form button:not([name]):not([hidden])"
DROP = """(drop, [name, body]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([body], name, {type: 'application/pdf'}));
    for (const kind of ['dragenter', 'dragover', 'drop'])
        drop.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
}"""


def a_case_begins_from_a_template_and_moves_on(visit):
    """A case made from a template has its stages, an assignee and a day; the client sees it move on, staff see whose it is."""
    for walk, role in zip(walking.each(visit, walking.SOUTH), ["admin", "owner"]):
        page, contact, slug = walk.enter(role), walk.enter("contact"), f"lease-{walk.mark}"
        stages = [f"{name} {walk.mark}" for name in ("Ask", "Draft", "Signed")]
        walk.go(page, "staff/templates/new/")
        page.fill("[name=name]", f"Template {walk.mark}")
        page.fill("[name=title]", "Lease of ")
        page.fill("[name=summary]", "What we *do*")
        page.fill("[name=stages]", "\n".join(stages))
        walk.send(page, SAVE)
        walk.go(page, f"staff/clients/{CLIENT}/new-case/")
        page.fill("[name=title]", f"Lease of {walk.mark}")
        page.fill("[name=slug]", slug)
        with page.expect_navigation():
            page.locator("button.chip").filter(has_text=f"Template {walk.mark}").click()
        visit.look(page)
        assert page.input_value("[name=stages]").split("\n") == stages
        # What was written before the template was chosen stays.
        assert page.input_value("[name=title]") == f"Lease of {walk.mark}"
        assert page.input_value("[name=slug]") == slug
        who = page.locator("select[name=assignee] option").filter(has_text="Agent Quinn").get_attribute("value")
        page.select_option("[name=assignee]", who)
        page.fill("[name=due]", "2031-05-06")
        walk.send(page, SAVE)
        case = f"{CLIENT}/cases/{slug}/"
        walk.go(page, f"staff/clients/{case}")
        walk.reads(page, f"Lease of {walk.mark}", "Agent Quinn", "2031", *stages)
        walk.go(contact, f"clients/{case}")
        walk.reads(contact, f"Lease of {walk.mark}", *stages)
        before = contact.inner_html("main")
        page.select_option("#stage", stages[1])
        walk.send(page, "form[action$='/stage'] button")
        walk.go(contact, f"clients/{case}")
        assert contact.inner_html("main") != before
        assert stages[1] in contact.locator("[aria-current=step]").inner_text()
        walk.go(page, f"staff/clients/{case}edit/")
        page.fill("[name=due]", "2031-07-08")
        page.fill("[name=title]", f"Long lease of {walk.mark}")
        walk.send(page, SAVE)
        walk.go(contact, f"clients/{case}")
        walk.reads(contact, f"Long lease of {walk.mark}")
        agent = walk.enter("agent")
        walk.go(agent, "staff/work/")
        walk.reads(agent, f"Long lease of {walk.mark}")


def an_entry_is_previewed_and_seen_by_whom_it_is_for(visit):
    """Markdown is shown while it is typed as it will be; an internal entry stays with staff, the client's is read and corrected."""
    for walk, role in zip(walking.each(visit, walking.WEST), ["admin", "agent"]):
        page, contact = walk.enter(role), walk.enter("contact")
        for visibility, title in [("internal", f"Doubts {walk.mark}"), ("client", f"Offer {walk.mark}")]:
            walk.go(page, f"staff/clients/{CASE}entry/")
            page.check(f"input[name=visibility][value={visibility}]")
            page.select_option("[name=kind]", "meeting")
            page.fill("[name=title]", title)
            page.locator("[name=body]").press_sequentially(f"**{visibility}** of\n\n- {walk.mark}", delay=3)
            expect(page.locator(".preview strong")).to_have_text(visibility)
            expect(page.locator(".preview li")).to_have_text(walk.mark)
            visit.look(page)
            walk.send(page, SAVE)
        walk.go(page, f"staff/clients/{CASE}")
        walk.reads(page, f"Doubts {walk.mark}", f"Offer {walk.mark}")
        walk.go(contact, f"clients/{CASE}")
        walk.reads(contact, f"Offer {walk.mark}")
        assert f"Doubts {walk.mark}" not in contact.content()
        assert contact.locator("main strong").filter(has_text="client").count() >= 1
        entry = ".entries > li"
        with page.expect_navigation():
            page.locator(entry).filter(has_text=f"Offer {walk.mark}").locator(".entry-verbs a").click()
        visit.look(page)
        page.fill("[name=title]", f"Better offer {walk.mark}")
        page.fill("[name=body]", "It was *one* zero short.")
        walk.send(page, SAVE)
        walk.go(contact, f"clients/{CASE}")
        walk.reads(contact, f"Better offer {walk.mark}", f"Offer {walk.mark}")
        old = contact.locator(entry).filter(has=contact.locator("h3", has_text=f"Offer {walk.mark}")).filter(
            has_not_text="Better")
        assert old.locator("a[href^='#']").count() >= 1, "the old entry leads to what corrects it"


def an_entry_is_previewed_without_scripts(visit):
    """Without JavaScript a button shows what an entry will look like, with everything that was typed kept."""
    for walk in walking.each(visit, walking.without_scripts(walking.EAST)):
        page = walk.enter("agent")
        walk.go(page, f"staff/clients/{CASE}entry/")
        page.check("input[name=visibility][value=client]")
        page.fill("[name=title]", f"Plain {walk.mark}")
        page.fill("[name=body]", "All is **well**.")
        walk.send(page, "button[name=do][value=preview]")
        assert page.inner_text(".preview strong") == "well"
        assert page.input_value("[name=title]") == f"Plain {walk.mark}" and page.is_checked("input[value=client]")
        walk.send(page, SAVE)
        contact = walk.enter("contact")
        walk.go(contact, f"clients/{CASE}")
        walk.reads(contact, f"Plain {walk.mark}")


def documents_are_dropped_published_and_taken_back(visit):
    """Files dropped on a case go to the zone that was chosen; one is published, seen and opened by the client, and taken back."""
    for walk, role in zip(walking.each(visit, walking.EAST), ["admin", "agent"]):
        page, contact = walk.enter(role), walk.enter("contact")
        names = {"internal": f"Memo {walk.mark}.pdf", "client": f"Plan {walk.mark}.pdf"}
        for visibility, name in names.items():
            walk.go(page, f"staff/clients/{CASE}")
            page.check(f"input[name=visibility][value={visibility}]")
            page.locator(".upload .drop").evaluate(DROP, [name, walking.file(name)["buffer"].decode()])
            assert page.locator(".uploads > li").filter(has_text=name).count() == 1
            with page.expect_navigation(url="**/receipts/**"):
                page.click(".upload form button[type=submit]")
            visit.look(page)
            walk.reads(page, name)
        walk.go(page, f"staff/clients/{CASE}")
        zones = page.locator("[data-zone]")
        assert zones.count() == 3, "from the client, published, internal"
        held = {name: zones.filter(has_text=name).get_attribute("data-zone") for name in names.values()}
        assert len(set(held.values())) == 2, held
        walk.go(contact, f"clients/{CASE}")
        walk.reads(contact, names["client"])
        assert names["internal"] not in contact.content()
        row = page.locator(f"[data-zone] li:has-text('{names['internal']}')")
        with page.expect_navigation():
            row.locator("form[action$='/publish'] button").click()
        visit.look(page)
        assert zones.filter(has_text=names["internal"]).get_attribute("data-zone") == held[names["client"]]
        walk.go(contact, f"clients/{CASE}")
        walk.reads(contact, names["internal"])
        with contact.expect_navigation():
            contact.locator("main a").filter(has_text=names["internal"]).first.click()
        visit.look(contact)
        bytes_of_it = contact.locator("main .buttons a.button").first.get_attribute("href")
        assert contact.request.get(visit.demo.base + bytes_of_it).body().startswith(b"%PDF")
        walk.go(page, f"staff/clients/{CASE}")
        with page.expect_navigation():
            row.locator("a[href*='/staff/documents/']").click()
        visit.look(page)
        assert "Contact Quinn" in page.inner_text("#openings ~ ul"), "who opened it"
        with page.expect_navigation():
            page.locator("form[action$='/unpublish'] button").click()
        visit.look(page)
        walk.go(contact, f"clients/{CASE}")
        assert names["internal"] not in contact.content()
        assert contact.request.get(visit.demo.base + bytes_of_it).status == 404


def a_document_is_previewed_without_download(visit):
    """A photo is shown on its page, small, without anything being saved; what it was sent as is still there to be opened."""
    for walk in walking.each(visit, walking.WEST):
        page = walk.enter("agent")
        photo = walk.window().screenshot(type="jpeg")
        walk.go(page, f"staff/clients/{CASE}")
        page.check("input[name=visibility][value=client]")
        page.set_input_files("#file", walking.file(f"Oven {walk.mark}.jpg", photo, "image/jpeg"))
        with page.expect_navigation(url="**/receipts/**"):
            page.click(".upload form button[type=submit]")
        contact, saved = walk.enter("contact"), []
        contact.on("download", lambda one: saved.append(one))
        walk.go(contact, f"clients/{CASE}")
        with contact.expect_navigation():
            contact.locator("main a").filter(has_text=f"Oven {walk.mark}.jpg").first.click()
        for _ in range(40):
            if contact.locator("figure.shown img").count():
                break
            contact.wait_for_timeout(250)
            contact.reload()
        visit.look(contact)
        picture = contact.locator("figure.shown img")
        assert picture.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 100
        assert not saved


def what_cannot_be_shown_while_one_types_says_so(visit):
    """Without a connection the preview and the live list say that what stands there is of before; what was typed stays."""
    for walk in walking.each(visit, walking.SOUTH):
        page = walk.enter("owner")
        if not walk.way.scripts:
            continue
        walk.go(page, f"staff/clients/{CASE}entry/")
        page.context.set_offline(True)
        page.fill("[name=body]", "What we *do*")
        expect(page.locator(".preview .hint")).not_to_be_empty()
        assert page.input_value("[name=body]") == "What we *do*"
        page.context.set_offline(False)
        page.fill("[name=body]", "What we *did*")
        expect(page.locator(".preview em")).to_have_text("did")
        expect(page.locator(".preview .hint")).to_be_empty()
        # The browser itself notes that it had no connection, and should note nothing else.
        page.wrong[:] = [one for one in page.wrong if "ERR_INTERNET_DISCONNECTED" not in one]
        walk.go(page, "staff/")
        said = page.get_attribute("form[data-find]", "data-offline")
        page.context.set_offline(True)
        page.fill("#q", "nobody at all")
        expect(page.locator("#showing")).to_have_text(said)
        page.context.set_offline(False)
        page.wrong[:] = [one for one in page.wrong if "ERR_INTERNET_DISCONNECTED" not in one]

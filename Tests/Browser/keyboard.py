"""By keyboard alone. The docstring is the promise."""
import crawl
import walking

STOP = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const seen = e.matches('.hidden') && e.labels?.length ? e.labels[0] : e;
    const [box, style] = [seen.getBoundingClientRect(), getComputedStyle(seen)];
    const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    return {name: e.outerHTML.slice(0, 120), shown, isAway: box.bottom <= 0 || box.top >= innerHeight,
            isCovered: !!middle && !seen.contains(middle) && !middle.contains(seen)};
}"""
REACHABLE = """() => [...document.querySelectorAll(
        'a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}))
    .filter((e, _, all) => {
        // One stop for a group of choices: the one that is made, or the first.
        if (e.type !== 'radio') return true;
        const group = all.filter(r => r.type === 'radio' && r.name === e.name && r.form === e.form);
        return e === (group.find(r => r.checked) ?? group[0]);
    }).length"""


def every_page_goes_by_keyboard(visit):
    """Tab reaches every link, button and field of every page; where one stands is seen and covered by nothing."""
    wrong = []
    for pages in crawl.everything(visit):
        if (pages.agency, pages.role) not in [("northgate", "contact"), ("northgate", "owner")]:
            continue
        page = visit.sign_in(visit.window(), pages.agency, pages.role)
        for url in pages.urls:
            page.goto(url)
            wanted, stops = page.evaluate(REACHABLE), 0
            for _ in range(wanted + 40):
                page.keyboard.press("Tab")
                stop = page.evaluate(STOP)
                if stop is None:
                    break
                stops += 1
                if not stop["shown"] or stop["isAway"] or stop["isCovered"]:
                    wrong.append(f"{url}: {stop}")
            if stops < wanted:
                wrong.append(f"{url}: {wanted} places to go to, {stops} reached")
        page.context.close()
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


def contact_signs_in_and_reads_by_keyboard(visit):
    """A contact signs in, opens a case and comes back without touching a pointer."""
    page = visit.window()
    email, password = visit.demo.people["northgate", "contact"]
    page.goto(f"{visit.demo.base}/northgate/")
    walk(page, "input[name=email]")
    page.keyboard.type(email)
    walk(page, "input[name=password]")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    page.goto(f"{visit.demo.base}/northgate/clients/harbour-coffee/")
    walk(page, "a[href$='/cases/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/")
    walk(page, "a[href$='/cases/new-roastery/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new-roastery/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main", "the first stop leads past the navigation"


def walk(page, selector):
    """Tab until the element has the focus."""
    for _ in range(80):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def press(page, selector, key="Enter"):
    """Goes to a button by Tab and presses a key on it."""
    walk(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def contact_sends_a_document_by_keyboard(visit):
    """A contact chooses a file, sends it and reads the receipt without touching a pointer."""
    for way in walking.each(visit, walking.EAST):
        page, paper = way.enter("contact"), walking.file(f"By keys {way.mark}.pdf")
        way.go(page, f"clients/{walking.CASE}")
        walk(page, "#file")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(paper)
        walk(page, ".upload form button[type=submit]")
        with page.expect_navigation(url="**/receipts/**"):
            page.keyboard.press("Space")
        visit.look(page)
        way.reads(page, paper["name"])
        press(page, "main .buttons a.button")
        way.reads(page, paper["name"])


def staff_write_an_entry_by_keyboard(visit):
    """An agent chooses who reads an entry, writes and enters it by keys alone; the client reads it."""
    for way in walking.each(visit, walking.SOUTH):
        page, contact = way.enter("agent"), way.enter("contact")
        way.go(page, f"staff/clients/{walking.CASE}")
        press(page, "main .head a[href$='/entry/']")
        walk(page, "[name=visibility]")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == "client"
        walk(page, "[name=title]")
        page.keyboard.type(f"Typed {way.mark}")
        walk(page, "[name=body]")
        page.keyboard.type("By **keys**")
        press(page, "main form button[type=submit]:not([name])")
        visit.look(page)
        way.go(contact, f"clients/{walking.CASE}")
        way.reads(contact, f"Typed {way.mark}", "keys")


def staff_draft_an_invoice_by_keyboard(visit):
    """An agent writes two lines of an invoice by keys alone, asks for one more, and the draft has what was typed."""
    for way in walking.each(visit, walking.WEST):
        page = way.enter("agent")
        way.go(page, f"staff/invoices/new?client={walking.CLIENT}")
        for row in range(2):
            for name, value in [("description", f"Keys {row} {way.mark}"), ("quantity", "2"), ("price", "30"), ("rate", "20")]:
                walk(page, f"[name='lines[{row}].{name}']")
                page.keyboard.press("Control+A")
                page.keyboard.type(value)
        lines = page.locator(".invoice-line").count()
        walk(page, "button[value=rows]")
        page.keyboard.press("Enter")
        page.wait_for_function("n => document.querySelectorAll('.invoice-line').length > n", arg=lines)
        press(page, "main form button[type=submit]:not([name]):not([hidden])")
        visit.look(page)
        assert "done=saved" in page.url, page.url
        way.reads(page, f"Keys 0 {way.mark}", f"Keys 1 {way.mark}")

"""What hardly anybody means, typed into every field there is: words without end, and text that would run if a page printed
it as it is. Runs last: it spoils the demo."""
from playwright.sync_api import TimeoutError

import crawl
import walking
from promises import CASE

PAYLOAD = '"><svg onload="window.ran=1"><img src=x onerror="window.ran=1">\'><script>window.ran=1</script>'
# The same as the name of a file, which has no slash in it.
FILE = '"><img src=x onerror="window.ran=1"><svg onload=window.ran=1>.pdf'
FILL = """([form, payload, password]) => {
    let filled = 0;
    for (const e of document.forms[form].elements) {
        const set = value => { e.value = value; filled += 1; };
        if (e.readOnly || e.disabled) continue;
        if (e.tagName === 'TEXTAREA' || (e.tagName === 'INPUT' && ['text', 'search', 'tel', 'url'].includes(e.type))) {
            if (e.dataset.plain === undefined) set(payload.slice(0, e.maxLength > 0 ? e.maxLength : e.tagName === 'TEXTAREA' ? 300 : 120));
        } else if (e.type === 'password') e.value = password;
        else if (e.type === 'email') set('x' + Math.floor(performance.now()) + '@people.example');
        else if (e.type === 'date' && !e.value) set('2026-12-01');
        else if (e.type === 'number' && !e.value) set('1');
        else if (e.tagName === 'SELECT' && !e.value) e.selectedIndex = e.options.length - 1;
    }
    return filled;
}"""
FORMS = """() => [...document.forms].map((f, i) => [i, f]).filter(([i, f]) => f.method === 'post'
    && f.querySelector('textarea, input[type=text], input[type=email], input[type=tel]')).map(([i]) => i)"""
# Later than the evaluation that asks for it, which a new page would break off.
SEND = """n => setTimeout(() => {
    const form = document.forms[n];
    form.noValidate = true;
    form.requestSubmit(form.querySelector('button:not([type=button]), input[type=submit]'));
}, 0)"""
# What makes a page wider than its window: the innermost elements first.
WIDEST = """() => document.documentElement.scrollWidth <= window.innerWidth ? '' :
    [...document.querySelectorAll('main *, header *, footer *')].reverse().filter(e => {
        for (let up = e.parentElement; up; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return false;
        const box = e.getBoundingClientRect();
        return box.right > window.innerWidth + 1 || box.left < -1;
    }).slice(0, 3).map(e => e.tagName + '.' + e.className + ' «' + e.textContent.trim().slice(0, 30) + '»').join(', ')"""
RAN = """() => [window.ran === 1, [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
    .filter(a => /^on/i.test(a.name)).map(a => a.name)]"""


def names_of_files_do_not_run(visit):
    """A file whose name is markup is sent with and without scripts and in a message; where its name stands, nothing runs."""
    for scripts in (True, False):
        page = visit.sign_in(visit.window(390, 844, scripts=scripts), "northgate", "contact")
        page.goto(f"{visit.demo.base}/northgate/{CASE}")
        page.set_input_files("#file", walking.file(FILE))
        if scripts:
            assert FILE in page.inner_text(".section.upload .uploads"), "the list before it is sent has the name as it is"
            inert(page)
        with page.expect_navigation(url="**/receipts/**"):
            page.click(".section.upload form:has(#file) button[type=submit]")
        shows(page, visit)
        page.goto(f"{visit.demo.base}/northgate/{CASE}")
        page.click("details.write summary")
        page.fill("#text", PAYLOAD)
        page.set_input_files("#attach", walking.file(FILE))
        with page.expect_navigation():
            page.click("form:has(#text) button[type=submit]")
        shows(page, visit)
    for role, paths in [("contact", [CASE, CASE.split("cases/")[0] + "documents/"]), ("owner", ["staff/" + CASE])]:
        page = visit.sign_in(visit.window(), "northgate", role)
        for path in paths:
            page.goto(f"{visit.demo.base}/northgate/{path}")
            shows(page, visit)
            with page.expect_navigation():
                page.locator("main a.row, main a.title").filter(has_text="onerror").first.click()
            shows(page, visit)


def shows(page, visit):
    """The name stands there as it is, and does not run."""
    assert FILE in page.inner_text("main"), page.inner_text("main")[:1000]
    if page.evaluate("typeof document") == "object":
        inert(page)


def what_strangers_ask_does_not_run(visit):
    """A request for data with markup in it, confirmed by mail, is read by staff word for word, and nothing of it runs."""
    address = "stranger@people.example"
    page = visit.window(390, 844)
    page.goto(f"{visit.demo.base}/northgate/privacy/request/")
    page.fill("[name=name]", PAYLOAD[:80])
    page.fill("[name=words]", PAYLOAD)
    page.fill("[name=email]", address)
    page.check("[name=kind][value=access]")
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    inert(page)
    link, text = walking.link(visit.demo, "northgate", address, "privacy/request/confirm")
    page.goto(link)
    inert(page)
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    inert(page)
    owner = visit.sign_in(visit.window(), "northgate", "owner")
    owner.goto(f"{visit.demo.base}/northgate/staff/requests/")
    inert(owner)
    assert PAYLOAD[:80] in owner.inner_text("main") or address in owner.inner_text("main"), owner.inner_text("main")
    owner.goto(visit.demo.base + owner.locator("main a[href*='/staff/requests/0']").first.get_attribute("href"))
    inert(owner)
    assert PAYLOAD in owner.inner_text("main"), owner.inner_text("main")


def what_is_typed_at_the_door_does_not_run(visit):
    """What is typed into sign-in, code, link and second-step forms comes back as it was typed, and nothing of it runs."""
    page = visit.window()
    for path in ["", "sign-in/mail/", "privacy/request/", f"sign-in/link?token={'A' * 43}&to={PAYLOAD[:40]}"]:
        page.goto(f"{visit.demo.base}/northgate/{path}")
        inert(page)
        for number in page.evaluate(FORMS):
            page.goto(f"{visit.demo.base}/northgate/{path}")
            page.evaluate(FILL, [number, PAYLOAD, PAYLOAD])
            page.evaluate("n => document.forms[n].querySelectorAll('[type=email]').forEach(e => { e.type = 'text'; })", number)
            for field in page.locator("main form [name=email]").all():
                field.fill(PAYLOAD)
            send(page, number)
            inert(page)
            if not path:
                assert page.input_value("[name=email]") == PAYLOAD, "it comes back as it was typed"


def words_without_end_fit_the_narrowest_window(visit):
    """Every text field takes a word as long as it allows, 300 letters at most; no page then scrolls sideways at 320 px."""
    wide = {}

    def look(page):
        widest = page.evaluate(WIDEST)
        if widest:
            wide.setdefault(crawl.kind(page.url), f"{page.url}: {widest}")

    in_every_form("W" * 300, visit, look, width=320)
    on_every_page(look, visit, width=320)
    assert not wide, "\n".join(wide.values())


def nothing_that_was_typed_runs(visit):
    """Every text field of every form takes markup with scripts; on no page of any role does one run."""
    in_every_form(PAYLOAD, visit, inert)
    on_every_page(inert, visit)


def in_every_form(payload, visit, look, width=1280):
    """Fills in and sends the forms of an owner and a contact, and looks at each answer."""
    sent = 0
    for pages in crawl.everything(visit):
        if (pages.agency, pages.role) not in [("northgate", "owner"), ("northgate", "contact")]:
            continue
        page = visit.sign_in(visit.window(width), pages.agency, pages.role)
        _, password = visit.demo.people[pages.agency, pages.role]
        for url in pages.urls:
            page.goto(url)
            for number in page.evaluate(FORMS):
                page.goto(url)
                if number >= page.evaluate("document.forms.length") or not page.evaluate(FILL, [number, payload, password]):
                    continue
                send(page, number)
                look(page)
                sent += 1
        page.context.close()
    assert sent >= 10, f"only {sent} forms were sent"


def on_every_page(look, visit, width=1280):
    """Goes along the pages of every role anew: there are more now, and others."""
    del visit.demo.pages
    for pages in crawl.everything(visit):
        page = visit.sign_in(visit.window(width), pages.agency, pages.role) if pages.role else visit.window(width)
        for url in pages.urls:
            page.goto(url)
            look(page)
        page.context.close()


def send(page, number):
    """Sends a form by its first button and waits for the answer's page; a form that a script sends stays where it is."""
    try:
        with page.expect_navigation(timeout=3_000):
            page.evaluate(SEND, number)
    except TimeoutError:
        pass


def inert(page):
    ran, attributes = page.evaluate(RAN)
    assert not ran and not attributes, f"{page.url}: ran {ran}, attributes {attributes}"

"""What hardly anybody means, typed into every field there is: words without end, and text that would run if a page printed
it as it is. Runs last: it spoils the demo."""
from playwright.sync_api import TimeoutError

import crawl

PAYLOAD = '"><svg onload="window.ran=1"><img src=x onerror="window.ran=1">\'><script>window.ran=1</script>'
FILL = """([form, payload]) => {
    let filled = 0;
    for (const e of document.forms[form].elements) {
        const set = value => { e.value = value; filled += 1; };
        if (e.readOnly || e.disabled) continue;
        if (e.tagName === 'TEXTAREA' || (e.tagName === 'INPUT' && ['text', 'search', 'tel', 'url'].includes(e.type))) {
            if (e.dataset.plain === undefined) set(payload.slice(0, e.maxLength > 0 ? e.maxLength : e.tagName === 'TEXTAREA' ? 300 : 120));
        } else if (e.type === 'email') set('x' + Math.floor(performance.now()) + '@people.example');
        else if (e.type === 'date' && !e.value) set('2026-12-01');
        else if (e.type === 'number' && !e.value) set('1');
        else if (e.tagName === 'SELECT' && !e.value) e.selectedIndex = e.options.length - 1;
    }
    return filled;
}"""
FORMS = """() => [...document.forms].map((f, i) => [i, f]).filter(([i, f]) => f.method === 'post'
    && !f.querySelector('input[type=password]') && f.querySelector('textarea, input[type=text], input[type=email], input[type=tel]'))
    .map(([i]) => i)"""
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


def words_without_end_fit_the_narrowest_window(visit):
    """Every text field takes a word as long as it allows, 300 letters at most; no page then scrolls sideways at 320 px."""
    wide = {}

    def look(page):
        widest = page.evaluate(WIDEST)
        if widest:
            wide.setdefault(crawl.kind(page.url), f"{page.url}: {widest}")

    in_every_form(visit, "W" * 300, look, width=320)
    on_every_page(visit, look, width=320)
    assert not wide, "\n".join(wide.values())


def nothing_that_was_typed_runs(visit):
    """Every text field of every form takes markup with scripts; on no page of any role does one run."""
    in_every_form(visit, PAYLOAD, inert)
    on_every_page(visit, inert)


def in_every_form(visit, payload, look, width=1280):
    """Fills in and sends the forms of an owner and a contact, and looks at each answer."""
    sent = 0
    for pages in crawl.everything(visit):
        if (pages.agency, pages.role) not in [("northgate", "owner"), ("northgate", "contact")]:
            continue
        page = visit.sign_in(visit.window(width), pages.agency, pages.role)
        for url in pages.urls:
            page.goto(url)
            for number in page.evaluate(FORMS):
                page.goto(url)
                if number >= page.evaluate("document.forms.length") or not page.evaluate(FILL, [number, payload]):
                    continue
                send(page, number)
                look(page)
                sent += 1
        page.context.close()
    assert sent >= 10, f"only {sent} forms were sent"


def on_every_page(visit, look, width=1280):
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

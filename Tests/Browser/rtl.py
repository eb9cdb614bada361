"""What must hold where people read from the right: Arabic, chosen on the account page. The docstring is the promise."""
import re

import crawl
import quality

ARABIC = re.compile("[\u0620-\u064a]")
# What is right of the middle of the window in a language that is read from the right, and left of it otherwise.
ENDS = """() => {
    const middle = node => { const box = node.getBoundingClientRect(); return (box.left + box.right) / 2 / innerWidth; };
    return [document.querySelector('.brand'), document.querySelector('.tools')].filter(Boolean).map(middle);
}"""
# The order in which digits are seen, from the left: a telephone number or an IBAN that is turned about is another one.
SEEN = """node => {
    const range = document.createRange(), seen = [];
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode;
        for (let i = 0; i < text.length; i++) {
            if (!/[0-9A-Za-z]/.test(text.data[i])) continue;
            range.setStart(text, i);
            range.setEnd(text, i + 1);
            const box = range.getBoundingClientRect();
            seen.push([Math.round(box.top / 8), box.left, text.data[i]]);
        }
    }
    return seen.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(one => one[2]).join('');
}"""


def choose(page, visit, agency, language):
    """Chooses the language of one's own pages, as a person does."""
    page.goto(f"{visit.demo.base}/{agency}/me/account/profile/")
    page.select_option("select[name=language]", language)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/{agency}/me/account/**done**")


def is_own(url, role):
    """Whether a page is in the reader's language: public pages are in the agency's, and staff see a client's as the client."""
    own = ["/me/", "/clients/"] if role == "contact" else ["/me/", "/staff/"]
    return any(part in url for part in own) and "/policies/" not in url


def look_at_all(role, visit, shown):
    """Every kind of page that the role reaches, in Arabic, on a phone and at a desk."""
    pages = [pages for pages in crawl.everything(visit) if (pages.agency, pages.role) == ("northgate", role)][0]
    urls = [url for url in pages.urls if is_own(url, role)]
    assert len(urls) > 8, urls
    script, wrong = quality.axe_script(), []
    page = visit.sign_in(visit.window(), "northgate", role)
    choose(page, visit, "northgate", "ar")
    try:
        for width in (390, 1280):
            page = visit.sign_in(visit.window(width), "northgate", role)
            for url in urls:
                page.goto(url)
                visit.look(page)
                html = page.locator("html")
                assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl"), url
                assert ARABIC.search(page.inner_text("main")), url
                brand, tools = page.evaluate(ENDS)
                assert tools < brand, f"{url}: the agency's name is not at the right: {brand} {tools}"
                wrong += quality.violations(page, script)
            for name, path in shown.items():
                page.goto(f"{visit.demo.base}/northgate/{path}")
                visit.picture(page, f"ar-{role}-{name}-{width}")
        assert not wrong, f"{len(wrong)} violations:\n" + "\n".join(sorted(set(wrong))[:40])
    finally:
        choose(page, visit, "northgate", "en")


CLIENT = "clients/harbour-coffee/"


def a_contact_reads_from_the_right(visit):
    """A contact who chooses Arabic reads every page from the right, on a phone and a desk, and axe-core finds nothing."""
    look_at_all("contact", visit, {
        "me": "me/", "home": CLIENT, "case": CLIENT + "cases/new-roastery/", "invoices": CLIENT + "invoices/",
        "invoice": CLIENT + "invoices/NG-2026-0009/", "account": "me/account/"})


def an_owner_reads_from_the_right(visit):
    """An owner who chooses Arabic works from the right, on a phone and a desk, and axe-core finds nothing."""
    look_at_all("owner", visit, {
        "clients": "staff/", "work": "staff/work/", "case": "staff/clients/harbour-coffee/cases/new-roastery/",
        "client": "staff/clients/harbour-coffee/", "inbox": "staff/inbox/"})


def numbers_are_not_turned_about(visit):
    """In Arabic an IBAN, a telephone number and an amount are seen in the order in which they are written."""
    page = visit.sign_in(visit.window(), "northgate", "contact")
    choose(page, visit, "northgate", "ar")
    try:
        page.goto(f"{visit.demo.base}/northgate/{CLIENT}invoices/NG-2026-0009/")
        for place in [".iban", ".foot .num", ".totals dd.due", "h1 bdi"]:
            node = page.locator(place).first
            written = re.sub("[^0-9A-Za-z]", "", node.text_content())
            assert written and node.evaluate(SEEN) == written, (place, node.text_content(), node.evaluate(SEEN))
    finally:
        choose(page, visit, "northgate", "en")


"""What must hold on pages to which no link leads: answers to forms, refusals, pages behind the links of letters, receipts."""
import re
import tempfile

import quality
import walking
import walks_first
from walking import CASE, CLIENT, PASSWORD

LOOKS = [(390, "dark"), (1280, "light")]


def pages_that_no_link_leads_to_are_as_good(visit):
    """Search, refusals, codes, welcomes, second steps, the set-up and receipts: axe-core and the Nu checker find nothing, all fit."""
    script, wrong, bodies = quality.axe_script(), [], {}
    for walk in walking.each(visit, [walking.Way("en", quality.WINDOW, False)]):
        for name, page, answer in views(walk):
            bodies[name] = answer.body()
            page.wrong[:] = [line for line in page.wrong if f"status of {answer.status}" not in line]
            wrong += quality.too_wide(page, visit)
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                wrong += [f"{name}, {scheme}: {line}" for line in quality.violations(page, script)]
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": quality.WINDOW[0], "height": quality.WINDOW[1]})
            visit.picture(page, "view-" + re.sub(r"\W+", "-", name))
    wrong += quality.html_errors(bodies)
    assert len(bodies) >= 18, list(bodies)
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(sorted(set(wrong))[:40])


def sent(page, what="main form button[type=submit]", status=None):
    """Sends a form and gives the answer, which has the status that is expected."""
    with page.expect_navigation() as answer:
        page.locator(what).first.click()
    answer = answer.value
    assert status is None or answer.status == status, (page.url, answer.status)
    return answer


def views(walk):
    """The name, the window and the answer of each page."""
    yield from of_visitors(walk)
    yield from of_a_second_step(walk)
    yield from of_staff(walk)
    yield from of_documents(walk)
    with tempfile.TemporaryDirectory() as folder:
        first = walks_first.First(walk.visit, folder + "/workspace")
        with walks_first.serving(walk.visit, first.root) as program:
            page = walks_first.window(walk.way, walk.visit, program.base)
            yield "set-up", page, page.goto(program.says(r"http://\S+/setup\?token=[A-Za-z0-9_-]+"))
            page.evaluate("document.querySelector('main form').noValidate = true")
            yield "set-up with nothing", page, sent(page, status=422)


def of_visitors(walk):
    demo, page = walk.visit.demo, walk.window()
    _, address = walk.someone("seen", "contact")
    walk.go(page, "")
    page.fill("[name=email]", address)
    page.fill("[name=password]", "not the right one")
    yield "wrong password", page, sent(page, status=401)
    yield "not found", page, page.goto(f"{walk.base}privacy/nothing/")
    yield "not like this", page, page.goto(f"{walk.base}forgotten")
    for way, path in [("sign-in/mail", "sign-in/link"), ("forgotten", "new-password")]:
        walk.go(page, "")
        page.fill("[name=email]", address)
        yield f"asked by {way}", page, sent(page, f"button[formaction$='/{way}']")
        if way == "sign-in/mail":
            page.fill("[name=code]", "000000")
            yield "wrong code", page, sent(page, status=401)
        link, _ = walking.link(demo, walk.slug, address, path)
        yield path, page, page.goto(link)
        other = walk.window()
        yield f"{path} elsewhere", other, other.goto(link)
        yield f"{path} of nobody", page, page.goto(f"{walk.base}{path}?token={'A' * 43}")
    walking.command(demo, "person", "add", walk.slug, f"asked@{walk.slug}.example", "--role", "agent", "--name", "Asked Quinn")
    link = walking.command(demo, "person", "invite", walk.slug, f"asked@{walk.slug}.example")
    yield "welcome", page, page.goto("http" + link.split("http", 1)[1].split()[0])
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.fill("[name=password]", "short")
    yield "welcome with a short password", page, sent(page, status=422)
    page.fill("[name=password]", PASSWORD)
    yield "welcome accepted", page, sent(page)
    walk.go(page, "privacy/request/")
    page.evaluate("document.querySelector('main form').noValidate = true")
    yield "request with nothing", page, sent(page, status=422)


def of_a_second_step(walk):
    key, address = walk.someone("step", "contact")
    page = walk.enter(key, anew=True)
    walk.go(page, "me/account/second-factor/")
    yield "second factor offered", page, sent(page)
    confirm = "form:has([name=code]) button[type=submit]"
    page.fill("[name=code]", "000000")
    yield "second factor not confirmed", page, sent(page, confirm, 422)
    page.fill("[name=code]", walking.one_time_code(page.inner_text(".secret").replace(" ", "")))
    yield "recovery codes", page, sent(page, confirm)
    guest = walk.window()
    walk.go(guest, "")
    guest.fill("[name=email]", address)
    guest.fill("[name=password]", PASSWORD)
    yield "second step", guest, sent(guest)
    guest.fill("[name=code]", "000000")
    yield "wrong second step", guest, sent(guest, status=422)


def of_staff(walk):
    page = walk.enter("owner")
    for name, words in [("search", "oven"), ("search for nothing", "nonesuch"), ("search before", "")]:
        yield name, page, page.goto(f"{walk.base}staff/search?q={words}")
    for path in ["new-client/", f"clients/{CLIENT}/new-case/", f"clients/{CASE}entry/", "templates/new/", "people/invite/"]:
        walk.go(page, "staff/" + path)
        page.evaluate("document.querySelector('main form').noValidate = true")
        yield f"{path} with nothing", page, sent(page, "main form button:not([name])", 422)
    other = walk.enter("owner")
    for one in (page, other):
        walk.go(one, f"staff/clients/{CLIENT}/edit/")
        one.fill("[name=city]", f"Port {'ab'[one is other]}")
    sent(page)
    yield "changed meanwhile", other, sent(other, status=409)


def of_documents(walk):
    page = walk.visit.window(*walk.way.size, scripts=False)
    walk.visit.sign_in(page, walk.slug, "contact")
    for name, files in [
        ("receipt", [walking.file("Kept.pdf")]),
        ("receipt of some", [walking.file("Kept too.pdf"), walking.file("Refused.pdf", b"<html><script>1</script>")]),
    ]:
        walk.go(page, f"clients/{CASE}")
        page.set_input_files("#file", files)
        sent(page, "form:has(#file) button[type=submit]")
        # Looked at where scripts run, which the tools need.
        shown = walk.enter("contact")
        yield name, shown, shown.goto(page.url)
    shown = walk.enter("contact")
    walk.go(shown, f"clients/{CASE}")
    shown.click("details.write summary")
    yield "message with nothing", shown, sent(shown, "form:has(#text) button[type=submit]", 422)

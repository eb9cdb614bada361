"""What people see and choose of their own account: where they are signed in, and which letters they get."""
import walking
from walking import CASE, CLIENT


def sessions_are_seen_and_ended(visit):
    """Whoever is signed in in three places sees them on their account, ends one, then all others: there one is out at once."""
    for walk in walking.each(visit, walking.without_scripts(walking.SOUTH)):
        key, _ = walk.someone("places", "contact")
        here, train, home = (walk.enter(key, anew=True) for _ in range(3))
        walk.go(here, "me/account/")
        one = "form:has([name=session]:not([value=others]))"
        assert here.locator(one).count() == 2 and here.locator("#sessions ~ ul > li").count() == 3
        walk.send(here, f"{one} button")
        assert here.locator(one).count() == 1
        assert [walk.is_in(page) for page in (here, train, home)].count(True) == 2 and walk.is_in(here)
        walk.send(here, "form:has([value=others]) button")
        assert [walk.is_in(page) for page in (here, train, home)] == [True, False, False]
        assert here.locator("form:has([name=session])").count() == 0
        walk.go(home, "me/account/")
        assert home.locator("input[name=password]").count() == 1, "who is out is asked to sign in"


def letters_come_as_they_were_chosen(visit):
    """Who chooses letters at once gets one in their language when something is published, and changes that by its link; who
    chose none gets none."""
    told = {}
    for walk in walking.each(visit, walking.WEST):
        told[walk.way] = people = [walk.someone(choice, "contact") for choice in ("now", "never")]
        for (key, _), choice in zip(people, ("now", "never")):
            page = walk.enter(key, anew=True)
            walk.go(page, "me/account/mail/")
            page.check(f"[name=choice][value={choice}]")
            walk.send(page)
            assert "done=" in page.url, page.url
            assert chosen(walk, page) == choice, "it is kept"
        agent = walk.enter("agent")
        walk.go(agent, f"staff/clients/{CASE}entry/")
        agent.check("input[name=visibility][value=client]")
        agent.fill("[name=title]", f"Told of {walk.mark}")
        walk.send(agent, "main form button:not([name])")
    # What comes in one go is gathered for a minute, here for both ways at once.
    for walk in walking.each(visit, walking.WEST):
        (now, now_address), (_, never_address) = told[walk.way]
        text = walking.letter(visit.demo, walk.slug, now_address, f"Told of {walk.mark}")
        assert walk.ground.case in text and f"/clients/{CLIENT}/" in text, text
        assert not [one for one in walking.letters(visit.demo, walk.slug, never_address) if walk.mark in one.get_content()]
        reader, page = walk.window(), walk.enter(now)
        reader.goto(walking.link(visit.demo, walk.slug, now_address, "mail")[0])
        visit.look(reader)
        assert chosen(walk, page) == "now", "to look at the link changes nothing"
        reader.check("[name=choice][value=never]")
        walk.send(reader)
        assert chosen(walk, page) == "never"


def chosen(walk, page):
    """Which letters somebody gets, as their account has it."""
    walk.go(page, "me/account/mail/")
    return page.input_value("[name=choice]:checked")


def a_language_is_chosen(visit):
    """Whoever chooses another language for their pages reads them in it at once, in the direction in which it is read."""
    for walk in walking.each(visit, walking.EAST):
        key, _ = walk.someone("tongue", "contact")
        page = walk.enter(key, anew=True)
        for language, direction in [("ar", "rtl"), ("lt", "ltr"), ("en", "ltr")]:
            walk.go(page, "me/account/profile/")
            page.select_option("[name=language]", language)
            walk.send(page)
            for path in ("me/", f"clients/{CASE}"):
                walk.go(page, path)
                html = page.locator("html")
                assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction), page.url

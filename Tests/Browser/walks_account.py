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
    """A contact who chooses letters at once gets one in their language when something is published; who chose none gets none."""
    for walk in walking.each(visit, walking.WEST):
        (now, now_address), (never, never_address) = walk.someone("now", "contact"), walk.someone("never", "contact")
        for key, choice in [(now, "now"), (never, "never")]:
            page = walk.enter(key, anew=True)
            walk.go(page, "me/account/mail/")
            page.check(f"[name=choice][value={choice}]")
            walk.send(page)
            assert "done=" in page.url, page.url
            walk.go(page, "me/account/mail/")
            assert page.is_checked(f"[name=choice][value={choice}]"), "it is kept"
        agent = walk.enter("agent")
        walk.go(agent, f"staff/clients/{CASE}entry/")
        agent.check("input[name=visibility][value=client]")
        agent.fill("[name=title]", f"Told of {walk.mark}")
        walk.send(agent, "main form button:not([name])")
        text = walking.letter(visit.demo, walk.slug, now_address, f"Told of {walk.mark}")
        assert walk.ground.case in text and f"/clients/{CLIENT}/" in text, text
        assert not [one for one in walking.letters(visit.demo, walk.slug, never_address) if walk.mark in one.get_content()]
        # The letter leads to the same choice, for who has not signed in; to look at it changes nothing.
        link = walking.link(visit.demo, walk.slug, now_address, "mail")[0]
        reader, page = walk.window(), walk.enter(now)
        for choice, chosen in [(None, "now"), ("never", "never")]:
            reader.goto(link)
            visit.look(reader)
            assert reader.is_checked(f"[name=choice][value={chosen if choice is None else 'now'}]")
            if choice:
                reader.check(f"[name=choice][value={choice}]")
                walk.send(reader)
            walk.go(page, "me/account/mail/")
            assert page.is_checked(f"[name=choice][value={chosen}]")


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

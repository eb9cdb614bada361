"""What a contact and the agency's people do with each other, seen from both sides."""
import hashlib
import re

import walking
from walking import CASE


def messages_go_both_ways(visit):
    """A contact writes with a file, an agent reads it and answers with one, and the contact reads that: each the same bytes."""
    for walk in walking.each(visit, walking.EAST):
        asked, answered = walking.file(f"question {walk.mark}.pdf"), walking.file(f"answer {walk.mark}.pdf")
        contact, agent = walk.enter("contact"), walk.enter("agent")
        walk.go(contact, f"clients/{CASE}")
        write(walk, contact, f"Where does {walk.mark} stand?", asked)
        walk.reads(contact, f"Where does {walk.mark} stand?")
        walk.go(agent, "staff/inbox/")
        walk.reads(agent, walk.ground.client)
        walk.go(agent, f"staff/clients/{CASE}")
        walk.reads(agent, f"Where does {walk.mark} stand?")
        assert got(walk, agent, asked) == asked["buffer"]
        write(walk, agent, f"On the way, {walk.mark}.", answered)
        walk.go(contact, "me/")
        assert contact.locator(f"#waits ~ ul a[href*='/clients/{CASE}']").count() == 1, "an answer waits to be read"
        with contact.expect_navigation():
            contact.click(f"#waits ~ ul a[href*='/clients/{CASE}']")
        visit.look(contact)
        walk.reads(contact, f"On the way, {walk.mark}.")
        assert got(walk, contact, answered) == answered["buffer"]
        walk.go(contact, "me/")
        assert not contact.locator(f"#waits ~ ul a[href*='/clients/{CASE}']").count(), "it was read"


def write(walk, page, text, file):
    page.click("details.write summary")
    page.fill("#text", text)
    page.set_input_files("#attach", file)
    walk.send(page, "form:has(#text) button[type=submit]")


def got(walk, page, file):
    """The bytes behind the link of a message's file."""
    href = page.locator(".message .files a").filter(has_text=file["name"]).first.get_attribute("href")
    # The link leads to the document's page, below which its bytes lie.
    return page.request.get(walk.visit.demo.base + re.sub(r"/view/$", "", href)).body()


def documents_are_sent_and_read_without_scripts(visit):
    """Without JavaScript a contact signs in by the form, sends a document, gets its receipt, and the agency has the same bytes."""
    for walk in walking.each(visit, walking.without_scripts(walking.SOUTH)):
        contact = walk.enter("contact", anew=True)
        visit.look(contact)
        walk.go(contact, f"clients/{CASE}")
        paper = walking.file(f"paper {walk.mark}.pdf")
        contact.set_input_files("#file", paper)
        walk.send(contact, "form:has(#file) button[type=submit]")
        assert "/receipts/" in contact.url, contact.url
        digest = hashlib.sha256(paper["buffer"]).hexdigest()
        assert digest in contact.inner_text("main").replace(" ", "").replace("\n", "")
        walk.reads(contact, paper["name"])
        agent = walk.enter("agent", anew=True)
        walk.go(agent, f"staff/clients/{CASE}")
        link = agent.locator("[data-zone] a.title").filter(has_text=paper["name"])
        with agent.expect_navigation():
            link.click()
        visit.look(agent)
        bytes_of_it = agent.request.get(visit.demo.base + agent.locator("main .buttons a.button").first.get_attribute("href"))
        assert bytes_of_it.body() == paper["buffer"]

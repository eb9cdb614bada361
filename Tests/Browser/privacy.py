"""What browsers are asked to keep and whom they are led to ask: nobody but the portal, and nothing before consent.

Three phases as each of visitor, contact and staff: untouched, refused, accepted; and after taking it back. The condition is what goes over
the wire: the hosts of all requests, and every cookie that the browser holds afterwards.
"""
import json
import re
import subprocess
import time
import urllib.parse
import urllib.request

import crawl

AGENCY = "northgate"
OURS = re.compile(r"__Host-([a-z])-[a-z0-9-]+")


def registry(of):
    """The cookies that the page which people read lists: names, and whether somebody is asked first."""
    page = of.window()
    page.goto(f"{of.demo.base}/{AGENCY}/cookies/")
    rows = page.locator("ul.cookies > li").all()
    names = {row.locator(".title").inner_text().strip(): row.get_attribute("data-use") for row in rows}
    assert len(names) >= 5, names
    return names


class Watched:
    """A window of a role that remembers what it asked for and what it was told to keep."""

    def __init__(self, visit, role, scripts=True, headers=None):
        self.visit, self.role = visit, role
        self.context = visit.browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=scripts, locale="en-IE",
            extra_http_headers=headers or {})
        visit.contexts.append(self.context)
        self.hosts, self.set = set(), set()
        self.page = self.context.new_page()
        self.page.on("request", lambda r: self.hosts.add(urllib.parse.urlsplit(r.url).netloc))
        self.context.on("response", self.remember)
        if role:
            visit.sign_in(self.page, AGENCY, role)
        else:
            self.page.goto(f"{visit.demo.base}/{AGENCY}/")

    def remember(self, response):
        for field in response.headers_array():
            if field["name"].lower() == "set-cookie":
                self.set.add(field["value"].split("=")[0])

    def see(self, urls):
        for url in urls:
            self.page.goto(url)

    def choose(self, value):
        self.page.goto(f"{self.visit.demo.base}/{AGENCY}/cookies/")
        self.page.locator(f"button[name=choice][value={value}]").click()
        self.page.wait_for_url("**/cookies/choice/*")

    @property
    def cookies(self):
        return {cookie["name"] for cookie in self.context.cookies()}

    def judge(self, known, may_count):
        own = urllib.parse.urlsplit(self.visit.demo.base).netloc
        assert self.hosts == {own}, f"{self.role} asked {self.hosts - {own}}"
        held = {name for name in self.cookies if name.endswith("-" + AGENCY)}
        assert held <= set(known), f"{self.role} holds {held - set(known)}"
        assert self.set <= set(known), f"{self.role} was told to keep {self.set - set(known)}"
        counted = f"__Host-a-{AGENCY}" in held
        assert counted == may_count, f"{self.role}: the cookie of the statistics is {'there' if counted else 'not there'}"
        assert all(OURS.fullmatch(name) for name in held)


def nobody_is_asked_and_nothing_is_kept_before_consent(visit):
    """Every page as visitor, contact and staff, untouched, refused and accepted: one host, cookies of the registry, statistics only by
    choice, gone after withdrawal."""
    ask(visit.demo, True)
    known = registry(visit)
    assert list(known.values()).count("analytics") == 1, known
    pages = {(found.agency, found.role): found for found in crawl.everything(visit)}
    for role in [None, "contact", "owner"]:
        urls = pages[AGENCY, role].firsts
        assert len(urls) >= 4, f"{role} reaches {urls}"
        untouched = Watched(visit, role)
        untouched.see(urls)
        untouched.judge(known, may_count=False)
        refused = Watched(visit, role)
        refused.choose("refuse")
        refused.see(urls)
        refused.judge(known, may_count=False)
        accepted = Watched(visit, role)
        accepted.choose("accept")
        accepted.see(urls)
        accepted.judge(known, may_count=True)
        accepted.choose("refuse")
        accepted.judge(known, may_count=False)
        accepted.see(urls[:3])
        accepted.judge(known, may_count=False)
        accepted.context.close(), refused.context.close(), untouched.context.close()
    ask(visit.demo, False)


def consent_works_without_scripts_and_gives_a_receipt(visit):
    """Without scripts: agree, save the receipt, take it back; the same decisions stand in the receipt."""
    ask(visit.demo, True)
    window = Watched(visit, None, scripts=False)
    window.choose("accept")
    visit.picture(window.page, "consent")
    href = window.page.get_by_role("link", name=re.compile("receipt")).get_attribute("href")
    window.choose("refuse")
    receipt = json.loads(window.page.request.get(visit.demo.base + href).text())
    assert [one["decision"] for one in receipt["decisions"]] == ["given", "withdrawn"], receipt
    ask(visit.demo, False)


def a_browser_that_says_so_is_never_counted(visit):
    """Global Privacy Control: what was agreed to earlier is gone with the next answer, and there is nothing to choose."""
    ask(visit.demo, True)
    window = Watched(visit, None)
    window.choose("accept")
    window.judge(registry(visit), may_count=True)
    window.context.set_extra_http_headers({"Sec-GPC": "1"})
    window.page.goto(f"{visit.demo.base}/{AGENCY}/cookies/choice/")
    assert window.page.locator("button[name=choice]").count() == 0
    window.judge(registry(visit), may_count=False)
    ask(visit.demo, False)


def ask(demo, wanted):
    """Whether the agency asks: by the command, while the demo runs."""
    subprocess.run(
        [demo.program, "agency", "set", AGENCY, f"analytics={'true' if wanted else 'false'}", "--root", demo.root],
        check=True, capture_output=True, timeout=60)
    # The command is answered at once; the pages that show the setting follow.
    deadline = time.time() + 60
    while (b'name="choice"' in urllib.request.urlopen(f"{demo.base}/{AGENCY}/cookies/").read()) != wanted:
        assert time.time() < deadline, "the page of the cookies does not follow the setting"
        time.sleep(0.1)

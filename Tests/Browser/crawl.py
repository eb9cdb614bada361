"""Goes along the links of the demo as each role and keeps one or two pages of each kind."""
import re
import urllib.parse

import walking

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
# How many pages of one kind are looked at: the second often has what the first has not.
OF_A_KIND = 2


def kind(path):
    """The route that a path is of, as far as its form tells: `/northgate/clients/*/cases/*/`."""
    path = urllib.parse.urlsplit(path).path
    path = ID.sub("*", path)
    return re.sub(r"/(clients|cases|invoices|templates|people|documents|mail|proof)/(?!new\b)[^/]+", r"/\1/*", path)


class Pages:
    """The pages that one role reaches from its start, by kind. Only GET; what is no HTML is left out."""

    def __init__(self, visit, agency, role, starts, most=400):
        self.visit, self.role, self.agency = visit, role, agency
        self.page = visit.sign_in(visit.window(), agency, role) if role else visit.window()
        self.found = {}
        self.bodies = {}
        base = visit.demo.base + "/" + agency + "/"
        waiting, seen = [base + start for start in starts], set()
        while waiting and len(self.bodies) < most:
            url = waiting.pop(0)
            plain = url.split("#")[0]
            if plain in seen or not plain.startswith(base):
                continue
            seen.add(plain)
            # The bytes of documents are no pages of ours.
            if kind(plain).endswith("/documents/*") or len(self.found.get(kind(plain), [])) >= OF_A_KIND:
                continue
            answer = self.page.request.get(plain)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            assert answer.status == 200, f"{role} follows a link to {plain}: {answer.status}"
            self.found.setdefault(kind(plain), []).append(plain)
            self.bodies[plain] = answer.body()
            waiting += [urllib.parse.urljoin(plain, href) for href in hrefs(answer.text())]
        assert not waiting, f"{role} of {agency} reaches more than {most} pages: {waiting[:3]}"

    @property
    def urls(self):
        return list(self.bodies)

    @property
    def firsts(self):
        """One page of each kind."""
        return [of_kind[0] for of_kind in self.found.values()]


def hrefs(html):
    """The links of a page, those that begin a download left out."""
    for tag in re.findall(r"<a\s[^>]*>", html):
        if "download" in tag or 'rel="nofollow' in tag:
            continue
        href = re.search(r'href="([^"]*)"', tag)
        if href:
            yield href.group(1).replace("&amp;", "&")


ROLES = [
    ("northgate", None, ["", "privacy/", "privacy/platform/", "privacy/retention/", "cookies/", "privacy/proof/"]),
    ("northgate", "contact", ["me/"]),
    ("northgate", "agent", ["me/", "staff/"]),
    ("northgate", "owner", ["me/", "staff/"]),
    ("northgate", "admin", ["me/", "staff/"]),
    ("zalgiris", "contact", ["me/"]),
    ("zalgiris", "owner", ["me/", "staff/"]),
]


def everything(visit):
    """The pages of every role, gone along once a run."""
    if ("northgate", "admin") not in visit.demo.people:
        walking.person(visit.demo, "northgate", "admin", "admin", "en")
    if not hasattr(visit.demo, "pages"):
        visit.demo.pages = [Pages(visit, *role) for role in ROLES]
    return visit.demo.pages

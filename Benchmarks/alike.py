"""Whether two makers made the same pages, so that their times can be compared."""
import html.parser
import re

import trees

# What each maker chooses by itself: the identities of events, and the hashes in addresses of assets.
OWN = [(re.compile(r"e-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "e-ID"),
       (re.compile(r"(/assets/\w+)\.[0-9a-f]{12}\."), r"\1.HASH.")]


class Marks(html.parser.HTMLParser):
    """A page as a list of tags, with their attributes, and texts. White space at the ends of texts is left out."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page.decode())
        self.close()

    def handle_decl(self, decl):
        self.found.append(decl)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, *sorted((name, masked(value or "")) for name, value in attributes)))

    def handle_endtag(self, tag):
        self.found.append("/" + tag)

    def handle_data(self, text):
        # No-break spaces are no white space here: they belong to a number.
        text = re.sub(r"[ \n\t]+", " ", text).strip(" ")
        if text:
            self.found.append(text)


def masked(text):
    for pattern, name in OWN:
        text = pattern.sub(name, text)
    return text


def check(ours, theirs):
    """Compares the pages below two folders.

    Raises:
        AssertionError: naming the first page that differs, and where.
    """
    paths = trees.paths(ours)
    assert paths == trees.paths(theirs), f"other pages: {paths} and {trees.paths(theirs)}"
    for path in paths:
        left, right = (Marks(trees.content(folder, path)).found for folder in (ours, theirs))
        for one, other in zip(left, right):
            assert one == other, f"{path}: {one!r} and {other!r}"
        assert len(left) == len(right), f"{path}: {len(left)} and {len(right)} marks"

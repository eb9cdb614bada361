"""What a page costs, in instructions: a ceiling for one page rendered and one page served.

The counts hardly differ from run to run, whatever else the machine does. A change that passes a ceiling made the product
slower; one that is well below it lets the ceiling come down. Each was set about a tenth above what was counted.
"""
import http.client
import os
import tempfile
import time
import unittest

import workspace
from instructions import Counter
from workspace import Visitor, Workspace, many_records

# The build without optimisation is what `make test` has; PORTICO=.build/release/portico counts the other one.
# Pages of cases hold letters, papers and two forms, unpaid invoices a code for banks' apps: 2,984,000 were counted.
CEILINGS = {
    "debug": {"a page rendered": 3_300_000, "a page served": 1_640_000},
    "release": {"a page rendered": 750_000, "a page served": 250_000},
}
PAGES_OF_A_CLIENT = 4 + 5 + 4
REQUESTS = 200


class Instructions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.counter = Counter(cls.folder)
        cls.ceilings = CEILINGS["release" if "/release/" in os.path.realpath(workspace.PROGRAM) else "debug"]

    def judge(self, what, counted):
        print(f"{what}: {counted:,} instructions, ceiling {self.ceilings[what]:,}", flush=True)
        self.assertLessEqual(counted, self.ceilings[what], what)

    def test_a_page_rendered_stays_below_its_ceiling(self):
        place = Workspace.make(os.path.join(self.folder, "rendered"))
        counted = {}
        for clients in (2, 10):
            place.import_folder(many_records(clients, cases=5, events=8, invoices=4))
            counted[clients] = self.counter.run("build", "--full", "--root", place.root)
        self.judge("a page rendered", (counted[10] - counted[2]) // (8 * PAGES_OF_A_CLIENT))

    def test_a_page_served_stays_below_its_ceiling(self):
        place = Workspace.make(os.path.join(self.folder, "served"))
        with place.serving() as server:
            cookies = Visitor(server).sign_in().cookies
            # What a server does once is not counted: the first policies of an agency come into force, and pages tell of it.
            adopted(server)
        with self.counter.serving(place) as server:
            page = Page(server, cookies)
            page.get(times=10)
            counted = self.counter.between(server, lambda: page.get(times=REQUESTS))
        self.judge("a page served", counted // REQUESTS)


def adopted(server):
    """Waits until the page of the versions of the policies is there."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", "/acme/privacy/history/")
        status = connection.getresponse().status
        connection.close()
        if status == 200:
            return
        time.sleep(0.1)
    raise AssertionError("no policy came into force")


class Page:
    """One page, asked for again and again on one connection."""

    def __init__(self, server, cookies):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.fields = {"Cookie": cookie, "Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}

    def get(self, times):
        for _ in range(times):
            self.connection.request("GET", "/acme/clients/a/cases/lease/", headers=self.fields)
            answer = self.connection.getresponse()
            assert answer.status == 200, answer.status
            assert answer.headers["Content-Encoding"] == "br", answer.headers
            answer.read()


if __name__ == "__main__":
    unittest.main()

"""The first run: a link on the terminal, and nobody else's way in."""
import os
import pty
import re
import select
import subprocess
import tempfile
import time
import unittest
from urllib.parse import urlencode

from workspace import PASSWORD, PROGRAM, Visitor, Workspace, free_port

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AGENCY = {
    "agency": "Šiaurės vartai", "slug": "", "country": "LT", "time_zone": "Europe/Vilnius", "language": "lt", "currency": "EUR",
    "name": "Ona", "email": "ona@vartai.example", "password": PASSWORD,
}


class Terminal:
    """`portico serve` as somebody starts it in a terminal."""

    def __init__(self, workspace, *arguments, port=None, knows_itself=True):
        self.port = port or free_port()
        self.text = ""
        env = {**os.environ, "NO_COLOR": "1"}
        if knows_itself:
            env["PORTICO_BASE_URL"] = f"http://127.0.0.1:{self.port}"
        (self.master, slave) = pty.openpty()
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(self.port), "--root", workspace.root, *arguments], stdin=slave, stdout=slave,
            stderr=slave, env=env)
        os.close(slave)

    def link(self, seconds=30):
        """The path of the link that it prints; None when it prints none."""
        deadline = time.time() + seconds
        while time.time() < deadline:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.text += os.read(self.master, 65536).decode(errors="replace")
                except OSError:
                    break
            found = re.search(r"https?://\S+(/setup\?token=[A-Za-z0-9_-]+)", self.text)
            if found:
                return found.group(1)
        return None

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        os.close(self.master)


class SetupTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.workspace = Workspace(os.path.join(folder.name, "w"))
        self.workspace.must("init", self.workspace.root, bare=True)

    def terminal(self, *arguments, **more):
        terminal = Terminal(self.workspace, *arguments, **more)
        self.addCleanup(terminal.end)
        return terminal

    def post(self, terminal, path, fields):
        return Visitor(terminal).request("POST", path, urlencode(fields), FORM)

    def test_the_link_makes_the_agency_and_its_owner_once(self):
        terminal = self.terminal()
        path = terminal.link()
        self.assertIsNotNone(path, terminal.text)
        self.assertEqual(Visitor(terminal).get("/setup").status, 404)
        self.assertEqual(Visitor(terminal).get("/setup?token=" + "A" * 43).status, 404)
        page = Visitor(terminal).get(path)
        self.assertEqual(page.status, 200, page)
        short = self.post(terminal, path, {**AGENCY, "password": "short", "country": ""})
        self.assertEqual(short.status, 422, short)
        self.assertIn("Šiaurės vartai", short.body.decode())
        visitor = Visitor(terminal)
        made = visitor.request("POST", path, urlencode(AGENCY), FORM)
        self.assertEqual((made.status, made.headers["Location"]), (303, "/siaures-vartai/staff/"), made)
        self.assertEqual(visitor.get("/siaures-vartai/staff/").status, 200)
        # Spent, for looking and for sending.
        self.assertEqual(Visitor(terminal).get(path).status, 404)
        self.assertEqual(self.post(terminal, path, AGENCY).status, 404)
        Visitor(terminal).sign_in("ona@vartai.example", agency="siaures-vartai")

    def test_an_agency_without_an_owner_gets_one_and_nothing_else(self):
        self.workspace.must("agency", "add", "acme", "--name", "Acme", "--country", "IE", "--time-zone", "Europe/Dublin")
        terminal = self.terminal()
        path = terminal.link()
        self.assertIsNotNone(path, terminal.text)
        self.assertNotIn('name="agency"', Visitor(terminal).get(path).body.decode())
        owner = {key: AGENCY[key] for key in ("name", "email", "password")}
        made = self.post(terminal, path, owner)
        self.assertEqual((made.status, made.headers["Location"]), (303, "/acme/staff/"), made)

    def test_nothing_is_printed_where_somebody_can_sign_in_or_nobody_looks(self):
        with self.workspace.serving() as server:
            time.sleep(1)
            self.assertNotIn("token=", server.output())
        self.workspace.must("agency", "add", "acme", "--name", "Acme", "--country", "IE", "--time-zone", "Europe/Dublin")
        self.workspace.must("person", "add", "acme", "o@acme.example", "--role", "owner", "--password-stdin", stdin=PASSWORD)
        terminal = self.terminal()
        self.assertIsNone(terminal.link(seconds=5), terminal.text)

    def test_without_base_url_only_this_machine_is_let_in(self):
        # A proxy names an address that is not of this machine.
        terminal = self.terminal("--behind-proxy", "127.0.0.1", port=8080, knows_itself=False)
        path = terminal.link()
        if path is None and terminal.process.poll() is not None:
            self.skipTest("another program has port 8080")
        self.assertIsNotNone(path, terminal.text)
        forwarded = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Host": "127.0.0.1:8080", "X-Forwarded-Proto": "http"}
        self.assertEqual(Visitor(terminal).request("GET", path, None, forwarded).status, 404)
        self.assertEqual(Visitor(terminal).get(path).status, 200)

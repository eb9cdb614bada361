"""Uploads that go on: through cut connections, against each other, and after a kill at any instant."""
import base64
import hashlib
import http.client
import os
import random
import threading
import time

from fixture import Case
from tusclient.client import TusClient
from wire import Wire
from workspace import Visitor

UPLOADS = "/acme/clients/a/cases/lease/uploads"
ROUNDS = int(os.environ.get("ROUNDS", "50")) // 2


def pdf(size):
    """A PDF of that many bytes like no other."""
    (head, tail) = (b"%PDF-1.4\n%", b"\n%%EOF\n")
    return head + os.urandom(size - len(head) - len(tail)) + tail


def digest(content):
    return hashlib.sha256(content).hexdigest()


class Sender:
    """One upload as a browser sends it."""

    def __init__(self, visitor, content, name="scan.pdf"):
        (self.visitor, self.content) = (visitor, content)
        name = base64.b64encode(name.encode()).decode()
        answer = self.ask("POST", UPLOADS, {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"})
        assert answer.status == 201, answer
        self.path = answer.headers["Location"]

    def ask(self, method, path, fields=None, body=None):
        return self.visitor.request(method, path, body, {"Tus-Resumable": "1.0.0", **(fields or {})})

    def head(self):
        answer = self.ask("HEAD", self.path)
        return int(answer.headers["Upload-Offset"]), answer.headers.get("Content-Location")

    def patch(self, offset, size):
        return self.ask("PATCH", self.path, {
            "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}, self.content[offset:offset + size])


class ResumableTest(Case):
    def documents(self):
        return {line["sha256"]: line["id"] for line in self.workspace.must("document", "list", "acme", "--json").json}

    def staged(self):
        folder = self.workspace.root + "/data/acme/documents/.uploads"
        return os.listdir(folder) if os.path.isdir(folder) else []

    def test_a_hundred_megabytes_arrive_through_twenty_cut_connections(self):
        for checks in (False, True):
            path = self.file("film.pdf", pdf(100_000_000))
            with open(path, "rb") as file:
                wanted = digest(file.read())
            with self.workspace.serving() as server:
                visitor = Visitor(server).sign_in()
                wire = Wire(server.port, cuts=20, least=500_000, most=4_500_000)
                client = TusClient(f"http://127.0.0.1:{wire.port}{UPLOADS}", headers={
                    "Host": f"127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin",
                    "Cookie": "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())})
                sender = client.uploader(
                    path, chunk_size=5 << 20, metadata={"filename": f"film {checks}.pdf"}, retries=100, retry_delay=0.05,
                    upload_checksum=checks)
                sender.upload()
                self.assertEqual(wire.made, 20)
                wire.close()
                id = self.documents()[wanted]
                answer = visitor.document(id)
                self.assertEqual((answer.status, digest(answer.body)), (200, wanted))
                receipt = visitor.get(sender.request.response_headers["content-location"])
                self.assertIn(wanted, receipt.body.decode())
            self.assertEqual(self.staged(), [])

    def test_of_two_who_send_one_upload_one_is_refused(self):
        content = pdf(3_000_000)
        with self.workspace.serving() as server:
            visitor = Visitor(server).sign_in()
            sender = Sender(visitor, content)
            statuses = []
            threads = [
                threading.Thread(target=lambda: statuses.append(sender.patch(0, len(content)).status)) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(statuses.count(204), 1, statuses)
            self.assertTrue(set(statuses) <= {204, 409, 423}, statuses)
            answer = visitor.document(self.documents()[digest(content)])
            self.assertEqual(answer.body, content)

    def test_killed_at_any_instant_an_upload_goes_on_from_what_was_acknowledged(self):
        w = self.workspace
        cookies = None
        made = {}
        for round in range(ROUNDS):
            content = pdf(random.randrange(300_000, 6_000_000))
            size = random.randrange(200_000, 2_000_000)
            sender = None
            acknowledged = 0
            is_whole = False
            while not is_whole:
                with w.serving() as server:
                    cookies = cookies or Visitor(server).sign_in().cookies
                    visitor = Visitor(server, cookies)
                    sender = sender or Sender(visitor, content, f"scan {round}.pdf")
                    sender.visitor = visitor
                    offset, receipt = sender.head()
                    self.assertGreaterEqual(offset, acknowledged, "what was acknowledged is there")
                    self.assertEqual(offset == len(content), receipt is not None, "all of it is there only as a document")
                    # At most one kill a megabyte, some of them while the document is made.
                    killer = threading.Timer(random.uniform(0, 0.35), server.kill)
                    if acknowledged < len(content) and random.random() < 0.7:
                        killer.start()
                    try:
                        while offset < len(content):
                            answer = sender.patch(offset, size)
                            assert answer.status == 204, answer
                            offset = acknowledged = int(answer.headers["Upload-Offset"])
                        is_whole = True
                    except (OSError, http.client.HTTPException):
                        pass
                    killer.cancel()
            made[digest(content)] = f"scan {round}.pdf"
        w.must("build", "acme")
        ran = w.run("check", "acme")
        self.assertEqual(ran.code, 0, ran)
        found = self.documents()
        self.assertEqual(set(found), set(made), "each upload is one document, once")
        with w.serving() as server:
            visitor = Visitor(server, cookies)
            for sha256, id in found.items():
                self.assertEqual(digest(visitor.document(id).body), sha256, made[sha256])
        self.assertEqual(self.staged(), [])
        held = {name for folder, _, names in os.walk(w.root + "/data/acme/documents") for name in names
                if not folder.endswith("/.trash")}
        self.assertEqual(set(found.values()), held, "a file without a row was not swept, or a row has no file")
        w.must("audit", "verify", "acme")

    def test_an_upload_under_way_is_sealed(self):
        content = b"A SECRET that is plain to read.\n" * 40_000
        with self.workspace.serving() as server:
            sender = Sender(Visitor(server).sign_in(), content, "letter.txt")
            self.assertEqual(sender.patch(0, 1_000_000).status, 204)
            for folder, _, names in os.walk(self.workspace.root + "/data"):
                for name in filter(os.path.isfile, (os.path.join(folder, name) for name in names)):
                    with open(name, "rb") as file:
                        self.assertNotIn(b"A SECRET that is plain", file.read(), name)
            self.assertEqual(len(self.staged()), 1)
            self.assertEqual(sender.ask("DELETE", sender.path).status, 204)
            self.assertEqual(self.staged(), [])

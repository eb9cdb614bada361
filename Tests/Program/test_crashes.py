"""Killed at any instant, nothing acknowledged is lost, no page is half, and the next start mends the rest."""
import sqlite3
import contextlib
import hashlib
import http.client
import os
import random
import signal
import threading
import time

from fixture import Case
from workspace import Visitor, many_records, text_file

ROUNDS = int(os.environ.get("ROUNDS", "50"))


class CrashTest(Case):
    def test_a_build_killed_at_any_instant_leaves_every_page_whole(self):
        w = self.workspace
        w.import_folder(many_records(30))
        names = ["Acme, the first", "Acme, the second"]
        trees = []
        seconds = 0
        for name in names * 2:
            w.must("agency", "set", "acme", f"name={name}")
            began = time.time()
            w.must("build")
            seconds = time.time() - began
            trees.append(w.pages())
        self.assertEqual(trees[:2], trees[2:], "the same records give the same pages")
        self.assertNotEqual(*trees[:2])
        began = time.time()
        w.must("agency", "list")
        start = time.time() - began  # a command that does next to nothing
        killed = 0
        for round in range(ROUNDS):
            w.must("agency", "set", "acme", f"name={names[round % 2]}")
            process = w.start("build")
            time.sleep(random.uniform(start * 0.9, seconds))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
            for path, digest in w.pages().items():
                if not os.path.basename(path).startswith("."):
                    self.assertIn(digest, (trees[0].get(path), trees[1].get(path)), path)
            began = time.time()
            w.must("build")
            # The machine may be slower or faster by now.
            seconds = time.time() - began
            self.assertEqual(w.pages(), trees[round % 2], f"round {round}")
        w.must("check")
        self.assertGreater(killed, ROUNDS * 0.6, "too few of the kills came in time")

    def test_an_upload_killed_at_any_instant_loses_nothing_acknowledged(self):
        w = self.workspace
        kept = {}
        lock = threading.Lock()
        cookies = None
        for round in range(ROUNDS):
            with w.serving() as server:
                if cookies is None:
                    cookies = Visitor(server).sign_in().cookies
                before = len(kept)
                # Some are killed while the first one comes in, the others when some are there already.
                waits = round % 2 == 1
                threads = [
                    threading.Thread(target=self.upload_until_killed, args=(server, cookies, kept, lock, f"{round}-{i}"))
                    for i in range(3)]
                for thread in threads:
                    thread.start()
                deadline = time.time() + 20
                while waits and len(kept) == before and time.time() < deadline:
                    time.sleep(0.005)
                time.sleep(random.uniform(0.02, 0.6))
                server.kill()
                for thread in threads:
                    thread.join()
            # The next command is the next start: it mends, and then everything must fit.
            w.must("build", "acme")
            ran = w.run("check", "acme")
            self.assertEqual(ran.code, 0, ran)
        self.assertGreaterEqual(len(kept), ROUNDS // 2)
        with w.serving() as server:
            visitor = Visitor(server, cookies)
            page = visitor.get("/acme/clients/a/cases/lease/").body.decode()
            for id, (digest, name) in kept.items():
                answer = visitor.document(id)
                self.assertEqual((answer.status, hashlib.sha256(answer.body).hexdigest()), (200, digest), name)
                self.assertIn(name, page)
        rows = {line["id"] for line in w.must("document", "list", "acme", "--json").json}
        self.assertLessEqual(set(kept), rows)
        # Bytes that no row names are in the trash now, where an operator can still find them.
        held = {name for folder, _, names in os.walk(w.root + "/data/acme/documents") for name in names
                if not folder.endswith("/.trash")}
        # Texts and pictures that were made of documents lie beside them.
        with contextlib.closing(sqlite3.connect(w.root + "/data/acme/records.sqlite")) as records:
            rows |= {id for id, in records.execute("SELECT id FROM derived")}
        self.assertEqual(rows, held, "a file without a row was not swept, or a row has no file")
        w.must("audit", "verify", "acme")

    def upload_until_killed(self, server, cookies, kept, lock, mark):
        visitor = Visitor(server, cookies)
        for number in range(10_000):
            name = f"{mark}-{number}.txt"
            content = text_file(random.randrange(1, 400_000), name)
            try:
                answer = visitor.upload([(name, content)])
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 201, answer
            file = answer.json["files"][0]
            assert file["sha256"] == hashlib.sha256(content).hexdigest()
            with lock:
                kept[file["id"]] = (file["sha256"], name)

"""Whoever is erased is found nowhere afterwards, killed at whatever instant; and no backup brings them back."""
import glob
import json
import os
import random
import shutil
import signal
import time

from fixture import Case
from workspace import PASSWORD, Visitor, Workspace, text_file

ROUNDS = int(os.environ.get("ROUNDS", "20"))
# Words that stand nowhere else.
WORDS = [b"kanarija", b"giesmininke", b"volungele"]

RECORDS = {
    "clients.csv": "client,name,email,phone,kind\n"
                   "kanarija-giesmininke,Kanarija Giesmininke,kanarija@giesmininke.example,+37060000077,person\n",
    "contacts.csv": "client,name,email\nkanarija-giesmininke,Kanarija Giesmininke,kanarija@giesmininke.example\n",
    "cases.csv": "client,case,title,status,opened\nkanarija-giesmininke,volungele,The matter of Volungele,open,2026-01-05\n",
    "events.csv": "client,case,date,kind,title,body,visibility\n"
                  + "".join(f"kanarija-giesmininke,volungele,2026-02-{d:02},call,Kanarija called,About *Volungele* {d}.,client\n"
                            for d in range(1, 29)),
}


def hunt(root):
    """Files below a folder in whose name or bytes, of whatever kind, one of the words stands."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as file:
                bytes = file.read().lower()
            if any(word in bytes or word in path[len(root):].lower().encode() for word in WORDS):
                found.append(os.path.relpath(path, root))
    return found


class ErasureTest(Case):
    def setUp(self):
        super().setUp()
        w = self.workspace
        w.import_folder(RECORDS)
        w.must("person", "password", "acme", "kanarija@giesmininke.example", "--password-stdin", stdin=PASSWORD)
        for i in range(3):
            file = self.file(f"volungele-{i}.txt", text_file(20_000, f"Kanarija {i}"))
            w.must("document", "add", "acme", "kanarija-giesmininke", "volungele", file, "--publish")
        w.must("build")

    def test_what_a_server_kept_of_somebody_is_gone_from_every_file_and_its_log(self):
        w = self.workspace
        with w.serving() as server:
            she = Visitor(server).sign_in("kanarija@giesmininke.example")
            self.assertEqual(she.get("/acme/clients/kanarija-giesmininke/cases/volungele/").status, 200)
            self.assertEqual(
                she.upload([("volungele.txt", text_file(9000, "By Kanarija"))], "kanarija-giesmininke", "volungele").status, 201)
            Visitor(server).request(
                "POST", "/acme/sign-in", "email=kanarija%40giesmininke.example&password=wrong",
                {"Content-Type": "application/x-www-form-urlencoded"})
            w.must("person", "invite", "acme", "kanarija@giesmininke.example")
            self.assertTrue(any(path.startswith("data/acme/records") for path in hunt(w.root)))
            receipt = w.must("subject", "erase", "acme", "kanarija-giesmininke", "--json").json[0]
            self.assertEqual((receipt["left"], receipt["kept"], len(receipt["persons"])), (0, [], 1))
            self.assertEqual(receipt["outside"]["documents"] >= 4, True)
            self.assertEqual(hunt(w.root), [])
            self.assertEqual(she.get("/acme/me/").status, 303)
            self.assertEqual(w.run("subject", "find", "acme", "kanarija-giesmininke").code, 1)
            self.assertEqual(hunt(w.root), [])
            server.end()
            said = server.output().lower().encode()
            self.assertFalse([word for word in WORDS if word in said], said)
        self.assertEqual(hunt(w.root), [])
        w.must("check")
        w.must("audit", "verify", "acme")

    def test_killed_at_any_instant_it_was_not_begun_or_is_finished_at_the_next_start(self):
        began = time.time()
        whole = self.workspace.copy(self.folder + "/whole")
        whole.must("agency", "list")
        start = time.time() - began
        began = time.time()
        whole.must("subject", "erase", "acme", "kanarija-giesmininke")
        seconds = time.time() - began
        outcomes = {"untouched": 0, "finished": 0, "before the kill": 0}
        for round in range(ROUNDS):
            w = self.workspace.copy(f"{self.folder}/round-{round}")
            process = w.start("subject", "erase", "acme", "kanarija-giesmininke")
            time.sleep(random.uniform(min(start, seconds) * 0.5, seconds * 0.9))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            was_killed = process.returncode == -signal.SIGKILL
            # The next command is the next start.
            w.must("build", "acme")
            receipts = w.must("erasure", "list", "acme", "--json").json
            if receipts:
                self.assertEqual(receipts[0]["left"], 0)
                self.assertEqual(hunt(w.root), [], f"round {round}")
                ledger = [json.loads(line) for path in glob.glob(w.root + "/data/.tombstones/*") for line in open(path)]
                self.assertEqual(sorted(stone["kind"] for stone in ledger), ["client", "person"])
                outcomes["finished" if was_killed else "before the kill"] += 1
            else:
                self.assertEqual(w.must("person", "list", "acme").out.count(b"kanarija"), 2, f"round {round}")
                self.assertEqual(len(w.must("document", "list", "acme", "--client", "kanarija-giesmininke", "--json").json), 3)
                self.assertEqual(glob.glob(w.root + "/data/.tombstones/*"), [])
                outcomes["untouched"] += 1
            w.must("check")
            w.must("audit", "verify", "acme")
        self.assertGreater(outcomes["untouched"] + outcomes["finished"], ROUNDS * 0.3, f"too few kills came in time: {outcomes}")

    def test_a_backup_of_before_brings_nobody_back(self):
        w = self.workspace
        w.must("backup", "create", self.folder + "/backup", "--keys", self.folder + "/keys")
        w.must("subject", "erase", "acme", "kanarija-giesmininke")
        other = Workspace(self.folder + "/other")
        other.must("init", other.root, bare=True)
        # The whole of data/ is lost, and its ledger with it: the erasure has told the backup.
        shutil.rmtree(w.root + "/data")
        other.must("restore", self.folder + "/backup", "--keys", self.folder + "/keys")
        self.assertEqual(hunt(other.root), [])
        with other.serving() as server:
            self.assertEqual(
                Visitor(server).request(
                    "POST", "/acme/sign-in", f"email=kanarija%40giesmininke.example&password={PASSWORD.replace(' ', '+')}",
                    {"Content-Type": "application/x-www-form-urlencoded"}).status, 401)
        other.must("check")

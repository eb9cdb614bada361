"""A full disk gets a clear error; nothing is lost, and the service goes on."""
import hashlib
import os
import subprocess
import unittest

from fixture import Case
from workspace import Visitor, many_records, text_file


def can_mount():
    return os.geteuid() == 0


@unittest.skipUnless(can_mount(), "needs the right to mount a small tmpfs")
class FullDiskTest(Case):
    SIZE = 48 << 20

    def setUp(self):
        super().setUp()
        self.disk = os.path.join(self.folder, "disk")
        os.makedirs(self.disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.SIZE}", "tmpfs", self.disk], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk])
        self.workspace = self.workspace.copy(os.path.join(self.disk, "workspace"))

    def fill(self, left):
        """Fills the disk up to so many bytes; gives the path of what fills it."""
        path = os.path.join(self.disk, "filler")
        state = os.statvfs(self.disk)
        with open(path, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(4096, state.f_bavail * state.f_frsize - left))
        return path

    def test_an_upload_is_refused_with_507_and_the_rest_goes_on(self):
        for reserve in ("200000000", "0"):
            with self.subTest(reserve=reserve), self.workspace.serving({"PORTICO_LIMITS_RESERVE_BYTES": reserve}) as server:
                visitor = Visitor(server).sign_in()
                kept = {}
                answer = None
                for number in range(40):
                    content = text_file(4_000_000, f"{reserve}-{number}")
                    answer = visitor.upload([(f"{reserve}-{number}.txt", content)])
                    if answer.status != 201:
                        break
                    kept[answer.json["files"][0]["id"]] = hashlib.sha256(content).hexdigest()
                self.assertEqual(answer.status, 507, answer)
                self.assertIn("room", answer.body.decode())
                self.assertGreater(len(kept), 3 if reserve == "200000000" else -1)
                for id, digest in kept.items():
                    self.assertEqual(hashlib.sha256(visitor.document(id).body).hexdigest(), digest)
                page = visitor.get("/acme/clients/a/cases/lease/")
                self.assertEqual(page.status, 200)
                self.assertEqual(Visitor(server).get("/readyz").status, 200)
        self.workspace.must("check")

    def test_a_disk_without_one_free_byte_still_serves_pages_and_recovers(self):
        with self.workspace.serving({"PORTICO_LIMITS_RESERVE_BYTES": "0"}) as server:
            visitor = Visitor(server).sign_in()
            filler = self.fill(0)
            answer = visitor.upload([("late.txt", text_file(100_000, "late"))])
            self.assertEqual(answer.status, 507, answer)
            self.assertEqual(visitor.get("/acme/clients/a/").status, 200)
            staff = Visitor(server).request(
                "POST", "/acme/sign-in", "email=owner%40acme.example&password=nine+lamps+beside+the+river",
                {"Content-Type": "application/x-www-form-urlencoded"})
            self.assertIn(staff.status, (303, 503, 507), staff)
            os.remove(filler)
            answer = visitor.upload([("late.txt", text_file(100_000, "late"))])
            self.assertEqual(answer.status, 201, answer)
            self.assertIn("late.txt", visitor.get("/acme/clients/a/cases/lease/").body.decode())
        self.workspace.must("check")

    def test_an_import_keeps_nothing_and_says_so(self):
        before = self.workspace.must("audit", "verify", "acme", "--json").json[0]["entries"]
        for left in (300_000, 3_000_000, 6_000_000):
            filler = self.fill(left)
            ran = self.workspace.import_folder(many_records(3000), code=1)
            os.remove(filler)
            self.assertIn("disk is full", ran.err)
            self.workspace.must("check")
            listed = self.workspace.must("person", "list", "acme").out.decode()
            self.assertNotIn("many.example", listed)
        self.assertGreaterEqual(self.workspace.must("audit", "verify", "acme", "--json").json[0]["entries"], before)
        self.workspace.import_folder(many_records(30))

    def test_a_build_says_so_and_the_next_one_mends_it(self):
        self.workspace.import_folder(many_records(300))
        filler = self.fill(500_000)
        ran = self.workspace.run("build")
        self.assertEqual(ran.code, 3, ran)
        self.assertIn("disk is full", ran.err)
        os.remove(filler)
        self.workspace.must("build")
        whole = self.workspace.pages()
        self.workspace.must("build", "--full")
        self.assertEqual(self.workspace.pages(), whole)
        self.workspace.must("check")

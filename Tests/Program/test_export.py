"""An export from outside: whole or not there, the same from a server and without one, taken in elsewhere, the same again."""
import os
import random
import signal
import time
import zipfile

from fixture import Case
from workspace import Workspace, many_records, text_file

ROUNDS = int(os.environ.get("ROUNDS", "20"))


class ExportTest(Case):
    def test_an_export_killed_at_any_instant_leaves_no_half_file(self):
        w = self.workspace
        w.settings(operator_is_agency="true")
        w.import_folder(many_records(200))
        path = os.path.join(w.root, "out.zip")
        began = time.time()
        w.must("export", "acme", "--to", path)
        seconds = time.time() - began
        whole = os.path.getsize(path)
        killed = 0
        for _ in range(ROUNDS):
            os.remove(path) if os.path.exists(path) else None
            process = w.start("export", "acme", "--to", path)
            time.sleep(random.uniform(seconds * 0.2, seconds))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
            if os.path.exists(path):
                w.must("export", "verify", path)
        self.assertGreater(killed, ROUNDS * 0.5, "too few of the kills came in time")
        os.remove(path) if os.path.exists(path) else None
        w.must("export", "acme", "--to", path)
        w.must("export", "verify", path)
        self.assertGreater(os.path.getsize(path), whole * 0.9)
        left = [name for name in os.listdir(os.path.join(w.root, "data")) if name.startswith(".export-")]
        self.assertEqual(left, [], "what a killed export left is cleared by the next command")

    def test_an_agency_moves_to_another_workspace(self):
        w = self.workspace
        w.settings(operator_is_agency="true")
        path = os.path.join(w.root, "out.zip")
        with w.serving():
            w.must("export", "acme", "--to", path)
        self.assertIsNone(zipfile.ZipFile(path).testzip(), "Python's zipfile reads it too")
        other = Workspace(os.path.join(w.root, "other"))
        other.must("init", other.root, bare=True)
        other.settings(operator_is_agency="true")
        other.must("import", "acme", path)
        other.must("check")
        again = os.path.join(w.root, "again.zip")
        other.must("export", "acme", "--to", again)
        first, second = zipfile.ZipFile(path), zipfile.ZipFile(again)
        names = [name for name in first.namelist() if name.startswith(("data/", "files/", "invoices/"))]
        left = ("session", "device", "invitation", "second_", "recovery_code", "ticket", "resumable")
        for name in names:
            if not name.startswith(tuple("data/" + table for table in left)):
                self.assertEqual(first.read(name), second.read(name), name)
        self.assertNotEqual(other.run("import", "acme", path).code, 0, "once is enough")

    def refused(self, code, words, *arguments):
        ran = self.workspace.run(*arguments, cwd=self.folder)
        self.assertEqual(ran.code, code, ran)
        self.assertIn(words, ran.err)
        self.assertNotIn("Refusal(", ran.err)

    def test_an_export_writes_over_nothing_and_not_into_what_is_the_programs(self):
        w = self.workspace
        w.settings(operator_is_agency="true")
        there = self.file("there.zip", b"precious")
        os.symlink(os.path.join(w.root, "data"), os.path.join(self.folder, "link"))

        def all_are_refused():
            self.refused(64, "is there already", "export", "acme", "--to", there)
            self.refused(64, "is there already", "export", "acme", "--to", self.folder)
            self.refused(64, "no folder", "export", "acme", "--to", os.path.join(self.folder, "no/such/out.zip"))
            for place in ("data/out.zip", "data/acme/out.zip", "keys/out.zip", "public/out.zip"):
                self.refused(64, "program's own", "export", "acme", "--to", os.path.join(w.root, place))
            self.refused(64, "program's own", "export", "acme", "--to", "link/out.zip")
        all_are_refused()
        with w.serving():
            all_are_refused()
            w.must("export", "acme", "--to", "by-server.zip", cwd=self.folder)
        w.must("export", "acme", "--to", "alone.zip", cwd=self.folder)
        with open(there, "rb") as file:
            self.assertEqual(file.read(), b"precious")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "no")))

    def test_an_archive_takes_no_name_that_is_not_free_and_no_agency_twice(self):
        w = self.workspace
        w.settings(operator_is_agency="true")
        path = os.path.join(self.folder, "out.zip")
        w.must("export", "acme", "--to", path)
        for name in ("proof-a", "proof-b", "readyz"):
            self.refused(65, "No agency can be called", "import", name, path)
        self.refused(1, "here already, under the name acme", "import", "beta", path)
        self.refused(64, "folders of CSV files", "import", "beta", path, "--again")
        self.assertEqual(w.must("agency", "list").out.decode().count("\n"), 1)
        other = Workspace(os.path.join(w.root, "other"))
        other.must("init", other.root, bare=True)
        self.assertIn("owner\towner@acme.example", other.must("import", "beta", path).out.decode())

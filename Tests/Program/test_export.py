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

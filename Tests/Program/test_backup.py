"""Backups of the compiled program: killed at any instant, on a full disk, two at once, read by somebody else's program."""
import glob
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest

from fixture import Case
from workspace import Visitor, Workspace, many_records, text_file

ROUNDS = int(os.environ.get("ROUNDS", "20"))
SCRIPTS = os.path.join(os.path.dirname(__file__), "../../scripts")


def tree(folder):
    """Every file below a folder."""
    return sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names)


class BackupCase(Case):
    def setUp(self):
        super().setUp()
        self.backup = self.folder + "/backup"
        self.keys = self.folder + "/backup-keys"
        self.share = 1.0

    def fill(self, documents=6):
        """Documents and records enough that a backup takes a while; a second agency."""
        w = self.workspace
        w.import_folder(many_records(40))
        w.must("agency", "add", "birch", "--name", "Birch", "--country", "LT", "--time-zone", "Europe/Vilnius")
        for number in range(documents):
            path = self.file(f"paper-{number}.txt", text_file(1_500_000 + number, f"Paper {number}"))
            w.must("document", "add", "acme", "a", "lease", path)

    def timed(self, *arguments):
        began = time.time()
        ran = self.workspace.must(*arguments)
        return ran, time.time() - began

    def kill(self, workspace, start, seconds, *arguments):
        """Starts a command that takes so many seconds, and as many until it begins, and ends it as a power cut would; whether it
        came in time. Aimed by how often it did: the machine is faster at times than when it was measured."""
        process = workspace.start(*arguments)
        time.sleep(random.uniform(start * 0.7, max(start * 0.7, seconds * self.share)))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        hit = process.returncode == -signal.SIGKILL
        self.share = min(1.0, self.share * 1.1) if hit else self.share * 0.8
        return hit

    def fresh(self, name):
        fresh = Workspace(os.path.join(self.folder, name))
        fresh.must("init", fresh.root, bare=True)
        return fresh

    def snapshots(self):
        return [line["snapshot"] for line in self.workspace.must("backup", "list", self.backup, "--json").json]

    def start_seconds(self):
        return self.timed("agency", "list")[1]


class KilledTest(BackupCase):
    def test_create_lists_whole_snapshots_only_and_goes_on_where_it_was(self):
        self.fill()
        w = self.workspace
        start = self.start_seconds()
        _, seconds = self.timed("backup", "create", self.folder + "/trial", "--keys", self.folder + "/trial-keys")
        killed = 0
        for round in range(ROUNDS):
            # Something new each time, so that there is something to write.
            path = self.file("more.txt", text_file(400_000 + round, f"More {round}"))
            w.must("document", "add", "acme", "a", "lease", path)
            killed += self.kill(w, start, seconds, "backup", "create", self.backup, "--keys", self.keys)
            if os.path.exists(self.backup + "/repository.json"):
                w.must("backup", "verify", self.backup, "--keys", self.keys)
        self.assertGreater(killed, ROUNDS * 0.4, "too few of the kills came in time")
        w.must("backup", "create", self.backup, "--keys", self.keys)
        w.must("backup", "prune", self.backup)
        self.assertEqual([name for name in tree(self.backup) if name.endswith(".part")], [])
        left = [name for folder in ("data", "keys") for name in os.listdir(f"{w.root}/{folder}") if name.startswith(".backup")]
        self.assertEqual(left, [])
        w.must("backup", "verify", self.backup, "--keys", self.keys)
        fresh = self.fresh("fresh")
        fresh.must("restore", self.backup, "--keys", self.keys)
        fresh.must("check")
        self.assertEqual(len(fresh.must("document", "list", "acme", "--json").json), 6 + ROUNDS)

    def test_prune_removes_nothing_that_a_snapshot_needs(self):
        self.fill(3)
        w = self.workspace
        start = self.start_seconds()
        w.must("backup", "create", self.backup, "--keys", self.keys)
        whole = self.folder + "/whole"
        killed = 0
        for round in range(ROUNDS):
            # Chunks that nobody needs, as a backup leaves them whose snapshot went.
            path = self.file("brief.txt", text_file(900_000 + round, f"Brief {round}"))
            w.must("document", "add", "acme", "a", "lease", path)
            w.must("backup", "create", self.backup)
            os.remove(f"{self.backup}/snapshots/{self.snapshots()[-1]}")
            shutil.rmtree(whole, ignore_errors=True)
            shutil.copytree(self.backup, whole)
            began = time.time()
            w.must("backup", "prune", whole)
            seconds = time.time() - began
            killed += self.kill(w, start, seconds, "backup", "prune", self.backup)
            self.assertEqual(len(self.snapshots()), 1)
            w.must("backup", "verify", self.backup)
        self.assertGreater(killed, ROUNDS * 0.4, "too few of the kills came in time")
        w.must("backup", "prune", self.backup)
        self.assertEqual(tree(self.backup), tree(whole))
        fresh = self.fresh("fresh")
        fresh.must("restore", self.backup, "--keys", self.keys)
        fresh.must("check")

    def test_restore_brings_back_everything_or_nothing(self):
        self.fill()
        w = self.workspace
        start = self.start_seconds()
        w.must("backup", "create", self.backup, "--keys", self.keys)
        seconds = 2 * start
        killed = 0
        for round in range(ROUNDS):
            fresh = self.fresh(f"fresh-{round}")
            killed += self.kill(fresh, start, seconds, "restore", self.backup, "--keys", self.keys)
            # Whoever only looks does not finish a restore: until then the agencies are shut.
            fresh.must("build")
            ran = fresh.run("agency", "list", "--json")
            agencies = [line["slug"] for line in ran.json]
            self.assertIn(agencies, ([], ["acme", "birch"]), f"round {round}")
            if not agencies:
                began = time.time()
                fresh.must("restore", self.backup, "--keys", self.keys)
                seconds = time.time() - began
            fresh.must("check")
            self.assertEqual([name for name in os.listdir(fresh.root + "/data") if name.startswith(".restore")], [])
            self.assertIn("backup.restore", fresh.must("audit", "list", "acme", "--json").out.decode())
            shutil.rmtree(fresh.root)
        self.assertGreater(killed, ROUNDS * 0.4, "too few of the kills came in time")

    def test_a_killed_drill_leaves_no_copy_behind(self):
        self.fill(2)
        w = self.workspace
        start = self.start_seconds()
        w.must("backup", "create", self.backup)
        _, seconds = self.timed("backup", "drill", self.backup)
        for _ in range(5):
            self.kill(w, start, seconds, "backup", "drill", self.backup)
            w.must("agency", "list")
            left = [name for folder in ("data", "keys") for name in os.listdir(f"{w.root}/{folder}") if name.startswith(".drill")]
            self.assertEqual(left, [])
        w.must("check")


class RepositoryTest(BackupCase):
    def test_two_at_once_one_is_refused(self):
        self.fill()
        w = self.workspace
        with w.serving():
            first = w.start("backup", "create", self.backup)
            deadline = time.time() + 30
            while not os.path.exists(self.backup + "/chunks") and time.time() < deadline:
                time.sleep(0.005)
            second = w.run("backup", "create", self.backup)
            out, err = first.communicate()
            self.assertEqual(first.returncode, 0, err)
            self.assertEqual(second.code, 1, second)
            self.assertIn("at work on the backups", second.err)
            # Killed, a command gives the repository back, also while the server does the work.
            w.must("document", "add", "acme", "a", "lease", self.file("late.txt", text_file(9_000_000, "Late")))
            third = w.start("backup", "create", self.backup)
            time.sleep(0.15)
            third.send_signal(signal.SIGKILL)
            third.communicate()
            w.must("backup", "create", self.backup)
            w.must("backup", "verify", self.backup)

    def test_a_second_backup_of_what_did_not_change_writes_next_to_nothing(self):
        self.fill()
        first = self.workspace.must("backup", "create", self.backup, "--json").json[0]
        second = self.workspace.must("backup", "create", self.backup, "--json").json[0]
        third = self.workspace.must("backup", "create", self.backup, "--json").json[0]
        self.assertGreater(first["written"], 9_000_000)
        for later in (second, third):
            self.assertLess(later["written"], 600_000)
            self.assertEqual(later["files"], first["files"])

    def test_another_program_reads_it(self):
        self.fill(2)
        w = self.workspace
        w.must("backup", "create", self.backup, "--keys", self.keys)
        out = self.folder + "/out"
        keys = glob.glob(self.keys + "/2*")[0]
        ran = subprocess.run(
            [sys.executable, SCRIPTS + "/read_backup.py", self.backup, keys, out], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        fresh = self.fresh("fresh")
        fresh.must("restore", self.backup, "--keys", self.keys)
        for name in tree(out):
            if name.endswith(".sqlite"):
                continue  # the agency was opened since
            with open(f"{out}/{name}", "rb") as ours, open(f"{fresh.root}/{name}", "rb") as theirs:
                self.assertEqual(ours.read(), theirs.read(), name)
        # And from what either gave back, every document comes out in the clear.
        shutil.copytree(keys, out + "/keys")
        for root in (out, fresh.root):
            clear = root + "-clear"
            ran = subprocess.run([sys.executable, SCRIPTS + "/recover.py", root, clear], capture_output=True, text=True)
            self.assertIn("acme: 2 documents are back", ran.stdout, ran.stderr)
            with open(clear + "/acme/a/lease/paper-1.txt", "rb") as file:
                self.assertEqual(file.read(), text_file(1_500_001, "Paper 1"))
        flip(max(glob.glob(self.backup + "/chunks/*/*"), key=os.path.getsize), 1000)
        shutil.rmtree(out)
        ran = subprocess.run(
            [sys.executable, SCRIPTS + "/read_backup.py", self.backup, keys, out], capture_output=True, text=True)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("is not what was written", ran.stderr)

    def test_the_server_makes_them_and_says_how_old_they_are(self):
        w = self.workspace
        env = {
            "PORTICO_BACKUP_TO": self.backup, "PORTICO_BACKUP_EVERY": "1", "PORTICO_BACKUP_KEYS_TO": self.keys,
            "PORTICO_METRICS_TOKEN": "t"}
        with w.serving(env) as server:
            deadline = time.time() + 60
            state = {}
            while time.time() < deadline and not (state.get("backup") or {}).get("restorable"):
                time.sleep(0.2)
                state = Visitor(server).get("/readyz").json
            self.assertEqual(state["backup"]["restorable"], True)
            self.assertLess(state["backup"]["newest"], 60)
            metrics = Visitor(server).request("GET", "/metrics", None, {"Authorization": "Bearer t"}).body.decode()
            self.assertIn("portico_restore_drill_ok 1", metrics)
            self.assertIn("portico_backup_age_seconds ", metrics)
            self.assertIn("backup.drill: ", w.must("doctor").out.decode())
        w.must("backup", "verify", self.backup, "--keys", self.keys)
        ran = w.run("agency", "list", env={"PORTICO_BACKUP_TO": w.root + "/data/x", "PORTICO_BACKUP_EVERY": "60"})
        self.assertEqual(ran.code, 78, ran)

    def test_memory_does_not_grow_with_what_is_backed_up(self):
        w = self.workspace

        def peak():
            """KiB: what the kernel says last. The figure of wait4 would be that of this very process, which had the files in memory."""
            shutil.rmtree(self.backup, ignore_errors=True)
            process = w.start("backup", "create", self.backup)
            most = 0
            while process.poll() is None:
                with open(f"/proc/{process.pid}/status") as status:
                    most = max([most] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
                time.sleep(0.01)
            out, err = process.communicate()
            self.assertEqual(process.returncode, 0, err)
            return most

        w.must("document", "add", "acme", "a", "lease", self.file("small.txt", text_file(1_000_000, "Small")))
        small = peak()
        w.must("document", "add", "acme", "a", "lease", self.file("large.txt", text_file(200_000_000, "Large")))
        self.assertLess(peak() - small, 24 << 10, "KiB more for 200 MB more")


@unittest.skipUnless(os.geteuid() == 0, "needs the right to mount a small tmpfs")
class FullDiskTest(BackupCase):
    def test_a_full_disk_is_said_and_the_next_backup_goes_on(self):
        disk = self.folder + "/disk"
        os.makedirs(disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={8 << 20}", "tmpfs", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", disk])
        self.backup = disk + "/backup"
        self.fill(6)
        w = self.workspace
        for _ in range(2):
            ran = w.run("backup", "create", self.backup)
            self.assertEqual(ran.code, 1, ran)
            self.assertIn("disk is full", ran.err)
            self.assertEqual(self.snapshots(), [])
        subprocess.run(["mount", "-o", f"remount,size={64 << 20}", disk], check=True)
        ran = w.must("backup", "create", self.backup, "--json").json[0]
        self.assertLess(ran["written"], ran["bytes"], "what was written before is used")
        w.must("backup", "verify", self.backup)
        w.must("backup", "drill", self.backup)


def flip(path, place):
    with open(path, "r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))

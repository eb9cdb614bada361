"""Every command does the same with the server stopped and with it running, over its socket."""
import fcntl
import glob
import os
import signal
import sqlite3
import time

from fixture import Case
from steps import ALONE, Steps, manual_commands
from workspace import Visitor, Workspace, many_records, same, text_file, write_files

# Commands whose words name instants, identities or counts of their own.
OWN_WORDS = {"backup", "policy", "usage", "retention", "export", "subject", "erasure", "prove"}


class CommandsTest(Case):
    def day(self, name, workspace):
        folder = os.path.join(self.folder, name)
        os.makedirs(folder)
        steps = Steps(workspace, folder)
        steps.agencies_and_people()
        steps.documents()
        steps.records()
        steps.promises()
        self.assertEqual(steps.wrong, [], "\n" + "\n".join(steps.wrong))
        return steps

    def test_say_and_do_the_same_with_the_server_stopped_and_running(self):
        other = self.template().copy(os.path.join(self.folder, "other"))
        stopped = self.day("stopped", self.workspace)
        # A server that checks the promises by itself after a minute would be in the way of the command that does.
        with other.serving(env={"PORTICO_PROVE_EVERY": "0"}) as server:
            running = self.day("running", other)
            self.assertEqual(server.process.poll(), None)
        self.maxDiff = None
        for here, there in zip(stopped.said, running.said):
            if here[0] in (("build", "acme"), ("doctor",), ("audit", "list"), ("audit", "verify"), ("mail", "test"),
                    ("audit", "checkpoint"), ("audit", "proof"), ("incident", "open"), ("incident", "list"), ("incident", "update"),
                    ("incident", "draft"), ("incident", "close")) or here[0][0] in OWN_WORDS:
                # A running server has built some pages already, and reads its own clock and disk; each mail has a name of its own.
                self.assertEqual(here[:2], there[:2])
            else:
                self.assertEqual(here, there)
        self.assertEqual(
            manual_commands() - ALONE, stopped.used, "a command that no step uses, or a step that the manual does not know")

    def test_restore_what_was_backed_up(self):
        w = self.workspace
        path = self.file("terms.txt", text_file(50_000, "Terms"))
        w.must("document", "add", "acme", "a", "lease", path, "--publish")
        w.must("build")
        with w.serving():
            w.must("backup", "create", self.folder + "/backup", "--keys", self.folder + "/keys")
        w.must("backup", "verify", self.folder + "/backup")
        fresh = Workspace(self.folder + "/fresh")
        fresh.must("init", fresh.root, bare=True)
        fresh.must("restore", self.folder + "/backup", "--keys", self.folder + "/keys")
        fresh.must("check")
        document = fresh.must("document", "list", "acme", "--json").json[0]
        self.assertEqual(fresh.must("document", "get", "acme", document["id"]).out, text_file(50_000, "Terms"))
        self.assertEqual(fresh.run("restore", self.folder + "/backup", "--keys", self.folder + "/keys").code, 1)
        # One byte of a document in the backup.
        held = max(glob.glob(self.folder + "/backup/chunks/*/*"), key=os.path.getsize)
        flip(held, 20_000)
        self.assertEqual(w.run("backup", "verify", self.folder + "/backup").code, 1)

    def test_check_finds_one_flipped_bit_and_names_the_document(self):
        w = self.workspace
        w.must("document", "add", "acme", "a", "lease", self.file("terms.txt", text_file(200_000, "Terms")))
        id = w.must("document", "list", "acme", "--json").json[0]["id"]
        flip(glob.glob(f"{w.root}/data/acme/documents/*/{id}")[0], 123_456)
        ran = w.run("check")
        self.assertEqual(ran.code, 1)
        self.assertIn(id, ran.err)
        with w.serving():
            ran = w.run("check", "--json")
            self.assertEqual((ran.code, ran.json[0]["subject"]), (1, id))

    def test_need_a_workspace_settings_and_the_right_keys(self):
        w = self.workspace
        self.assertEqual(w.run("agency", "list", bare=True, cwd=self.folder).code, 10)
        self.assertEqual(w.run("agency", "list", bare=True, cwd=w.root + "/content").code, 0)
        self.assertEqual(w.run("nonsense").code, 64)
        self.assertIn("already", w.run("init", w.root, bare=True).err)
        self.assertIn("base_url", w.must("config", "show").out.decode())
        self.assertIn("complete", w.must("completion", "bash", bare=True).out.decode())
        with open(w.root + "/portico.yaml", "a") as file:
            file.write("bass_url: http://x.example\n")
        ran = w.run("agency", "list")
        self.assertEqual(ran.code, 78)
        self.assertIn("base_url", ran.err)
        w = self.template().copy(self.folder + "/rekeyed")
        os.remove(w.root + "/keys/root.key")
        other = Workspace(self.folder + "/other")
        other.must("init", other.root, bare=True)
        os.rename(other.root + "/keys/root.key", w.root + "/keys/root.key")
        self.assertEqual(w.run("document", "add", "acme", "a", "lease", self.file("t.txt", b"text\n")).code, 12)

    def test_that_need_the_workspace_for_themselves_say_who_has_it(self):
        w = self.workspace
        with w.serving():
            for command in (["restore", self.folder], ["serve", "--port", "0"]):
                ran = w.run(*command)
                self.assertEqual(ran.code, 11, ran)
        with open(w.root + "/data/.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ran = w.run("agency", "list")
            self.assertEqual(ran.code, 11, ran)

    def test_that_break_off_in_the_middle_leave_the_server_well(self):
        w = self.workspace
        big = self.file("big.txt", text_file(30_000_000, "Big"))
        with w.serving() as server:
            w.must("document", "add", "acme", "a", "lease", big)
            id = w.must("document", "list", "acme", "--json").json[0]["id"]
            for command in (["document", "get", "acme", id], ["document", "add", "acme", "b", "permit", big]):
                process = w.start(*command)
                time.sleep(0.25)
                process.send_signal(signal.SIGKILL)
                process.communicate()
            self.assertEqual(Visitor(server).get("/livez").status, 200)
            self.assertEqual(w.must("document", "list", "acme", "--client", "b", "--json").json, [])
            w.must("check")

    def test_end_by_a_signal_as_the_manual_says(self):
        w = self.workspace
        with w.serving() as server:
            self.assertEqual(server.end(), 0)
        self.assertFalse(os.path.exists(w.root + "/data/.portico.sock"))
        process = w.start("serve", "--port", "0")
        self.assertIn(b"port", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), 0)
        process.communicate()

    def test_say_how_they_are_used_when_asked_for_help(self):
        commands = manual_commands()
        self.assertGreater(len(commands), 20)
        wrong = []
        for command in sorted(commands | {command.split()[0] for command in commands} | {""}):
            ran = self.workspace.run(*command.split(), "--help", bare=True)
            if ran.code != 0 or f"USAGE: portico {command}".rstrip() not in ran.out.decode() or ran.err:
                wrong.append(f"portico {command} --help: {ran}")
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_leave_records_alone_that_a_newer_program_wrote(self):
        w = self.workspace
        path = f"{w.root}/data/acme/records.sqlite"
        records = sqlite3.connect(path)
        with records:
            last, = records.execute("SELECT max(position) FROM migration").fetchone()
            records.execute("INSERT INTO migration VALUES (?, '9999 of a newer program', 'unknown')", (last + 1,))
        before = list(records.iterdump())
        folder = self.folder + "/csv"
        write_files(folder, {"clients.csv": "client,name\nc,Client C\n"})
        for command in (
                ["build", "acme"], ["document", "list", "acme"], ["person", "list", "acme"], ["import", "acme", folder],
                ["agency", "set", "acme", "city=Cork"], ["audit", "verify", "acme"]):
            ran = w.run(*command)
            self.assertEqual(ran.code, 13, ran)
            self.assertIn("newer program", ran.err)
        # Commands about all agencies do what they can, and name the one that they left out.
        for command in (["agency", "list"], ["build"]):
            ran = w.run(*command)
            self.assertEqual(ran.code, 3, ran)
            self.assertIn("newer program", ran.err)
            self.assertIn("acme", ran.err)
        self.assertEqual(list(records.iterdump()), before)
        records.close()

    def test_import_nothing_when_they_are_interrupted(self):
        w = self.workspace
        folder = self.folder + "/csv"
        write_files(folder, many_records(1000, cases=5, events=10, invoices=10))
        one = self.folder + "/one"
        write_files(one, {"clients.csv": "client,name\nclient-00000,Client 0\n"})
        for seconds in (0.5, 2):
            process = w.start("import", "acme", folder)
            time.sleep(seconds)
            self.assertIsNone(process.poll(), "the import was too quick to be interrupted")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
            self.assertIn(process.returncode, (-signal.SIGINT, 130), err.decode())
            self.assertIn("clients.csv: 1 added", w.must("import", "acme", one, "--dry-run").out.decode())
            w.must("check")

    def test_say_nothing_of_a_reader_who_went_away(self):
        w = self.workspace
        w.must("document", "add", "acme", "a", "lease", self.file("terms.txt", text_file(1_000_000, "Terms")))
        id = w.must("document", "list", "acme", "--json").json[0]["id"]
        commands = [
            ["document", "list", "acme"], ["document", "get", "acme", id], ["audit", "list", "acme"],
            ["agency", "list", "--json"]]
        wrong = self.unread([["config", "show"], ["completion", "bash"]] + commands)
        with w.serving() as server:
            wrong += [f"beside a server: {text}" for text in self.unread(commands)]
            self.assertEqual(Visitor(server).get("/livez").status, 200)
        self.assertEqual(wrong, [], "\n".join(wrong))

    def unread(self, commands):
        """Runs commands as `portico … | head` once head has seen enough: nobody reads what they print. Tells who complained."""
        wrong = []
        for command in commands:
            process = self.workspace.start(*command, bare=command[0] == "completion")
            process.stdout.close()
            process.stdin.close()
            err = process.stderr.read().decode()
            process.stderr.close()
            process.wait(timeout=60)
            if err:
                wrong.append(f"portico {' '.join(command)}: exit {process.returncode} and {err}")
        return wrong


def flip(path, position):
    with open(path, "r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ 4]))

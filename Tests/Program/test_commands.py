"""Every command does the same with the server stopped and with it running, over its socket."""
import fcntl
import glob
import os
import re
import signal
import sqlite3
import time

from fixture import Case
from workspace import PASSWORD, Visitor, Workspace, many_records, same, text_file, write_files

MANUAL = os.path.join(os.path.dirname(__file__), "../../docs/commands.md")
#: Commands that need no owner of the workspace or must be it; they have tests of their own below.
ALONE = {"init", "config show", "completion", "serve", "demo", "restore"}


def manual_commands():
    """Every command of the manual; one that has commands of its own by those, as `agency add`."""
    with open(MANUAL) as file:
        manual = file.read()
    commands = set()
    for name in re.findall(r"^## portico ([a-z]+)$", manual, re.M):
        parts = set(re.findall(rf"`portico {name} ([a-z]+)[ `]", manual))
        commands |= {f"{name} {part}" for part in parts} if parts and name not in ("completion",) else {name}
    return commands


# Commands whose words name instants, identities or counts of their own.
OWN_WORDS = {"backup", "policy", "usage", "retention", "export", "subject", "erasure", "prove"}


class Steps:
    """A day of an operator: one command after the other, each with what it must print and its exit code."""

    def __init__(self, workspace, folder):
        self.workspace = workspace
        self.folder = folder
        self.said = []
        self.used = set()
        self.wrong = []

    def step(self, *arguments, code=0, stdin="", has="", error=""):
        ran = self.workspace.run(*arguments, stdin=stdin, cwd=self.folder)
        alone = ("import", "build", "check", "doctor", "ropa", "usage", "prove")
        name = arguments[0] if arguments[0] in alone else " ".join(arguments[:2])
        self.used.add({"export acme": "export write"}.get(name, name))
        if ran.code != code or has not in ran.out.decode() or error not in ran.err:
            self.wrong.append(f"portico {' '.join(arguments)}: not exit {code} with {has or error!r} but {ran}")
        self.said.append((arguments[:2], ran.code, same(ran.out), same(ran.err)))
        return ran

    def agencies_and_people(self):
        s = self.step
        s("agency", "add", "birch", "--name", "Birch", "--country", "LT", "--time-zone", "Europe/Vilnius", has="Added birch")
        s("agency", "add", "birch", "--name", "Birch", "--country", "LT", "--time-zone", "Europe/Vilnius", code=1, error="birch")
        s("agency", "add", "Birch!", "--name", "B", "--country", "LT", "--time-zone", "Europe/Vilnius", code=64, error="a to z")
        s("agency", "set", "birch", "city=Vilnius", "locale=lt", has="Changed birch")
        s("agency", "set", "birch", "colour=red", code=65, error="colour")
        s("agency", "list", has="birch\tBirch\tLT\tlt")
        s("agency", "list", "--json", has='"slug":"birch"')
        s("person", "add", "acme", "eve@acme.example", "--role", "agent", "--name", "Eve", has="Added eve@acme.example")
        s("person", "add", "acme", "eve@acme.example", "--role", "agent", code=1)
        s("person", "add", "acme", "x", "--role", "king", code=64, error="king")
        s("person", "password", "acme", "eve@acme.example", "--password-stdin", stdin="short", code=65)
        s("person", "password", "acme", "eve@acme.example", "--password-stdin", stdin=PASSWORD + "\n", has="is set")
        s("person", "password", "acme", "eve@acme.example", "never-here", code=64)
        s("person", "invite", "acme", "eve@acme.example", has="/acme/welcome?token=")
        s("person", "disable", "acme", "eve@acme.example", has="is disabled")
        s("person", "disable", "acme", "owner@acme.example", code=1, error="owner")
        s("person", "list", "acme", has="eve@acme.example\tagent\tEve\tdisabled")
        s("person", "enable", "acme", "eve@acme.example", has="may sign in again")
        s("person", "list", "nobody", code=1, error="nobody")

    def documents(self):
        s = self.step
        with open(os.path.join(self.folder, "terms.txt"), "wb") as file:
            file.write(text_file(300_000, "Terms"))
        with open(os.path.join(self.folder, "page.pdf"), "wb") as file:
            file.write(b"<html><body>not a PDF</body></html>")
        s("document", "add", "acme", "a", "lease", "terms.txt", has="terms.txt")
        s("document", "add", "acme", "a", "lease", "page.pdf", code=65, error="page.pdf")
        s("document", "add", "acme", "a", "lease", "page.pdf", "missing.txt", code=65)
        s("document", "add", "acme", "a", "lease", "terms.txt", "page.pdf", code=3)
        s("document", "add", "acme", "nobody", "lease", "terms.txt", code=1)
        listed = s("document", "list", "acme", "--client", "a", "--json").json
        id = listed[0]["id"]
        bytes = s("document", "get", "acme", id).out
        assert bytes == text_file(300_000, "Terms")
        s("document", "publish", "acme", id, has="The client sees terms.txt")
        s("document", "unpublish", "acme", id, has="no longer sees")
        s("document", "remove", "acme", id, has="is gone")
        s("document", "get", "acme", id, code=1)
        s("document", "get", "acme", "../../../etc/passwd", code=1)
        s("document", "list", "acme")

    def records(self):
        s = self.step
        os.makedirs(os.path.join(self.folder, "good"), exist_ok=True)
        os.makedirs(os.path.join(self.folder, "bad"), exist_ok=True)
        with open(os.path.join(self.folder, "good/clients.csv"), "w") as file:
            file.write("client,name\nc,Client C\n")
        with open(os.path.join(self.folder, "bad/clients.csv"), "w") as file:
            file.write("client,name\nc,Client C\nd,\"never closed\n")
        s("import", "acme", "good", "--dry-run", has="clients.csv: 1 added")
        s("import", "acme", "good", has="clients.csv: 1 added")
        s("import", "acme", "good", has="clients.csv: 0 added, 0 changed, 1 unchanged")
        s("import", "acme", "bad", code=65, error="clients.csv:3:")
        s("import", "acme", "nowhere", code=65, error="nowhere")
        s("build", "acme", "--full", has="acme: ")
        s("build", "acme", "--client", "a", has="acme: ")
        s("build", "--client", "a", code=64)
        s("audit", "list", "acme", has="agency")
        s("audit", "list", "acme", "--last", "1", "--json", has='"seq"')
        s("audit", "verify", "acme", has="Whole: ")
        note = s("audit", "checkpoint", has="/audit\n").out
        with open(os.path.join(self.folder, "note"), "wb") as file:
            file.write(note)
        s("audit", "proof", "acme", has='"path":[')
        s("audit", "verify", "acme", "--against", "note", has="Whole: ")
        s("audit", "verify", "acme", "--against", "good/clients.csv", code=65)
        s("egress", "list", has="no other machine")
        s("incident", "open", "acme", "--kind", "theft", "--title", "Gone", code=64)
        opened = s("incident", "open", "acme", "--kind", "availability", "--title", "The disk died", "--json").json[0]["id"]
        s("incident", "list", has="The disk died")
        s("incident", "update", "acme", opened, code=65)
        s("incident", "update", "acme", opened, "--facts", "One disk of two", has="The disk died")
        s("incident", "draft", "acme", opened, has="One disk of two")
        s("incident", "close", "acme", opened, has="closed")
        s("incident", "update", "acme", opened, "--facts", "more", code=1)
        s("support", "list")
        s("support", "show", "acme", "1", code=1, error="1")
        s("support", "answer", "acme", "1", "--text", "Soon.", code=1, error="1")
        s("support", "answer", "acme", "1", "--text", " ", code=65)
        s("disclosure", "open", "acme", "a", "--authority", "A court", "--basis", "Law 7", "--by", "One", "--gag-until", "soon", code=64)
        s("disclosure", "open", "acme", "nobody", "--authority", "A court", "--basis", "Law 7", "--by", "One", code=1)
        s("disclosure", "open", "acme", "a", "--authority", "A court", "--basis", "Law 7", "--by", "One", has="open\tA court")
        s("disclosure", "approve", "acme", "1", "--by", "One", has="One")
        s("disclosure", "approve", "acme", "1", "--by", "one", code=1, error="somebody else")
        s("disclosure", "export", "acme", "1", "--to", "given.sealed", "--key", "given.key", "--by", "One", code=1, error="2")
        s("disclosure", "approve", "acme", "1", "--by", "Two", has="approved")
        s("disclosure", "export", "acme", "1", "--to", "given.sealed", "--key", "given.key", "--by", "One", has="told")
        s("disclosure", "list", has="One, Two")
        s("ropa", "--role", "controller", code=64)
        s("ropa", "--role", "controller", "acme", has="Measures")
        s("ropa", "--role", "processor", "--json", has='"role":"processor"')
        s("mail", "test", "somebody@people.example", has=".eml")
        s("mail", "test", "nobody", code=65, error="nobody")
        s("check", has="no problems")
        s("check", "acme", has="no problems")
        s("doctor", has=": ")
        done = {entry["action"] for entry in s("audit", "list", "acme", "--json").json if entry["actor"] == "operator"}
        untold = {
            "person.add", "person.password", "invitation.create", "person.disable", "person.enable", "document.add", "document.read",
            "document.publish", "document.unpublish", "document.remove", "import", "incident.open", "incident.update",
            "operator.read"} - done
        if untold:
            self.wrong.append(f"the audit log has no entry of {sorted(untold)}")
        s("backup", "create", "backup", "--keys", "backup-keys", has="Backed up 2 agencies")
        s("backup", "create", "backup", has="Backed up 2 agencies")
        s("backup", "create", "backup", "--keys", "backup", code=64, error="together")
        s("backup", "list", "backup", has="acme,birch")
        s("backup", "list", "nowhere", code=65, error="nowhere")
        s("backup", "verify", "backup", "--keys", "backup-keys", has="Whole: 2 snapshots")
        s("backup", "prune", "backup", has="Kept 2 snapshots")
        s("backup", "drill", "backup", has="can be restored: 2 agencies")
        s("backup", "drill", "backup", "--keys", "backup-keys", "--json", has='"problems":[]')
        s("backup", "create", "backup-keys", code=64, error="backups of keys")
        s("backup", "create", "more", "--keys", "backup", code=64, error="repository")
        s("backup", "forget", "backup", code=1, error="still something")
        s("backup", "forget", "nowhere", code=1, error="nowhere")

    def promises(self):
        """What the privacy texts promise, and the rights of those whom the data are about."""
        s = self.step
        s("policy", "lint", has="no problems")
        # A server that runs has taken the texts as the first version; without one there is none yet.
        s("policy", "list", "acme")
        s("policy", "announce", "acme", "privacy", code=64)
        s("policy", "announce", "nobody", "privacy", "--reason", "Clearer", code=1, error="nobody")
        s("policy", "activate", "acme", "privacy", code=1)
        s("usage", "acme")
        s("usage", "nobody", code=1, error="nobody")
        for days in ("0", "99999"):
            s("usage", "acme", "--days", days, code=64, error="731")
        s("retention", "run", "acme", "--dry-run")
        s("retention", "run", "nobody", code=1, error="nobody")
        s("archive", "list", "acme", has="No account is put away.")
        s("archive", "restore", "acme", "nobody@else.example", code=1, error="nobody@else.example")
        s("request", "list", "acme")
        s("request", "verify", "terms.txt", code=65)
        s("export", "acme", "--to", "acme.zip")
        s("export", "acme", "--to", "acme.zip", code=64, error="is there already")
        s("export", "acme", "--to", "b.zip", "--client", "nobody", code=1)
        s("export", "verify", "acme.zip")
        s("export", "verify", "terms.txt", code=65)
        s("subject", "find", "acme", "c", has="client")
        s("subject", "find", "acme", "nobody", code=1)
        s("subject", "erase", "acme", "c", "--break-glass", "A fire", code=64)
        s("subject", "hold", "acme", "c", "--reason", "", code=65, error="reason: ")
        s("subject", "hold", "acme", "c", "--reason", "A court asks for it")
        s("subject", "erase", "acme", "c", code=1, error="A court asks for it")
        s("subject", "release", "acme", "c")
        s("subject", "erase", "acme", "c", "--dry-run")
        s("subject", "erase", "acme", "c")
        s("subject", "find", "acme", "c", code=1)
        s("erasure", "list", "acme", has="client")
        s("erasure", "replay", "acme")
        s("prove", "C3", has="C3")
        s("prove", "C999", code=64, error="C999")


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

"""One day of a workspace: every command of the manual, as an operator gives them one after the other."""
import os
import re

from workspace import PASSWORD, same, text_file

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
        s("retention", "run", "acme", "--rested")
        s("retention", "run", "acme", "--dry-run", "--rested", code=64)
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

"""An authority opens what it was given with a script of its own, and finds one client in it."""
import os
import subprocess
import sys
import zipfile

from fixture import Case

SCRIPT = os.path.join(os.path.dirname(__file__), "../../scripts/open_disclosure.py")


class Disclosures(Case):
    def test_a_bundle_opens_with_its_key_alone_and_holds_nothing_of_others(self):
        run = self.workspace.must
        run("disclosure", "open", "acme", "a", "--authority", "A court", "--basis", "Order 7", "--by", "Rasa")
        for name in ("Rasa", "Tomas"):
            run("disclosure", "approve", "acme", "1", "--by", name)
        sealed, key, out = (os.path.join(self.folder, name) for name in ("given.sealed", "given.key", "given.zip"))
        # Nothing is written over, least of all what every document is opened with; and both do not go into one file.
        root = os.path.join(self.workspace.root, "keys/root.key")
        with open(root, "rb") as file:
            before = file.read()
        for to, secret in [(sealed, root), (root, key), (sealed, self.workspace.root + "/data/x"), (sealed, sealed)]:
            self.assertEqual(
                self.workspace.run("disclosure", "export", "acme", "1", "--to", to, "--key", secret, "--by", "Rasa").code, 64)
        with open(root, "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertFalse(os.path.exists(sealed) or os.path.exists(key))
        made = run("disclosure", "export", "acme", "1", "--to", sealed, "--key", key, "--by", "Rasa", "--json").json[0]
        self.assertEqual((made["state"], made["approved_by"]), ("told", ["Rasa", "Tomas"]))
        agency = run("agency", "list", "--json").json[0]["id"]

        def opened(agency):
            return subprocess.run([sys.executable, SCRIPT, sealed, key, agency, made["id"], out], capture_output=True, text=True)

        self.assertEqual(opened(agency[:-1] + "x").returncode, 1)
        self.assertFalse(os.path.exists(out))
        ran = opened(agency)
        self.assertEqual(ran.returncode, 0, ran)
        with zipfile.ZipFile(out) as archive:
            clients = archive.read("data/client.jsonl").decode().splitlines()
        self.assertEqual(len(clients), 1)
        self.assertIn('"slug":"a"', clients[0].replace(": ", ":"))

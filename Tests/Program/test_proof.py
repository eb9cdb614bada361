"""The promises of the privacy texts: checked by the compiled program, shown on its pages, and seen to fail when they should."""
import hashlib
import json
import os
import re
import signal
import time
import unittest

from fixture import Case
from workspace import Visitor, Workspace


class Proofs(Case):
    def test_the_texts_have_no_loose_ends(self):
        ran = self.workspace.must("policy", "lint", bare=True)
        self.assertRegex(ran.out.decode(), r"\d+ sentences, \d+ claims, \d+ checks, \d+ sabotages: no problems")

    def test_a_run_is_kept_named_in_the_audit_log_and_shown(self):
        self.workspace.must("backup", "create", self.folder + "/backup")
        self.workspace.must("backup", "drill", self.folder + "/backup")
        ran = self.workspace.run("prove", "--json", env={"PORTICO_BASE_URL": "https://portal.example"})
        self.assertIn(ran.code, (0, 1), ran)
        lines = ran.json
        failed = [line for line in lines if "check" in line and line.get("problem")]
        self.assertEqual(failed, [], "a check failed")
        verdicts = {line["claim"]: line["result"] for line in lines if "claim" in line}
        self.assertGreater(len(verdicts), 98)
        self.assertEqual(verdicts["C3"], "proved")
        self.assertEqual(verdicts["C57"], "proved")
        (kept,) = os.listdir(os.path.join(self.workspace.root, "data/.proof"))
        entries = [json.loads(line) for line in self.workspace.must("audit", "list", "acme", "--json").out.splitlines()]
        with open(os.path.join(self.workspace.root, "data/.proof", kept), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        self.assertEqual([e["subject"] for e in entries if e["action"] == "proof.run"], [digest])
        # Nothing of the two agencies is left.
        self.assertEqual(self.workspace.must("agency", "list").out.decode().count("\n"), 1)
        for place in ("data", "public", "keys"):
            self.assertEqual([n for n in os.listdir(os.path.join(self.workspace.root, place)) if n.startswith("proof-")], [])
        page = open(os.path.join(self.workspace.root, "public/acme/privacy/index.html")).read()
        self.assertRegex(page, r'data-state="proved" id="P7" href="/acme/privacy/proof/C3/"')
        for claim in verdicts:
            self.assertTrue(os.path.exists(os.path.join(self.workspace.root, f"public/acme/privacy/proof/{claim}/index.html")), claim)
        claim = open(os.path.join(self.workspace.root, "public/acme/privacy/proof/C3/index.html")).read()
        self.assertIn(digest, claim)
        self.assertIn("portico prove C3", claim)

    def test_a_running_server_proves_for_the_command(self):
        with self.workspace.serving() as server:
            visitor = Visitor(server)
            before = visitor.get("/acme/privacy/").body.decode()
            self.assertIn("Not checked yet.", before)
            ran = self.workspace.run("prove")
            self.assertIn(" promises: ", ran.out.decode())
            after = visitor.get("/acme/privacy/").body.decode()
            self.assertIn("Last checked", after)
            shown = {int(n) for n in re.findall(r"<strong>(\d+)</strong>", after)}
            self.assertIn(int(re.search(r"(\d+) proved", ran.out.decode()).group(1)), shown)
            self.assertEqual(visitor.get("/proof-a/").status, 404)

    def test_a_killed_run_leaves_nothing_that_is_served(self):
        w = self.workspace
        process = w.start("prove")
        began = time.time()
        while not os.path.exists(os.path.join(w.root, "public/proof-b/privacy/index.html")) and time.time() < began + 60:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.assertTrue(os.path.exists(os.path.join(w.root, "data/proof-a")), "the kill came too late")
        with w.serving() as server:
            for name in ("proof-a", "proof-b"):
                self.assertEqual(Visitor(server).get(f"/{name}/").status, 404)
        for place in ("data", "public", "keys"):
            self.assertEqual([n for n in os.listdir(os.path.join(w.root, place)) if n.startswith("proof-")], [])

    def test_a_run_that_somebody_wrote_is_shown_nowhere(self):
        w = self.workspace
        w.must("prove", "C3")
        w.run("prove")
        folder = os.path.join(w.root, "data/.proof")
        (name,) = os.listdir(folder)
        with open(os.path.join(folder, name)) as file:
            text = file.read()
        with open(os.path.join(folder, name), "w") as file:
            file.write(text.replace('"result" : "failing"', '"result" : "proved"'))
        w.must("build", "--full")
        with open(os.path.join(w.root, "public/acme/privacy/index.html")) as file:
            self.assertNotIn('class="mark" data-state="proved"', file.read())
        ran = w.run("check")
        self.assertEqual(ran.code, 1)
        self.assertIn(name, ran.err)

    def test_some_claims_alone_are_shown_and_not_kept(self):
        ran = self.workspace.must("prove", "C3")
        self.assertEqual(ran.out.decode().splitlines()[0], "C3\tproved")
        self.assertFalse(os.path.exists(os.path.join(self.workspace.root, "data/.proof")))
        self.assertEqual(self.workspace.run("prove", "C999").code, 64)

    def test_an_operator_who_is_the_agency_has_no_promise_about_leave_proved(self):
        for claim in ("C11", "M25"):
            for own, result in (("true", "not-in-use"), ("false", "proved")):
                ran = self.workspace.must("prove", claim, env={"PORTICO_OPERATOR_IS_AGENCY": own})
                self.assertEqual(ran.out.decode().splitlines()[0], f"{claim}\t{result}")

    def test_a_promise_that_rests_on_less_than_in_the_program_is_failing(self):
        with open(os.path.join(os.path.dirname(__file__), "../../content/claims.yaml")) as file:
            text = file.read()
        with open(self.workspace.root + "/content/claims.yaml", "w") as file:
            file.write(text.replace("checks: [documents-sealed, keys-apart]", "checks: [documents-sealed]").replace("C5: ", "C999: "))
        ran = self.workspace.run("prove", "C24", "C5")
        self.assertEqual(ran.code, 1)
        self.assertEqual(ran.out.decode().splitlines()[:2], [
            "C24\tfailing\trests on less than in the program: leaves out the check keys-apart",
            "C5\tfailing\trests on less than in the program: is gone, though a text has P9, O9"])

    def test_an_attestation_counts_while_its_document_is_the_one_that_was_signed_for(self):
        root = self.workspace.root
        with open(root + "/signed.pdf", "wb") as file:
            file.write(b"signed")
        digest = hashlib.sha256(b"signed").hexdigest()
        for until, result in (("2999-12-31", "attested until 2999-12-31"), ("2020-01-01", "failing")):
            with open(root + "/content/attestations.yaml", "w") as file:
                file.write(f"C35: {{ document: signed.pdf, sha256: {digest}, until: {until} }}\n")
            self.assertTrue(self.workspace.run("prove", "C35").out.decode().startswith(f"C35\t{result}"))
        with open(root + "/signed.pdf", "wb") as file:
            file.write(b"another")
        with open(root + "/content/attestations.yaml", "w") as file:
            file.write(f"C35: {{ document: signed.pdf, sha256: {digest}, until: 2999-12-31 }}\n")
        self.assertTrue(self.workspace.run("prove", "C35").out.decode().startswith("C35\tfailing"))


class Sabotages(unittest.TestCase):
    def test_each_turns_exactly_its_claims_red(self):
        ran = Workspace("/nowhere").run("prove", "--sabotage", "all", bare=True, timeout=3000)
        self.assertEqual(ran.code, 0, ran)


if __name__ == "__main__":
    unittest.main()

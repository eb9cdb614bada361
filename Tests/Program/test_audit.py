"""The audit log from outside: what proves something against it opens an incident, and nothing else does."""
import os
import sqlite3
import unittest

from fixture import Case


class AuditLogs(Case):
    def incidents(self):
        return self.workspace.must("incident", "list", "acme", "--json").out.splitlines()

    def test_a_line_that_somebody_typed_proves_nothing(self):
        for line in ("3:" + "a" * 64, "99999:" + "a" * 64):
            with open(os.path.join(self.folder, "line"), "w") as file:
                file.write(line + "\n")
            self.assertEqual(self.workspace.run("audit", "verify", "acme", "--against", self.folder + "/line").code, 1)
        self.assertEqual(self.incidents(), [])

    def test_the_last_entry_is_taken_away_past_every_rule(self):
        self.workspace.must("audit", "checkpoint")
        records = os.path.join(self.workspace.root, "data/acme/records.sqlite")
        with sqlite3.connect(records) as db:
            db.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
        db.close()
        # What it said is still there: the next entry takes its number all the same, and says what happened.
        ran = self.workspace.run("audit", "verify", "acme")
        self.assertEqual(ran.code, 1, ran)
        self.assertNotIn("UNIQUE", ran.err)
        self.assertEqual(len(self.incidents()), 1)


if __name__ == "__main__":
    unittest.main()

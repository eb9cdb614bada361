"""What somebody plants under data/ or public/ opens nothing that is outside."""
import glob
import os
import shutil

from fixture import Case
from workspace import Visitor, text_file


class PlantedTest(Case):
    def setUp(self):
        super().setUp()
        w = self.workspace
        w.must("document", "add", "acme", "a", "lease", self.file("t.txt", text_file(5000, "Terms")), "--publish")
        w.must("build")
        self.id = w.must("document", "list", "acme", "--json").json[0]["id"]
        self.secret = self.file("secret.txt", b"OUTSIDE-SECRET\n" * 400)
        self.path = glob.glob(f"{w.root}/data/acme/documents/*/{self.id}")[0]

    def asked(self, path):
        with self.workspace.serving() as server:
            answer = Visitor(server).sign_in().get(path)
            self.assertNotIn(b"OUTSIDE-SECRET", answer.body)
            self.assertEqual(Visitor(server).get("/livez").status, 200)
            return answer.status

    def test_a_document_that_is_a_link(self):
        os.remove(self.path)
        os.symlink(self.secret, self.path)
        self.assertIn(self.asked(f"/acme/clients/a/documents/{self.id}"), (404, 500, 503))

    def test_a_folder_of_documents_that_is_a_link(self):
        outside = self.folder + "/outside"
        shutil.move(os.path.dirname(self.path), outside)
        os.symlink(outside, os.path.dirname(self.path))
        self.assertIn(self.asked(f"/acme/clients/a/documents/{self.id}"), (404, 500, 503))
        ran = self.workspace.run("check")
        self.assertEqual(ran.code, 1, ran)

    def test_a_page_that_is_a_link(self):
        page = glob.glob(f"{self.workspace.root}/public/acme/clients/a/en.cid/cases/lease/index.html")[0]
        os.remove(page)
        os.symlink(self.secret, page)
        # The page is not what was written, so it is rendered anew or refused.
        self.assertIn(self.asked("/acme/clients/a/cases/lease/"), (200, 404, 503))

    def test_paths_that_climb(self):
        with self.workspace.serving() as server:
            visitor = Visitor(server).sign_in()
            for path in [
                "/acme/clients/a/../b/", "/acme/clients/a/%2e%2e/b/", "/acme/clients/a/..%2fb/", "/acme/clients/a/%00/",
                "/acme/clients/a/cases/lease/index.html%00.txt", "/acme/clients/a/%c0%ae%c0%ae/b/", "/acme/clients/a\\..\\b/",
                "/acme//clients/b/", "//acme/clients/b/", "/acme/clients/a/en.cid/", "/acme/clients/a/./", "/assets/../data/.lock",
                "/assets/%2e%2e%2fportico.yaml", "/acme/clients/b/", f"/acme/clients/b/documents/{self.id}",
            ]:
                answer = visitor.get(path)
                self.assertIn(answer.status, (400, 404), (path, answer))
                self.assertNotIn(b"Permit", answer.body)

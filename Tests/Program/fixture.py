"""One workspace, made once; every test works on a copy."""
import os
import shutil
import tempfile
import unittest

from workspace import Workspace


class Case(unittest.TestCase):
    """A test with a workspace of its own in `self.workspace`."""
    _template = None
    folder_of_all = None

    @classmethod
    def template(cls):
        if Case._template is None:
            Case.folder_of_all = tempfile.TemporaryDirectory(prefix="portico-program-")
            Case._template = Workspace.make(Case.folder_of_all.name + "/template")
        return Case._template

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="portico-program-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.workspace = self.template().copy(os.path.join(self.folder, "workspace"))

    def file(self, name, content):
        """A file beside the workspace."""
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

"""Counts the instructions of the program under Valgrind's callgrind: the same on every machine, busy or not."""
import contextlib
import glob
import os
import re
import subprocess

import workspace
from workspace import Server

HERE = os.path.dirname(os.path.abspath(__file__))


class Counter:
    """The program, ready to be counted, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.program = os.path.join(folder, "portico")
        # Valgrind of Debian 12 cannot read the compiler's debug information.
        subprocess.run(["strip", "--strip-debug", "-o", self.program, workspace.PROGRAM], check=True)
        for resources in glob.glob(os.path.join(os.path.dirname(workspace.PROGRAM), "*.resources")):
            os.symlink(resources, os.path.join(folder, os.path.basename(resources)))
        shim = os.path.join(folder, "shim.so")
        subprocess.run(["clang", "-shared", "-fPIC", "-o", shim, os.path.join(HERE, "valgrind.c")], check=True)
        self.env = {"LD_PRELOAD": shim}

    def line(self, *arguments):
        return ["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.folder}/counted.%p", self.program, *arguments]

    def run(self, *arguments):
        """The instructions of a command, from its start to its end."""
        ran = subprocess.run(self.line(*arguments), env={**os.environ, **self.env}, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        return int(re.search(r"Collected : (\d+)", ran.stderr).group(1))

    @contextlib.contextmanager
    def serving(self, place):
        server = Server(place, self.env, start=self.line(), seconds=600)
        try:
            yield server
        finally:
            server.end()
            server.log.close()

    def between(self, server, work):
        """The instructions of a server while `work` is done."""
        pid = server.process.pid
        self.tell(pid, "zero")
        work()
        self.tell(pid, "dump")
        with open(max(glob.glob(f"{self.folder}/counted.{pid}*"), key=os.path.getmtime)) as file:
            return int(re.search(r"^(?:summary|totals): (\d+)", file.read(), re.MULTILINE).group(1))

    def tell(self, pid, word):
        subprocess.run(["vgdb", f"--pid={pid}", "--wait=60", word], check=True, capture_output=True, timeout=300)

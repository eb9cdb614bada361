"""The demo as a person meets it: started by its command, signed in to with what it prints."""
import contextlib
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """A running demo. `people` maps (agency, role) to (e-mail, password)."""

    def __init__(self, program, root, port):
        self.program, self.root = program, root
        self.base = f"http://127.0.0.1:{port}"
        self.log = open(root + ".log", "w+")
        # The promises are checked before, so that nothing else goes on while pages are looked at.
        subprocess.run([program, "demo", "--root", root, "--only-make"], check=True, stdout=self.log, stderr=subprocess.STDOUT)
        proved = subprocess.run([program, "prove", "--root", root], stdout=self.log, stderr=subprocess.STDOUT)
        assert proved.returncode in (0, 1), self.output()
        self.process = subprocess.Popen(
            [program, "demo", "--root", root, "--port", str(port)], stdout=self.log, stderr=subprocess.STDOUT,
            env={**os.environ, "PORTICO_PROVE_EVERY": "0"})
        self.people = {}
        self.sessions = {}
        self.wait()

    def output(self):
        self.log.seek(0)
        return self.log.read()

    def wait(self):
        deadline = time.time() + 180
        while time.time() < deadline:
            if self.process.poll() is not None:
                raise SystemExit("the demo ended by itself:\n" + self.output())
            with contextlib.suppress(OSError):
                urllib.request.urlopen(self.base + "/readyz", timeout=2)
                break
            time.sleep(0.2)
        time.sleep(0.5)
        line = re.compile(r"^(owner|agent|contact)\s+http://[^/]+/([a-z0-9-]+)/\s+(\S+)\s+(\S+)$", re.M)
        for role, agency, email, password in line.findall(self.output()):
            self.people[agency, role] = (email, password)
        if len(self.people) != 6:
            raise SystemExit("six sign-ins were expected:\n" + self.output())

    def stop(self):
        """Ends it as Ctrl-C does; tells the exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return -9


@contextlib.contextmanager
def running(program):
    with tempfile.TemporaryDirectory(prefix="portico-browser-") as folder:
        demo = Demo(program, folder + "/demo", free_port())
        try:
            yield demo
        finally:
            demo.stop()

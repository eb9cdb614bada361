"""What an attempt to sign in gives away: nothing, not even by the time it takes."""
import os
import signal
import statistics
import time

from fixture import Case
from workspace import PASSWORD, Visitor, many_records

PEOPLE = 12


class SignInTest(Case):
    def test_takes_the_same_time_and_says_the_same_for_every_address(self):
        w = self.workspace
        w.import_folder(many_records(PEOPLE * 2, cases=0, invoices=0))
        for i in range(PEOPLE):
            w.must("person", "password", "acme", f"contact-{i}@many.example", "--password-stdin", stdin=PASSWORD)
        kinds = {
            "known": lambda i: f"contact-{i}@many.example",
            "invited": lambda i: f"contact-{PEOPLE + i}@many.example",
            "unknown": lambda i: f"nobody-{i}@many.example",
        }
        times = {kind: [] for kind in kinds}
        bodies = set()
        with w.serving({"PORTICO_BEHIND_PROXY": "127.0.0.1"}) as server:
            for i in range(PEOPLE):
                for number, (kind, email) in enumerate(kinds.items()):
                    headers = {
                        "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
                        "X-Forwarded-For": f"192.0.2.{i * 3 + number + 1}", "X-Forwarded-Proto": "http",
                        "X-Forwarded-Host": f"127.0.0.1:{server.port}"}
                    began = time.perf_counter()
                    answer = Visitor(server).request(
                        "POST", "/acme/sign-in", f"email={email(i)}&password=not+the+right+one+{i}", headers)
                    times[kind].append(time.perf_counter() - began)
                    self.assertEqual(answer.status, 401, answer)
                    bodies.add(answer.body)
        self.assertEqual(len(bodies), 1, bodies)
        medians = {kind: statistics.median(taken) for kind, taken in times.items()}
        print("\n" + ", ".join(f"{kind} {median * 1000:.1f} ms" for kind, median in medians.items()))
        self.assertLess(max(medians.values()) / min(medians.values()), 1.25, medians)

    def test_passwords_are_computed_in_another_process_which_may_die(self):
        with self.workspace.serving() as server:
            self.assertEqual(workers(server), [], "nobody has signed in yet")
            Visitor(server).sign_in()
            first = workers(server)
            self.assertEqual(len(first), 1)
            with open(f"/proc/{first[0]}/environ", "rb") as file:
                self.assertNotIn(b"PORTICO", file.read())
            os.kill(first[0], signal.SIGKILL)
            Visitor(server).sign_in()
            second = workers(server)
            self.assertEqual(len(second), 1)
            self.assertNotEqual(first, second)
            self.assertEqual(
                Visitor(server).request(
                    "POST", "/acme/sign-in", "email=anna@a.example&password=not+the+right+one",
                    {"Content-Type": "application/x-www-form-urlencoded"}).status, 401)
            server.kill()
        self.assertTrue(eventually(lambda: not os.path.exists(f"/proc/{second[0]}"), 10), "it outlived the server")

    def test_that_process_ends_when_nobody_has_signed_in_for_a_minute(self):
        # After a minute the server would check its promises, for which people of its own sign in.
        with self.workspace.serving(env={"PORTICO_PROVE_EVERY": "0"}) as server:
            Visitor(server).sign_in()
            self.assertEqual(len(workers(server)), 1)
            self.assertTrue(eventually(lambda: workers(server) == [], 90), "it never rests")
            Visitor(server).sign_in()
            self.assertEqual(len(workers(server)), 1)


def eventually(holds, seconds):
    """Whether something comes true in so many seconds."""
    deadline = time.time() + seconds
    while not holds() and time.time() < deadline:
        time.sleep(0.05)
    return holds()


def workers(server):
    """The ids of the server's processes for passwords."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                arguments = file.read().split(b"\0")
        except (OSError, ValueError):
            continue
        if parent == server.process.pid and b"passwords-worker" in arguments:
            found.append(int(entry))
    return found

"""What an attempt to sign in gives away: nothing, not even by the time it takes."""
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

"""A large import goes in at once, with memory that does not grow with the files."""
import contextlib
import time

from fixture import Case
from workspace import many_records, write_files


class ImportTest(Case):
    def peak(self, mark, clients):
        """Imports so many clients with 20 invoices and 100 events each; gives peak memory in MB and seconds."""
        workspace = self.template().copy(f"{self.folder}/{mark}")
        folder = f"{self.folder}/{mark}-csv"
        write_files(folder, many_records(clients, cases=5, events=20, invoices=20))
        began = time.time()
        process = workspace.start("import", "acme", folder)
        peak = 0
        while process.poll() is None:
            # Not ru_maxrss: that begins with what this process had when it forked.
            with contextlib.suppress(OSError), open(f"/proc/{process.pid}/status") as status:
                peak = max([peak] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
            time.sleep(0.05)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 0, err)
        self.assertIn(f"events.csv: {clients * 100} added", out.decode())
        self.assertIn(f"invoices.csv: {clients * 20} added", out.decode())
        print(f"\n{clients * 100} events, {clients * 20} invoices: {peak / 1024:.0f} MB, {time.time() - began:.1f} s")
        return peak / 1024

    def test_of_a_hundred_thousand_events_needs_no_more_memory_than_one_of_ten_thousand(self):
        small = self.peak("small", 100)
        large = self.peak("large", 1000)
        self.assertLess(large, small * 1.25)

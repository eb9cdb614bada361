"""The figures as a table, on the terminal and in docs/benchmarks.md."""
import dataclasses
import datetime
import os
import platform
import subprocess


@dataclasses.dataclass(frozen=True)
class Row:
    """One figure beside what it is measured against."""

    subject: str
    what: str
    """Ours, in words with a unit."""
    ours: str
    """The peer's or the floor's; empty when the wanted figure is absolute."""
    peer: str
    """What is judged, such as `0.14 ×` or `7.1 ms`."""
    figure: str
    """The bound, such as `≤ 1/6`; empty when the figure is printed and not judged."""
    wanted: str
    """None when nothing is judged."""
    reached: bool | None

    @property
    def verdict(self):
        return {True: "reached", False: "**missed**", None: ""}[self.reached]


def seconds(value):
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.1f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} µs"


def size(value):
    return f"{value / 2**20:.0f} MiB" if value >= 2**20 else f"{value / 1024:.0f} KiB"


def ratio(value):
    return f"{value:.3g} ×"


HEAD = "| what | Portico | beside it | figure | wanted | |\n| --- | --- | --- | --- | --- | --- |\n"


def table(rows):
    lines = [f"| {r.what} | {r.ours} | {r.peer} | {r.figure} | {r.wanted} | {r.verdict} |" for r in rows]
    return HEAD + "\n".join(lines) + "\n"


def machine():
    """The machine in one sentence."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with open("/etc/os-release") as file:
        system = dict(line.rstrip().split("=", 1) for line in file if "=" in line)["PRETTY_NAME"].strip('"')
    return f"{len(os.sched_getaffinity(0))} cores ({model}), {memory:.0f} GiB, {system}, Linux {platform.release()}"


def write(path, titles, rows, versions):
    """Replaces the figures of the subjects that were measured; every subject has its own marks in docs/benchmarks.md.
    The text around them is for people to write."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    with open(path) as file:
        text = file.read()
    for name, title in titles.items():
        chosen = [row for row in rows if row.subject == name]
        if not chosen:
            continue
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        before, rest = text.split(begin)
        after = rest.split(end)[1]
        measured = f"Measured on {datetime.date.today()} at {commit}: {machine()}; {versions}.\n"
        text = before + begin + f"### {title}\n\n{table(chosen)}\n{measured}" + end + after
    with open(path, "w") as file:
        file.write(text)

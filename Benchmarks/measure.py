"""Times whole commands and servers: wall seconds, user and system CPU seconds, peak memory."""
import dataclasses
import glob
import os
import statistics
import subprocess
import tempfile
import time


@dataclasses.dataclass(frozen=True)
class Run:
    """One run of a command. Seconds and bytes."""

    wall: float
    cpu: float
    peak: int
    out: bytes = b""


def run(command, stdin=None, cwd=None, env=None, codes=(0,)):
    """Runs a command to its end. Its peak is its own, read by GNU time, whose own memory is next to nothing: what the
    kernel says of a child otherwise begins with the memory of the Python that forked it.
    """
    with tempfile.NamedTemporaryFile("r") as figures, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        line = ["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", figures.name, *map(str, command)]
        began = time.monotonic()
        with open(stdin or os.devnull, "rb") as source:
            process = subprocess.Popen(
                line, stdin=source, stdout=out, stderr=err, cwd=cwd,
                env={**os.environ, "NO_COLOR": "1", "SWIFT_BACKTRACE": "enable=no", **(env or {})})
            code = process.wait()
        wall = time.monotonic() - began
        out.seek(0)
        text = out.read()
        if code not in codes:
            err.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command))}: exit {code}\n{err.read().decode()}")
        user, system, peak = figures.read().split()[-3:]
        return Run(wall, float(user) + float(system), int(peak) * 1024, text)


def in_turn(times, **commands):
    """Runs callables by name in turn, A B A B …, so that a slow minute of the machine meets all of them alike.

    Gives, by name, what each call gave.
    """
    runs = {name: [] for name in commands}
    for number in range(times):
        for name, command in commands.items():
            runs[name].append(command(number))
    return runs


def median(values):
    return statistics.median(values)


def percentile(values, share):
    """The value that so large a share of the values does not pass: nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1))]


def paired(ours, theirs):
    """The median of the ratios of runs made side by side."""
    return median([a / b for a, b in zip(ours, theirs)])


def family(pid):
    """A process and its children's ids."""
    found = [pid]
    # Each thread has children of its own.
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        with open(path) as file:
            for child in file.read().split():
                found += family(int(child))
    return found


def cpu_of(pid):
    """CPU seconds that a running process and its children have used, every thread of them.

    From the clock of each process, which goes by nanoseconds and, other than /proc/PID/task, knows of threads that have
    ended. Its id is made as <linux/posix-timers.h> does: the process, inverted, and 2 for what the scheduler counted.
    """
    return sum(time.clock_gettime(~one << 3 | 2) for one in family(pid))


def memory_of(pid, key="VmRSS"):
    """Bytes of a running process: `VmRSS` now, `VmHWM` at its peak."""
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith(key + ":"):
                return int(line.split()[1]) * 1024
    raise ValueError(key)


def reset_peak(pid):
    """Lets `VmHWM` begin anew from the memory of now."""
    with open(f"/proc/{pid}/clear_refs", "w") as file:
        file.write("5")

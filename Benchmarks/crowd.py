"""Those who come to the server in a storm: strangers who guess passwords, people who sign in, one who reads pages.

Each comes at times that are settled beforehand, whatever became of the one before: who waits for answers before asking
again would spare a slow server.
"""
import asyncio
import dataclasses
import gc
import multiprocessing
import threading
import time
import urllib.parse

from wire import Wire, request

# Longer than anybody waits; what takes longer is a failure of the benchmark, not a figure.
PATIENCE = 60


@dataclasses.dataclass(frozen=True)
class Attempt:
    """One sign-in and what came of it. Seconds until the answer's head was there."""

    kind: str
    status: int
    took: float


@dataclasses.dataclass(frozen=True)
class Kind:
    """Attempts of one kind: so many a second, the number-th of them with this e-mail, password, and these fields."""

    name: str
    rate: float
    make: object


class Storm:
    """Attempts of several kinds at once, from a process of its own, between `with` and its end."""

    def __init__(self, port, kinds):
        self.stop = multiprocessing.Event()
        self.ours, self.theirs = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(target=rage, args=(port, kinds, self.stop, self.theirs), daemon=True)

    def __enter__(self):
        self.began = time.monotonic()
        self.process.start()
        # Only the storm's own end is left: when it breaks down, reading ends instead of waiting.
        self.theirs.close()
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self.process.kill()
        else:
            self.stop.set()
            self.wall = time.monotonic() - self.began
            self.attempts = self.ours.recv()
        self.process.join()

    def of(self, kind):
        return [attempt for attempt in self.attempts if attempt.kind == kind]


def rage(port, kinds, stop, results):
    results.send(asyncio.run(raging(port, kinds, stop)))


async def raging(port, kinds, stop):
    found = await asyncio.gather(*(paced(port, kind, stop) for kind in kinds))
    return [attempt for attempts in found for attempt in attempts]


async def paced(port, kind, stop):
    began, tasks = time.monotonic(), []
    while not stop.is_set():
        await asyncio.sleep(began + len(tasks) / kind.rate - time.monotonic())
        tasks.append(asyncio.create_task(attempt(port, kind, len(tasks))))
    taken = time.monotonic() - began
    assert len(tasks) >= 0.95 * kind.rate * taken, f"only {len(tasks)} attempts ({kind.name}) in {taken:.1f} s"
    return await asyncio.gather(*tasks)


async def attempt(port, kind, number):
    """A sign-in on a connection of its own, as far as the head of its answer."""
    email, password, fields = kind.make(number)
    body = urllib.parse.urlencode({"email": email, "password": password}).encode()
    head = request("POST", "/acme/sign-in", port, {
        "Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body)),
        "Sec-Fetch-Site": "same-origin", "Connection": "close", **fields})
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head + body)
            status = await reader.readline()
            await reader.readuntil(b"\r\n\r\n")
            took = time.monotonic() - began
            await reader.read()
        finally:
            writer.close()
    return Attempt(kind.name, int(status.split()[1]), took)


def read_paced(port, sent, page, rate, seconds, connections):
    """Reads one page so many times a second over connections that stay open; gives the seconds that each answer took.

    An answer is waited for from when it was asked for, or from when it should have been asked for, if the one before on
    its connection was late. That this program is woken late by the system is thus nobody's fault but its own.
    """
    took = [[] for _ in range(connections)]
    began = time.monotonic() + 0.1
    faults = []

    def read(line):
        try:
            read_line(port, sent, page, took[line], [
                began + (line + step * connections) / rate for step in range(rate * seconds // connections)])
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=read, args=(line,)) for line in range(connections)]
    gc.collect()
    gc.disable()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.enable()
    if faults:
        raise faults[0]
    return [one for times in took for one in times]


def read_line(port, sent, page, took, dues):
    """One connection's share."""
    with Wire(port) as wire:
        free = 0
        for due in dues:
            time.sleep(max(0, due - time.monotonic()))
            asked = time.monotonic()
            answer = wire.exchange(sent)
            answered = time.monotonic()
            assert answer.status == 200 and answer.body == page, answer
            took.append(answered - (due if free > due else asked))
            free = answered


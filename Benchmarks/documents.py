"""Documents: one of 1 GiB by the command line and over HTTP, a range in its middle, and a thousand uploads (uploads.py).

The document is a PDF of bytes that cannot be compressed; it lies in the page cache. The default limits take it (2 GiB a
file, docs/settings.md). Before each run its bytes are changed a little, because bytes that a contact has brought before
are recognised and not kept twice.
"""
import dataclasses
import hashlib
import http.client
import os
import subprocess
import time

import measure as clock
import pdf
import reader
import uploads
from report import Row, ratio, seconds, size
from wire import Wire, request
from workspace import Visitor

SIZE = 1 << 30
RANGE = 1_000_000
RANGES = 100
PIECE = 1 << 18
GROWTH = 32 << 20
UPLOAD = "/acme/clients/a/cases/lease/documents"


def measure(setting):
    scan = os.path.join(setting.folder, "scan.pdf")
    pdf.write(scan, setting.scaled(SIZE))
    workspace = reader.workspace(setting.folder)
    yield from sealing(setting, workspace, scan)
    yield from streaming(setting, workspace, scan)
    yield from uploads.measure(setting)


def sealing(setting, workspace, scan):
    """`portico document add` beside `openssl dgst -sha256`, in CPU time.

    Beyond hashing and sealing there is in ours: the start of a program with its workspace, the look at the type, writing
    the sealed bytes, bringing them to the disk, and a row in the records. `dd` with fsync tells what reading, writing and
    flushing of so many bytes cost by themselves. openssl reads too.
    """
    def openssl(number):
        pdf.mark(scan, number)
        ran = clock.run(["openssl", "dgst", "-sha256", "-r", scan])
        return ran, ran.out.split()[0].decode()

    def dd(number):
        copy = os.path.join(setting.folder, f"copy-{number}")
        return clock.run(["dd", f"if={scan}", f"of={copy}", "bs=256k", "conv=fsync", "status=none"])

    def portico(number):
        line = ["document", "add", "acme", "a", "lease", scan, "--json", "--root", workspace.root]
        ran = clock.run([setting.program, *line])
        return ran, uploads.one_json(ran.out)

    runs = clock.in_turn(setting.times, openssl=openssl, dd=dd, portico=portico)
    for (_, digest), (_, document) in zip(runs["openssl"], runs["portico"]):
        assert document["sha256"] == digest and document["size"] == os.path.getsize(scan), (document, digest)
    read_back(setting, workspace, runs["portico"][-1][1])
    ours, theirs, copies = [run for run, _ in runs["portico"]], [run for run, _ in runs["openssl"]], runs["dd"]
    what = f"one document of {size(os.path.getsize(scan))} hashed and sealed"
    figure = clock.paired([run.cpu for run in ours], [run.cpu for run in theirs])
    yield Row("documents", what + ": CPU", "document add: " + spent(ours), "openssl dgst -sha256: " + spent(theirs),
              ratio(figure), "≤ 2 ×", figure <= 2)
    rest = clock.paired([a.cpu - b.cpu for a, b in zip(ours, copies)], [run.cpu for run in theirs])
    yield Row("documents", what + ": CPU without what dd takes", "document add less dd",
              "dd with fsync: " + spent(copies), ratio(rest), "", None)
    peak = max(run.peak for run in ours)
    yield Row("documents", what + ": peak memory of the command", size(peak), "", size(peak), "", None)


def spent(runs):
    return f"CPU {seconds(clock.median(run.cpu for run in runs))}, {seconds(clock.median(run.wall for run in runs))}"


def read_back(setting, workspace, document):
    """What was sealed opens again, byte for byte."""
    line = [setting.program, "document", "get", "acme", document["id"], "--root", workspace.root]
    process = subprocess.Popen(line, stdout=subprocess.PIPE)
    digest = digest_of(process.stdout)
    assert process.wait() == 0 and digest == document["sha256"], (digest, document)


def digest_of(source):
    hasher = hashlib.sha256()
    buffer = bytearray(PIECE)
    while count := source.readinto(buffer):
        hasher.update(memoryview(buffer)[:count])
    return hasher.hexdigest()


@dataclasses.dataclass(frozen=True)
class Moved:
    """One document up or down: seconds, seconds of the server's CPU, and the server's memory at its peak."""

    wall: float
    cpu: float
    peak: int


def streaming(setting, workspace, scan):
    """Up and down over HTTP as the client's contact. The server has moved a small document before: its memory is then what
    it has when it is warm, and every later peak is compared with that.
    """
    with workspace.serving() as server:
        visitor = Visitor(server).sign_in()
        warm = visitor.upload([("warm.pdf", pdf.make(RANGE))])
        assert warm.status == 201 and visitor.document(warm.json["files"][0]["id"]).status == 200, warm
        before = clock.memory_of(server.process.pid)
        moved = {"up": [], "down": []}
        for number in range(setting.times):
            pdf.mark(scan, 1000 + number)
            with open(scan, "rb", buffering=0) as file:
                digest = digest_of(file)
            document = {}
            moved["up"].append(observed(server, lambda: document.update(upload(visitor, scan))))
            assert (document.get("sha256"), document.get("size")) == (digest, os.path.getsize(scan)), document
            path = f"/acme/clients/a/documents/{document['id']}"
            moved["down"].append(observed(server, lambda: download(visitor, path, digest, document["size"])))
        for way, runs in moved.items():
            growth = max(0, max(run.peak for run in runs) - before)
            yield Row("documents", f"one document of {size(document['size'])} {way} over HTTP: memory that grows",
                      f"{spent(runs)}", f"{size(before)} before", size(growth), f"≤ {size(GROWTH)}", growth <= GROWTH)
        yield ranges(setting, server, visitor, scan, path)


def observed(server, move):
    pid = server.process.pid
    clock.reset_peak(pid)
    cpu, began = clock.cpu_of(pid), time.monotonic()
    move()
    return Moved(time.monotonic() - began, clock.cpu_of(pid) - cpu, clock.memory_of(pid, "VmHWM"))


def upload(visitor, scan):
    """Sends the file piece by piece, as a browser does, and gives what the server says of it."""
    boundary = "a-boundary-that-stands-nowhere-else"
    before = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="scan.pdf"\r\n'
              "Content-Type: application/pdf\r\n\r\n").encode()
    after = f"\r\n--{boundary}--\r\n".encode()

    def body():
        yield before
        with open(scan, "rb", buffering=0) as file:
            while piece := file.read(PIECE):
                yield piece
        yield after

    connection = http.client.HTTPConnection("127.0.0.1", visitor.server.port, timeout=600)
    connection.request("POST", UPLOAD, body=body(), headers={
        "Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json",
        "Content-Length": str(len(before) + os.path.getsize(scan) + len(after)), **cookie(visitor)})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    assert answer.status == 201, (answer.status, text)
    return uploads.one_json(text)["files"][0]


def download(visitor, path, digest, length):
    connection = http.client.HTTPConnection("127.0.0.1", visitor.server.port, timeout=600)
    connection.request("GET", path, headers=cookie(visitor))
    answer = connection.getresponse()
    assert (answer.status, answer.length) == (200, length), (answer.status, answer.headers.items())
    assert digest_of(answer) == digest, "other bytes came down than went up"
    connection.close()


def cookie(visitor):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
            "Sec-Fetch-Site": "same-origin"}


def ranges(setting, server, visitor, scan, path):
    """A range of 1 MB in the middle, each time another one, over one connection; compared with the file's own bytes."""
    whole, times = os.path.getsize(scan), []
    middle = whole // 2
    with open(scan, "rb") as file, Wire(server.port) as wire:
        cpu = clock.cpu_of(server.process.pid)
        for number in range(RANGES):
            start = middle + number * 12_345
            field = {"Range": f"bytes={start}-{start + RANGE - 1}", **cookie(visitor)}
            began = time.monotonic()
            answer = wire.exchange(request("GET", path, server.port, field))
            times.append(time.monotonic() - began)
            assert answer.status == 206, answer.head
            assert answer.field("Content-Range") == f"bytes {start}-{start + RANGE - 1}/{whole}", answer.head
            assert answer.body == os.pread(file.fileno(), RANGE, start), f"other bytes from {start}"
        cpu = (clock.cpu_of(server.process.pid) - cpu) / RANGES
    took = clock.median(times)
    return Row("documents", "a range of 1 MB in the middle of it",
               f"CPU {seconds(cpu)}; 95th percentile {seconds(clock.percentile(times, 0.95))}", "",
               seconds(took), "≤ 10 ms", took <= 0.010)

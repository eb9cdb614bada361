"""A thousand uploads of 200 kB, 8 at a time, beside a loop in C that does the least that makes a file safe.

Ours are a contact's uploads over HTTP, PDFs, ten to a case: each is hashed, looked at, sealed, brought to the disk with its
name and its folder, filed with a receipt and an entry in the audit log, and stands on its case's page before the answer goes out.
The contact is the contact of many clients, so that each run has fresh cases, and no case more documents than a case has.

Beside it is floor/seal.c, a server of eight threads with OpenSSL's libcrypto: SHA-256, AES-256-GCM, write under a temporary
name, fsync, rename, fsync of the folder, answer one byte. It parses nothing and remembers nothing.

Both get the same bytes from the same client, floor/send.c, over eight connections that stay open.
"""
import dataclasses
import hashlib
import json
import os
import signal
import subprocess

import measure as clock
import pdf
from report import Row, ratio, seconds
from wire import request
from workspace import PASSWORD, Visitor, Workspace

FLOOR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "floor")
COUNT = 1_000
SIZE = 200_000
IN_A_CASE = 10
AT_A_TIME = 8
BOUNDARY = "a-boundary-that-stands-nowhere-else"
EMAIL = "busy@bench.example"
# What floor/seal.c adds to a file: a nonce and a tag.
ADDED = 12 + 16


@dataclasses.dataclass(frozen=True)
class Rush:
    """All uploads of one run: seconds, and seconds of the server's CPU."""

    wall: float
    cpu: float


def measure(setting):
    count = setting.scaled(COUNT)
    tools = {name: compiled(setting.folder, name, *more) for name, more in (("send", ["-pthread"]),
                                                                            ("seal", ["-pthread", "-lcrypto"]))}
    bodies = os.path.join(setting.folder, "bodies")
    digests = write_bodies(bodies, count)
    workspace = prepared(setting, count)
    with workspace.serving() as server:
        visitor = Visitor(server).sign_in(email=EMAIL)

        def portico(number):
            return to_portico(setting, tools["send"], workspace, visitor, bodies, digests, number)

        def floor(number):
            return to_floor(setting, tools, bodies, digests, number)

        runs = clock.in_turn(setting.times, portico=portico, floor=floor)
    figure = clock.paired([count / run.wall for run in runs["portico"]], [count / run.wall for run in runs["floor"]])

    def text(name):
        rate = clock.median(count / run.wall for run in runs[name])
        return f"{rate:,.0f} a second, CPU {seconds(clock.median(run.cpu / count for run in runs[name]))} each"

    yield Row("documents", f"{count:,} uploads of 200 kB, {AT_A_TIME} at a time: rate", text("portico"),
              "a loop in C: " + text("floor"), ratio(figure), "≥ 0.5 ×", figure >= 0.5)


def compiled(folder, name, *more):
    program = os.path.join(folder, name)
    subprocess.run(["cc", "-O2", "-o", program, os.path.join(FLOOR, name + ".c"), *more], check=True)
    return program


def write_bodies(path, count):
    """So many PDFs, one after the other in one file. Gives their digests."""
    digests = []
    with open(path, "wb") as file:
        for _ in range(count):
            body = pdf.make(SIZE)
            digests.append(hashlib.sha256(body).hexdigest())
            file.write(body)
        file.flush()
        os.fsync(file.fileno())
    return digests


def client(number, upload):
    """The client to whom an upload of a run goes."""
    return f"run-{number:02}-{upload // IN_A_CASE:04}"


def prepared(setting, count):
    """A workspace with a client of one case for every ten uploads of every run, and one contact of them all."""
    workspace = Workspace(os.path.join(setting.folder, "uploads"))
    workspace.must("init", workspace.root, bare=True)
    workspace.must("agency", "add", "acme", "--name", "Acme", "--country", "IE", "--time-zone", "Europe/Dublin")
    clients = [client(number, upload) for number in range(setting.times) for upload in range(0, count, IN_A_CASE)]
    workspace.import_folder({
        "clients.csv": "client,name\n" + "".join(f"{name},Client {name}\n" for name in clients),
        "contacts.csv": "client,name,email\n" + "".join(f"{name},Busy,{EMAIL}\n" for name in clients),
        "cases.csv": "client,case,title,status,opened\n" + "".join(f"{name},case,A case,open,2026-01-05\n" for name in clients),
    })
    workspace.must("person", "password", "acme", EMAIL, "--password-stdin", stdin=PASSWORD)
    workspace.must("build")
    return workspace


def to_portico(setting, send, workspace, visitor, bodies, digests, number):
    heads, tail = (os.path.join(setting.folder, f"{name}-{number}") for name in ("heads", "tail"))
    after = f"\r\n--{BOUNDARY}--\r\n".encode()
    with open(tail, "wb") as file:
        file.write(after)
    with open(heads, "wb") as file:
        for upload in range(len(digests)):
            file.write(head(visitor, client(number, upload), len(after)))
    rush = sent(send, visitor.server.process.pid, visitor.server.port, len(digests), heads, bodies, tail, "HTTP/1.1 201")
    kept = [json.loads(line) for line in workspace.must("document", "list", "acme", "--json").out.splitlines()]
    found = sorted(document["sha256"] for document in kept if document["client"].startswith(f"run-{number:02}-"))
    assert found == sorted(digests), f"{len(found)} of {len(digests)} documents are there, or others"
    return rush


def head(visitor, name, tail):
    """Everything before a file's bytes. All heads are of one length."""
    part = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="scan.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n").encode()
    return request("POST", f"/acme/clients/{name}/cases/case/documents", visitor.server.port, {
        "Cookie": "; ".join(f"{key}={value}" for key, value in visitor.cookies.items()), "Sec-Fetch-Site": "same-origin",
        "Accept": "application/json", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(part) + SIZE + tail)}) + part


def to_floor(setting, tools, bodies, digests, number):
    folder = os.path.join(setting.folder, f"sealed-{number}")
    heads, tail = (os.path.join(setting.folder, f"plain-{name}-{number}") for name in ("heads", "tail"))
    os.mkdir(folder)
    with open(heads, "wb") as file:
        file.write(SIZE.to_bytes(8, "big") * len(digests))
    with open(tail, "wb"):
        pass
    process = subprocess.Popen([tools["seal"], folder], stdout=subprocess.PIPE)
    try:
        port = int(process.stdout.readline())
        rush = sent(tools["send"], process.pid, port, len(digests), heads, bodies, tail, "k")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert sorted(os.listdir(folder)) == sorted(digests), f"{folder} does not hold the files that were sent"
    assert {os.path.getsize(os.path.join(folder, name)) for name in digests} == {SIZE + ADDED}, folder
    return rush


def sent(send, pid, port, count, heads, bodies, tail, expected):
    cpu = clock.cpu_of(pid)
    ran = subprocess.run(
        [send, str(port), str(count), str(AT_A_TIME), heads, bodies, tail, expected], capture_output=True, text=True)
    if ran.returncode != 0:
        raise RuntimeError(f"uploads failed: {ran.stderr}")
    return Rush(float(ran.stdout), clock.cpu_of(pid) - cpu)


def one_json(text):
    """The only line of an output."""
    lines = text.splitlines()
    assert len(lines) == 1, text
    return json.loads(lines[0])

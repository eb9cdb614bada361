"""A signed-in contact's page of about 7.6 kB over HTTP/1.1 with connections that stay open, beside nginx.

Portico finds the agency, the session and what it may see, notes the read for the audit log, and writes a line in its log,
for each request. nginx serves the same bytes with the same header fields from a file and writes a line in its access log;
with `auth_request` it asks a backend first that answers 204 to everything (peers.Nginx says more). So nginx looks at no
session, and Portico looks at no file of somebody else's.

All of them run all the time; one at a time is asked, in turn, by wrk with one thread and 32 connections. On two cores wrk
takes what the server leaves: the CPU of a request is the server's own, the 99th percentile is that of a full machine.
"""
import dataclasses
import os
import subprocess
import time
import zlib

import peers
import reader
from measure import cpu_of, in_turn, median, paired
from report import Row, ratio, seconds
from wire import Reply, Wire, request

CONNECTIONS = 32
SECONDS = 8

# What browsers say that they can unpack, and the tool that unpacks it here.
OFFERS = {"gzip": "gzip", "browsers": "gzip, deflate, br, zstd"}
TOOLS = {"gzip": ["gzip", "-dc"], "br": ["brotli", "-dc"], "zstd": ["zstd", "-dcq"]}
# What a compressor that takes its time makes of the same bytes.
SLOW = {"gzip": ["gzip", "-9c"], "br": ["brotli", "-q", "11", "-c"], "zstd": ["zstd", "-19", "-cq"]}


@dataclasses.dataclass(frozen=True)
class Target:
    """Somebody who is asked for the page."""

    pid: int
    port: int
    path: str
    headers: dict
    answer: Reply


@dataclasses.dataclass(frozen=True)
class Seen:
    load: peers.Load
    """Seconds of CPU that one request cost the server."""
    cpu: float


def measure(setting):
    workspace = reader.workspace(setting.folder)
    with workspace.serving() as server:
        fields = reader.headers(server)
        page = reader.page(server.port, fields)
        portico = Target(server.process.pid, server.port, reader.PATH, fields, page)
        compressed = {name: offered(portico, offer) for name, offer in OFFERS.items()}
        with peers.Nginx(os.path.join(setting.folder, "nginx"), page) as nginx:
            targets = {
                "portico": portico,
                "plain": beside(portico, nginx, nginx.plain),
                "guarded": beside(portico, nginx, nginx.guarded),
                **{name: target for name, target in compressed.items() if target.answer.field("Content-Encoding")},
            }
            length = setting.scaled(SECONDS)
            for target in targets.values():
                drive(target, 1)
            runs = in_turn(setting.times, **{
                name: lambda _, target=target: drive(target, length) for name, target in targets.items()})
        yield from plain_rows(runs)
        for name in OFFERS:
            yield from compressed_rows(name, compressed[name].answer, page.body, runs)
        yield head_row([portico, *compressed.values()])


def beside(portico, nginx, port):
    """nginx asked for the same page by the same browser."""
    answer = reader.answer(port, peers.PATH, portico.headers, portico.answer.body)
    return dataclasses.replace(portico, pid=nginx.pid, port=port, path=peers.PATH, answer=answer)


def drive(target, length):
    """One run of wrk, the answer looked at before and after."""
    looked_at(target)
    before = cpu_of(target.pid)
    load = peers.wrk(target.port, target.path, target.headers, target.answer, length, CONNECTIONS)
    cpu = (cpu_of(target.pid) - before) / load.requests
    looked_at(target)
    return Seen(load, cpu)


def looked_at(target):
    reader.answer(target.port, target.path, target.headers, target.answer.body)


def plain_rows(runs):
    what = f"a contact's page, {CONNECTIONS} connections"

    def text(name):
        load = median(run.load.rate for run in runs[name])
        return f"CPU {seconds(median(run.cpu for run in runs[name]))}, {load:,.0f} requests a second"

    def late(name):
        return (f"{seconds(median(run.load.p99 for run in runs[name]))}, "
                f"median {seconds(median(run.load.median for run in runs[name]))}")

    def compared(figure, peer):
        return paired([figure(run) for run in runs["portico"]], [figure(run) for run in runs[peer]])

    cpu = compared(lambda run: run.cpu, "guarded")
    yield Row("serve", what + ": CPU a request", text("portico"), "nginx with auth_request: " + text("guarded"),
              ratio(cpu), "≤ 1.2 ×", cpu <= 1.2)
    yield Row("serve", what + ": CPU a request, the aim", text("portico"), "nginx: " + text("plain"),
              ratio(compared(lambda run: run.cpu, "plain")), "", None)
    p99 = compared(lambda run: run.load.p99, "guarded")
    yield Row("serve", what + ": 99th percentile", late("portico"), "nginx with auth_request: " + late("guarded"),
              ratio(p99), "≤ 1 ×", p99 <= 1)
    yield Row("serve", what + ": 99th percentile, beside a file", late("portico"), "nginx: " + late("plain"),
              ratio(compared(lambda run: run.load.p99, "plain")), "", None)


def offered(portico, offer):
    """Portico asked by a browser that unpacks these, with the second answer that it gives: the first may cost more."""
    headers = {**portico.headers, "Accept-Encoding": offer}
    for _ in range(2):
        with Wire(portico.port) as wire:
            answer = wire.exchange(request("GET", portico.path, portico.port, headers))
        assert answer.status == 200, answer
    coding = answer.field("Content-Encoding")
    assert coding is None or coding in (word.strip() for word in offer.split(",")), f"{coding} for {offer}"
    plain = filtered(TOOLS[coding], answer.body) if coding else answer.body
    assert plain == portico.answer.body, f"unpacked, the page is another ({coding} for {offer})"
    return dataclasses.replace(portico, headers=headers, answer=answer)


def filtered(command, given):
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def compressed_rows(name, answer, page, runs):
    """The bytes of a compressed page, and whether it is compressed once or each time: then it costs far more CPU."""
    offer = OFFERS[name]
    coding = answer.field("Content-Encoding")
    wanted = {"gzip": ("gzip",), "browsers": ("br", "zstd")}[name]
    beside = {tool: len(filtered(SLOW[tool], page)) for tool in wanted}
    yield Row(
        "serve", f"pages on the wire, accepted: {offer}",
        f"{len(answer.body):,} bytes of {len(page):,}, {coding or 'not compressed'}",
        ", ".join(f"{' '.join(SLOW[tool][:-1])}: {size:,} bytes" for tool, size in beside.items()),
        ratio(len(answer.body) / len(page)), " or ".join(wanted), coding in wanted)
    what = f"CPU of the compressed page again, accepted: {offer}"
    if name not in runs:
        yield Row("serve", what, "not compressed", "", "none", "≤ 1.2 × the plain page", False)
        return
    cpu = paired([run.cpu for run in runs[name]], [run.cpu for run in runs["portico"]])
    yield Row(
        "serve", what, f"CPU {seconds(median(run.cpu for run in runs[name]))}",
        f"Portico, plain: CPU {seconds(median(run.cpu for run in runs['portico']))}; "
        f"to compress it takes zlib {seconds(zlib_takes(page))}", ratio(cpu), "≤ 1.2 × the plain page", cpu <= 1.2)


def zlib_takes(page):
    """CPU seconds, at its usual level: what each answer would cost more if it were compressed by itself."""
    began = time.process_time()
    for _ in range(100):
        zlib.compress(page, 6)
    return (time.process_time() - began) / 100


def head_row(targets):
    """HEAD gives what GET gives without the bytes (RFC 9110, 9.3.2): a GET on the same connection would stumble over them."""
    wrong = []
    for target in targets:
        offer = target.headers.get("Accept-Encoding", "nothing")
        with Wire(target.port) as wire:
            head = wire.exchange(request("HEAD", target.path, target.port, target.headers), has_body=False)
            page = wire.exchange(request("GET", target.path, target.port, target.headers))
        if head.status != 200 or lasting(head) != lasting(page):
            wrong.append(f"{offer}: {head.status} {set(lasting(head)) ^ set(lasting(page))}")
    return Row(
        "serve", "HEAD of the page, with each of these offers and none", "; ".join(wrong) or "the fields of GET, no bytes",
        "", "wrong" if wrong else "right", "as GET", not wrong)


def lasting(answer):
    return sorted(pair for pair in answer.fields if pair[0].lower() not in ("date", "request-id"))

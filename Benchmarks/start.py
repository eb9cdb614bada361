"""From the start of the server to its first answers, in a workspace of 1,000 agencies; and its memory when nobody asks.

The clock starts before the process does. Somebody tries to connect every millisecond and asks for `/livez` until it is
answered with 200, then for the sign-in page of one agency, for which that agency is opened. nginx, which stands beside it,
has one file to serve and no agencies. The memory is what the kernel counts as resident 5 s after the page.
"""
import os
import subprocess
import time

import workload
from measure import in_turn, median, memory_of
from report import Row, seconds, size
from wire import BROWSER, Wire, request
from workspace import free_port

AGENCIES = 1_000
NGINX = "/usr/sbin/nginx"
IDLE = 5

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    server {{
        listen 127.0.0.1:{port};
        location = /livez {{ return 200 "alive"; }}
    }}
}}
"""


def measure(setting):
    count = setting.scaled(AGENCIES)
    workspace = workload.make(os.path.join(setting.folder, "workspace"))
    for number in range(count):
        workload.add_agency(workspace, f"agency-{number}")
    runs = in_turn(setting.times, portico=lambda _: portico(setting, workspace, f"/agency-{count // 2}/"),
                   nginx=lambda number: nginx(os.path.join(setting.folder, f"nginx-{number}")))
    first, page, memory = (median(values) for values in zip(*runs["portico"]))
    beside = "nginx: " + seconds(median(runs["nginx"]))
    yield Row("start", f"{count:,} agencies: start to first answer", seconds(first), beside, f"{first * 1e3:.0f} ms",
              "≤ 150 ms", first <= 0.15)
    yield Row("start", f"{count:,} agencies: start to an agency's sign-in page", seconds(page), "", f"{page * 1e3:.0f} ms",
              "", None)
    yield Row("start", f"{count:,} agencies: idle memory", size(memory), "", f"{memory / 1e6:.0f} MB", "≤ 50 MB",
              memory <= 50e6)


def portico(setting, workspace, page):
    """Seconds to the first answer and to a page, and bytes when idle."""
    port = free_port()
    with open(os.path.join(setting.folder, "portico.log"), "a") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [setting.program, "serve", "--port", str(port), "--root", workspace.root], stdout=log, stderr=log,
            env={**os.environ, "PORTICO_BASE_URL": f"http://127.0.0.1:{port}"})
    try:
        first = answered(port, "/livez", process) - began
        opened = answered(port, page, process) - began
        time.sleep(IDLE)
        return first, opened, memory_of(process.pid)
    finally:
        process.terminate()
        assert process.wait() == 0, "the server did not end well; see portico.log (run with --keep)"


def nginx(folder):
    """Seconds to its first answer."""
    os.mkdir(folder)
    port = free_port()
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as file:
        file.write(CONFIGURATION.format(folder=folder, port=port))
    began = time.monotonic()
    process = subprocess.Popen([NGINX, "-p", folder, "-c", path, "-e", os.path.join(folder, "error.log")])
    try:
        return answered(port, "/livez", process) - began
    finally:
        process.terminate()
        process.wait()


def answered(port, path, process):
    """When it was first answered with 200."""
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, f"it ended by itself: {process.args[0]}"
        assert time.monotonic() < deadline, f"no answer for {path}: {process.args[0]}"
        try:
            with Wire(port) as wire:
                given = wire.exchange(request("GET", path, port, BROWSER))
            assert given.status == 200, given
            return time.monotonic()
        except (ConnectionRefusedError, ConnectionResetError):
            time.sleep(0.001)

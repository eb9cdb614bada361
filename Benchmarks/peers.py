"""nginx, which serves a page as a file, and wrk, which loads a server: the peer of the server and the one who asks both."""
import dataclasses
import grp
import json
import os
import pwd
import subprocess
import time

from wire import Wire, request
from workspace import free_port

HERE = os.path.dirname(os.path.abspath(__file__))
NGINX = "/usr/sbin/nginx"
PATH = "/page.html"

CONFIGURATION = """
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    sendfile on;
    tcp_nopush on;
    access_log {folder}/access.log;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    root {folder}/pages;
    types {{}}
    default_type "{type}";
    etag off;
    max_ranges 0;
    add_header Last-Modified "";
    add_header Request-Id $request_id;
    {headers}
    upstream gate {{
        server 127.0.0.1:{gate};
        keepalive 64;
        keepalive_requests 1000000000;
    }}
    server {{ listen 127.0.0.1:{plain}; }}
    server {{
        listen 127.0.0.1:{guarded};
        location / {{ auth_request /gate; }}
        location = /gate {{
            internal;
            proxy_pass http://gate;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
        }}
    }}
    server {{
        listen 127.0.0.1:{gate};
        access_log off;
        return 204;
    }}
}}
"""

# The fields that nginx writes by itself, or that belong to one answer only.
OWN = {"content-type", "content-length", "date", "server", "connection", "request-id", "etag", "last-modified", "set-cookie"}


class Nginx:
    """nginx with one page, in the foreground, with a folder, settings and temporary files of its own and one worker that
    has the rights of whoever runs this. Ready when it is made.

    As Debian sets it up: sendfile, a line in the access log for each request, no cache of open files. Beyond that,
    connections stay open for as many requests as come, and every field of Portico's answer stands on its answers too,
    a fresh Request-Id among them: both send the same page in as many bytes, give or take what nginx says of itself and of
    the connection.

    It listens at two ports. `plain` gives the page to everybody. `guarded` asks by `auth_request` first, with all fields of
    the request: the backend is a third server of the same worker, which answers 204 to anything over connections that
    stay open and logs nothing. No backend that looks at the session could be cheaper, and its CPU is nginx's.
    """

    def __init__(self, folder, answer):
        """`answer`: Portico's, a Reply; its body is the page and its fields are copied."""
        self.plain, self.guarded = free_port(), free_port()
        os.makedirs(os.path.join(folder, "pages"))
        with open(os.path.join(folder, "pages", PATH[1:]), "wb") as page:
            page.write(answer.body)
        path = os.path.join(folder, "nginx.conf")
        with open(path, "w") as file:
            file.write(self.configuration(folder, answer))
        self.process = subprocess.Popen(
            [NGINX, "-p", folder, "-c", path, "-e", os.path.join(folder, "error.log")], stdin=subprocess.DEVNULL)
        self.folder, self.pid = folder, self.process.pid
        self.wait()

    def configuration(self, folder, answer):
        fields = [(name, value) for name, value in answer.fields if name.lower() not in OWN]
        for name, value in fields:
            assert "$" not in value, f"nginx would read a variable in {name}: {value}"
        quoted = [(name, value.replace("\\", "\\\\").replace('"', '\\"')) for name, value in fields]
        # Only root may and must say whose rights the worker has: its own, which it can read the folder with.
        names = (pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name)
        return CONFIGURATION.format(
            folder=folder, plain=self.plain, guarded=self.guarded, gate=free_port(), type=answer.field("Content-Type"),
            user=f"user {names[0]} {names[1]};" if os.getuid() == 0 else "",
            headers="\n    ".join(f'add_header {name} "{value}";' for name, value in quoted))

    def wait(self):
        for _ in range(500):
            if self.process.poll() is not None:
                with open(os.path.join(self.folder, "error.log")) as log:
                    raise RuntimeError("nginx ended by itself:\n" + log.read())
            try:
                with Wire(self.guarded) as wire:
                    answer = wire.exchange(request("GET", PATH, self.guarded, {}))
                    assert answer.status == 200, answer
                    return
            except ConnectionRefusedError:
                time.sleep(0.01)
        raise RuntimeError("nginx does not answer")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


@dataclasses.dataclass(frozen=True)
class Load:
    """What wrk saw of one run. Seconds and bytes."""

    requests: int
    bytes: int
    wall: float
    median: float
    p99: float
    longest: float

    @property
    def rate(self):
        return self.requests / self.wall


def wrk(port, path, headers, answer, seconds, connections):
    """Asks for one page over connections that stay open, each for the next as soon as it has the last, with one thread.

    Whatever is no answer, comes after 2 seconds or has a status from 400 is an error and ends the benchmark, and so
    are answers that do not have the length of `answer`, the one that was looked at before. wrk adds to a latency that is
    much longer than usual those that would have been seen meanwhile by somebody who does not wait for answers.
    """
    fields = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    ran = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
         "--script", os.path.join(HERE, "wrk.lua"), *fields, f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True)
    seen = json.loads(ran.stdout.strip().splitlines()[-1])
    if seen.pop("errors") or not seen["requests"]:
        raise RuntimeError(f"wrk had errors:\n{ran.stdout}")
    each = seen["bytes"] / seen["requests"]
    if abs(each / answer.size - 1) > 0.01:
        raise RuntimeError(f"answers had {each:.0f} bytes instead of {answer.size}:\n{ran.stdout}")
    times = {key: seen[key] / 1e6 for key in ("wall", "median", "p99", "longest")}
    return Load(requests=seen["requests"], bytes=seen["bytes"], **times)

"""A workspace of the compiled program: its commands, its server, the people who use it. Nothing here knows its code."""
import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

# A shell starts what runs in the background with this signal ignored, and children inherit that; one that Python handles
# is as usual for them.
signal.signal(signal.SIGINT, signal.default_int_handler)

PROGRAM = os.path.abspath(os.environ.get("PORTICO", ".build/debug/portico"))
PASSWORD = "nine lamps beside the river"


class Ran:
    """What a command left: exit code, standard output and error."""

    def __init__(self, code, out, err):
        (self.code, self.out, self.err) = (code, out, err)

    @property
    def json(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return f"exit {self.code}\n{self.out.decode(errors='replace')}\n{self.err}"


class Workspace:
    """A folder with portico.yaml, and the program run on it."""

    def __init__(self, root):
        self.root = root

    @classmethod
    def make(cls, root):
        """A workspace with one agency, `acme`, one owner and one contact of the client `a`."""
        made = cls(root)
        made.must("init", root, bare=True)
        made.must("agency", "add", "acme", "--name", "Acme", "--country", "IE", "--time-zone", "Europe/Dublin")
        made.import_folder(small_records())
        made.must("person", "add", "acme", "owner@acme.example", "--role", "owner", "--password-stdin", stdin=PASSWORD)
        made.must("person", "password", "acme", "anna@a.example", "--password-stdin", stdin=PASSWORD)
        made.must("build")
        return made

    def copy(self, root):
        shutil.copytree(self.root, root, symlinks=True)
        return Workspace(root)

    def start(self, *arguments, bare=False, env=None, **more):
        """Starts a command and does not wait."""
        line = [PROGRAM, *arguments] + ([] if bare else ["--root", self.root])
        return subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PORTICO_OPERATOR_IS_AGENCY": "true", "NO_COLOR": "1", **(env or {})}, **more)

    def run(self, *arguments, stdin="", bare=False, env=None, timeout=300, cwd=None):
        process = self.start(*arguments, bare=bare, env=env, cwd=cwd)
        out, err = process.communicate(stdin.encode(), timeout=timeout)
        return Ran(process.returncode, out, err.decode())

    def must(self, *arguments, **more):
        ran = self.run(*arguments, **more)
        assert ran.code == 0, f"{' '.join(arguments)}: {ran}"
        return ran

    def import_folder(self, files, *arguments, code=0):
        """Imports CSV files given as name to text (or bytes)."""
        with tempfile.TemporaryDirectory() as folder:
            write_files(folder, files)
            ran = self.run("import", "acme", folder, *arguments)
        assert ran.code == code, ran
        return ran

    def pages(self):
        """Every file under public/ and its SHA-256; what begins with a dot is the program's own."""
        found = {}
        for folder, _, names in os.walk(os.path.join(self.root, "public")):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.root)] = hashlib.sha256(file.read()).hexdigest()
        return found

    def settings(self, **values):
        with open(os.path.join(self.root, "portico.yaml"), "a") as file:
            for key, value in values.items():
                file.write(f"{key}: {value}\n")

    @contextlib.contextmanager
    def serving(self, env=None, **more):
        server = Server(self, env, **more)
        try:
            yield server
        finally:
            server.end()
            server.log.close()


class Server:
    """`portico serve` on a free port, ready when this returns."""

    def __init__(self, workspace, env=None, port=None, start=(PROGRAM,), seconds=60):
        self.workspace = workspace
        self.port = port or free_port()
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [*start, "serve", "--port", str(self.port), "--root", workspace.root], stdout=self.log, stderr=self.log,
            env={**os.environ, "PORTICO_OPERATOR_IS_AGENCY": "true", "PORTICO_BASE_URL": f"http://127.0.0.1:{self.port}", **(env or {})})
        self.wait(seconds)

    def wait(self, seconds=60):
        deadline = time.time() + seconds
        while time.time() < deadline:
            if self.process.poll() is not None:
                raise AssertionError("the server ended by itself:\n" + self.output())
            with contextlib.suppress(OSError, http.client.HTTPException):
                if Visitor(self).get("/livez").status == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("the server does not answer:\n" + self.output())

    def output(self):
        self.log.seek(0)
        return self.log.read()

    def kill(self):
        """As a power cut ends it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """As a service manager ends it; tells the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode


class Answer:
    def __init__(self, status, headers, body):
        (self.status, self.headers, self.body) = (status, headers, body)

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {dict(self.headers)}\n{self.body[:2000].decode(errors='replace')}"


class Visitor:
    """A browser as the wire sees it: it keeps cookies, names its origin, follows nothing by itself."""

    def __init__(self, server, cookies=None):
        self.server = server
        self.cookies = dict(cookies or {})

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        fields = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        if self.cookies:
            fields["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        try:
            connection.request(method, path, body=body, headers=fields)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, value = cookie.split(";")[0].split("=", 1)
                self.cookies[name] = value
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def sign_in(self, email="anna@a.example", password=PASSWORD, agency="acme"):
        body = f"email={email}&password={password.replace(' ', '+')}"
        answer = self.request(
            "POST", f"/{agency}/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status == 303, answer
        return self

    def upload(self, files, client="a", case="lease", agency="acme", fields=()):
        """Uploads (name, bytes) pairs and asks for JSON."""
        boundary = uuid.uuid4().hex
        body = b""
        for name, value in fields:
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, content in files:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            body += head.encode() + content + b"\r\n"
        body += f"--{boundary}--\r\n".encode()
        return self.request(
            "POST", f"/{agency}/clients/{client}/cases/{case}/documents", body,
            {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json"})

    def document(self, id, client="a", agency="acme"):
        return self.get(f"/{agency}/clients/{client}/documents/{id}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_files(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())


def text_file(size, mark):
    """A text of that many bytes, told apart by its mark."""
    line = f"{mark} is what this file is about.\n"
    return (line * (size // len(line) + 1))[:size].encode()


def small_records():
    """The records of an agency with two clients."""
    return {
        "agency.csv": "key,value\nlegal_name,Acme Ltd\naddress,1 Quay\ncity,Galway\ncountry,IE\niban,IE29AIBK93115212345678\n",
        "clients.csv": "client,name,language\na,Client A,en\nb,Client B,en\n",
        "contacts.csv": "client,name,email,language,sees\na,Anna,anna@a.example,en,\nb,Ben,ben@b.example,en,\n",
        "cases.csv": "client,case,title,status,opened\na,lease,The lease,open,2026-01-05\nb,permit,The permit,open,2026-01-06\n",
        "events.csv": "client,case,date,kind,title,body,visibility\n"
                      "a,lease,2026-01-07,note,Lease read,It is **long**.,client\n"
                      "a,lease,2026-01-08,call,What we think,SECRET-OPINION,internal\n"
                      "b,permit,2026-01-09,note,Permit asked for,,client\n",
        "invoices.csv": "client,invoice,number,issued,due,currency,status\na,R1,A-1,2026-02-01,2026-03-03,EUR,issued\n",
        "invoice_lines.csv": "invoice,position,description,quantity,unit_price,tax_rate\nR1,1,Reading,2,100.00,23\n",
        "payments.csv": "invoice,date,amount,provider,reference\nR1,2026-02-10,46.00,bank,PART\n",
    }


def many_records(clients, cases=2, events=4, invoices=2, mark=""):
    """The records of a busy agency: so many clients, and so many of the rest for each."""
    rows = {name: [head] for name, head in {
        "clients.csv": "client,name",
        "contacts.csv": "client,name,email",
        "cases.csv": "client,case,title,status,opened",
        "events.csv": "client,case,date,kind,title,body,visibility",
        "invoices.csv": "client,invoice,number,issued,due,currency,status",
        "invoice_lines.csv": "invoice,position,description,quantity,unit_price,tax_rate",
    }.items()}
    for i in range(clients):
        client = f"client-{i:05}"
        rows["clients.csv"].append(f"{client},Client {i} {mark}")
        rows["contacts.csv"].append(f"{client},Contact {i},contact-{i}@many.example")
        for j in range(cases):
            rows["cases.csv"].append(f"{client},case-{j},Case {j} of {i},open,2026-01-05")
            for k in range(events):
                rows["events.csv"].append(
                    f'{client},case-{j},2026-02-{k % 28 + 1:02},note,Event {k} of case {j},'
                    f'"What happened on day {k}, in a sentence or **two**.",{"internal" if k % 4 == 3 else "client"}')
        for j in range(invoices):
            reference = f"R-{i}-{j}"
            rows["invoices.csv"].append(f"{client},{reference},M-{i}-{j},2026-02-01,2026-03-03,EUR,issued")
            rows["invoice_lines.csv"].append(f"{reference},1,Advice,{j + 1}.5,120.00,23")
            rows["invoice_lines.csv"].append(f"{reference},2,Filing,1,45.00,23")
    return {name: "\n".join(lines) + "\n" for name, lines in rows.items()}


def same(text):
    """A command's words without what differs from run to run: ids, hashes, instants, times."""
    if isinstance(text, bytes):
        text = text.decode()
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "HASH", text)
    text = re.sub(r"token=[A-Za-z0-9_-]+", "token=TOKEN", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "INSTANT", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "HOST", text)
    return re.sub(r"\d+\.\d+ s", "TIME", re.sub(r'"(received|seconds|at)":[\d.]+', r'"\1":N', text))

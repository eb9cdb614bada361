"""HTTP/1.1 as bytes on one connection that stays open: cheaper than http.client, and it sees every byte of an answer."""
import dataclasses
import socket

# What a browser sends with every page that somebody opens.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-IE,en;q=0.7",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
}


@dataclasses.dataclass(frozen=True)
class Reply:
    """One whole answer. `head` is its status line and fields as they came, with the empty line."""

    status: int
    head: bytes
    body: bytes

    @property
    def fields(self):
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines if line)]

    def field(self, name):
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def size(self):
        return len(self.head) + len(self.body)


def request(method, path, port, headers):
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"] + [f"{name}: {headers[name]}" for name in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Wire:
    """A connection to 127.0.0.1 on which one request follows the other."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb", buffering=1 << 16)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def exchange(self, sent, has_body=True):
        """Sends a request and reads its answer; without a body when it was a HEAD."""
        self.socket.sendall(sent)
        head, length = b"", None
        while not head.endswith(b"\r\n\r\n"):
            line = self.file.readline()
            if not line:
                raise ConnectionError(f"the server closed after {head!r}")
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
            head += line
        if not head.startswith(b"HTTP/1.1 "):
            raise ConnectionError(f"no answer: {head[:200]!r}")
        if has_body and length is None:
            raise ConnectionError(f"an answer without a length: {head!r}")
        return Reply(int(head[9:12]), head, self.file.read(length) if has_body else b"")

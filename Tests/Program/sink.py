"""A mail server that takes what it is given, refuses what it is told to, and can die in the middle."""
import contextlib
import datetime
import email
import email.policy
import ipaddress
import os
import socket
import ssl
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Sink:
    """Keeps every mail; `refuse` maps a command (`RCPT`, `DATA`) to the reply that it gets instead."""

    def __init__(self):
        self.mails = []
        self.refuse = {}
        self.users = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in self.refuse:
            return self.refuse["DATA"]
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail, session.ssl is not None))
        return "250 taken as number " + str(len(self.mails))

    def authenticate(self, server, session, envelope, mechanism, data):
        self.users.append((data.login, data.password))
        return AuthResult(success=data.password == b"open sesame", handled=False)

    def wait(self, count, seconds=30):
        deadline = time.time() + seconds
        while len(self.mails) < count:
            assert time.time() < deadline, f"{len(self.mails)} mails, not {count}"
            time.sleep(0.05)
        return self.mails


@contextlib.contextmanager
def serving(sink, folder=None, implicit=False, auth=False):
    """A sink on a free port; with a folder it has a certificate there, and STARTTLS or TLS from the first byte."""
    context = certificate(folder) if folder else None
    more = {"ssl_context": context} if implicit else {}

    class Server(Controller):
        def factory(self):
            return SMTP(
                self.handler, hostname="sink", tls_context=None if implicit else context,
                require_starttls=bool(context) and not implicit, authenticator=sink.authenticate if auth else None,
                auth_required=auth, auth_require_tls=auth and not implicit)

        def _trigger_server(self):
            # The library would ask itself, and with TLS it would need our certificate: that somebody came is enough.
            socket.create_connection(("127.0.0.1", self.port)).close()

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(sink, hostname="127.0.0.1", port=port, **more)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def certificate(folder):
    """A certificate for 127.0.0.1 in `folder`/trusted.pem, and a context that serves with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sink")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    trusted, secret = os.path.join(folder, "trusted.pem"), os.path.join(folder, "sink.key")
    with open(trusted, "wb") as file:
        file.write(made.public_bytes(serialization.Encoding.PEM))
    with open(secret, "wb") as file:
        file.write(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return context


@contextlib.contextmanager
def dying(after):
    """A server that closes the connection when it has read what ends in `after`, without an answer; counts the connections."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen = []
    stopped = threading.Event()

    def talk(connection):
        with connection:
            connection.sendall(b"220 sink\r\n")
            file = connection.makefile("rb")
            in_text = False
            for line in file:
                if not in_text and line.upper().startswith(after):
                    return
                if in_text:
                    if line == b".\r\n":
                        if after == b".":
                            return
                        in_text = False
                        connection.sendall(b"250 OK\r\n")
                elif line.upper().startswith(b"DATA"):
                    in_text = True
                    connection.sendall(b"354 go on\r\n")
                else:
                    connection.sendall(b"250 OK\r\n")

    def run():
        while not stopped.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                seen.append(connection)
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        stopped.set()
        listener.close()

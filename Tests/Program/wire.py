"""A wire between a client and the server that can be cut."""
import contextlib
import random
import socket
import struct
import threading


class Wire:
    """Listens on a port of its own and passes bytes on. Cuts a connection so many times, each after some of a client's bytes."""

    def __init__(self, port, cuts, least, most):
        (self.port_behind, self.cuts, self.range) = (port, cuts, (least, most))
        self.made = 0
        self.lock = threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.door.accept()
                server = socket.create_connection(("127.0.0.1", self.port_behind))
                threading.Thread(target=self.pass_on, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self.pass_on, args=(server, client, False), daemon=True).start()

    def pass_on(self, source, target, is_client):
        left = random.randint(*self.range) if is_client else None
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
                if left is None:
                    continue
                left -= len(data)
                if left < 0 and self.may_cut():
                    # A reset, as when a phone changes its network.
                    for end in (source, target):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        end.shutdown(socket.SHUT_RDWR)
                        end.close()
                    return
            target.shutdown(socket.SHUT_WR)

    def may_cut(self):
        with self.lock:
            if self.made == self.cuts:
                return False
            self.made += 1
            return True

    def close(self):
        self.door.close()

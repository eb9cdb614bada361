"""PDFs as a scanner makes them: one long stream of bytes that cannot be compressed any further."""
import os

PIECE = 1 << 20


def around(size):
    """The bytes before and after such a stream, so that the whole has `size` bytes."""
    before = tail = b""
    # The lengths of both depend on numbers that stand in them, so they are written until these are right.
    for _ in range(5):
        length = size - len(before) - len(tail)
        before, tail = written(length)
    assert len(before) + length + len(tail) == size
    return before, tail


def written(length):
    parts = [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
        f"3 0 obj\n<< /Length {length} >>\nstream\n".encode(),
    ]
    before = b"".join(parts)
    starts = [len(b"".join(parts[:number])) for number in range(1, 4)]
    close = b"\nendstream\nendobj\n"
    table = "xref\n0 4\n0000000000 65535 f \n" + "".join(f"{start:010} 00000 n \n" for start in starts)
    end = len(before) + length + len(close)
    return before, close + f"{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{end}\n%%EOF\n".encode()


def make(size):
    """One in memory; no two are alike."""
    before, tail = around(size)
    return before + os.urandom(size - len(before) - len(tail)) + tail


def write(path, size):
    """One on disk, brought there for good, so that nothing is still being written while something is measured."""
    before, tail = around(size)
    left = size - len(before) - len(tail)
    with open(path, "wb") as file:
        file.write(before)
        while left:
            left -= file.write(os.urandom(min(left, PIECE)))
        file.write(tail)
        file.flush()
        os.fsync(file.fileno())


def mark(path, number):
    """Makes another document of it, so that it is not recognised as one that was received before."""
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(f"{number:016}".encode())
        file.flush()
        os.fsync(file.fileno())

"""Folders full of pages: what is in them, and the floor of writing them."""
import hashlib
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def paths(folder):
    """Every file below a folder, relative to it, sorted."""
    found = []
    for above, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(above, name), folder) for name in names]
    return sorted(found)


def size(folder):
    """The bytes of all files below a folder."""
    return sum(os.path.getsize(os.path.join(folder, path)) for path in paths(folder))


def digest(folder):
    """One digest of every path and every byte below a folder."""
    whole = hashlib.sha256()
    for path in paths(folder):
        whole.update(f"{path}\n{hashlib.sha256(content(folder, path)).hexdigest()}\n".encode())
    return whole.hexdigest()


def stamps(folder):
    """Which file stands at each path, and when it was written: a page that was replaced has another stamp."""
    found = {}
    for path in paths(folder):
        about = os.stat(os.path.join(folder, path))
        found[path] = (about.st_ino, about.st_mtime_ns)
    return found


def content(folder, path):
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


# MARK: Writing as such


class RawWrite:
    """Writes the same bytes into files of the same names, and does nothing else (floor/write_pages.c).

    Like Portico it waits once, at its end, until they are on the disk. Unlike Portico it writes each file in its place,
    where Portico writes beside it and renames, so that nobody ever sees half a page.
    """

    def __init__(self, pages, folder):
        self.index, self.bytes = os.path.join(folder, "index"), os.path.join(folder, "bytes")
        self.program = os.path.join(folder, "write_pages")
        source = os.path.join(HERE, "floor", "write_pages.c")
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", self.program, source], check=True)
        self.pack(pages)

    def pack(self, pages):
        with open(self.index, "w") as index, open(self.bytes, "wb") as packed:
            for path in paths(pages):
                index.write(f"{packed.write(content(pages, path))} {path}\n")

    def command(self, destination):
        return [self.program, self.index, self.bytes, destination]

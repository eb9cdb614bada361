#!/usr/bin/env python3
"""Gives a snapshot of a repository of backups back as a folder, without the program that made it.

    pip install 'cryptography>=50'
    python3 read_backup.py REPOSITORY KEYS OUT [SNAPSHOT]

KEYS holds root.key; SNAPSHOT is a name below REPOSITORY/snapshots, the newest when there is none. OUT becomes what the
workspace was: data/, content/, portico.yaml. With KEYS copied to OUT/keys, recover.py gives the documents in the clear. The
format stands in docs/backup.md.

Exit codes: 0 everything is back, 1 something is missing or damaged (it is named on stderr), 64 usage.
"""

import hashlib
import hmac
import json
import os
import pathlib
import struct
import sys

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
except ImportError:
    sys.exit("read_backup.py needs cryptography: pip install 'cryptography>=50'")


def labelled(label, *texts):
    """The label, then each text behind its length."""
    return label + b"".join(struct.pack(">I", len(text.encode())) + text.encode() for text in texts)


class Repository:
    """A repository and the two keys that come from its own."""

    def __init__(self, folder, root):
        self.folder = folder
        told = json.loads((folder / "repository.json").read_bytes())
        if told["format"] != 1:
            raise ValueError("repository.json: a newer program wrote it")
        self.id, wrapped = told["id"], bytes.fromhex(told["key"])
        key = AESGCM(root).decrypt(wrapped[:12], wrapped[12:], labelled(b"wrap1", "root", self.id, "backup"))
        self.names, self.seals = (
            HKDFExpand(hashes.SHA512(), 32, b"portico backup 1 " + purpose).derive(key) for purpose in (b"names", b"seals"))

    def open(self, path, name, kind):
        """What is sealed in a file."""
        sealed = (self.folder / path).read_bytes()
        try:
            if sealed[0] != 1:
                raise ValueError(f"{path}: another version")
            return AESGCM(self.seals).decrypt(sealed[1:13], sealed[13:], labelled(b"seal1", self.id, name, kind))
        except (InvalidTag, IndexError):
            raise ValueError(f"{path} is not what was written") from None

    def chunk(self, name):
        path = f"chunks/{name[:2]}/{name}"
        content = self.open(path, name, "backup chunk")
        if hmac.digest(self.names, content, hashlib.sha256).hex() != name:
            raise ValueError(f"{path} is not what was written")
        return content

    def snapshot(self, name):
        return json.loads(self.open(f"snapshots/{name}", name, "backup snapshot"))

    def files(self, listed):
        for name in listed["list"]:
            for line in self.chunk(name).splitlines():
                yield json.loads(line)


def is_safe(path):
    return path and all(part and not part.startswith(".") for part in path.split("/")) and "\\" not in path


def main(arguments):
    if len(arguments) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 64
    os.umask(0o077)
    folder, keys, out = map(pathlib.Path, arguments[:3])
    count = 0
    try:
        repository = Repository(folder, bytes.fromhex((keys / "root.key").read_text().strip()))
        names = sorted(path.name for path in (folder / "snapshots").iterdir() if not path.name.endswith(".part"))
        snapshot = repository.snapshot(arguments[3] if len(arguments) == 4 else names[-1])
        for listed in [snapshot["workspace"], *(agency["files"] for agency in snapshot["agencies"])]:
            for file in repository.files(listed):
                if not is_safe(file["path"]):
                    raise ValueError(f"a path leads out of the folder: {file['path']}")
                target = out / file["path"]
                target.parent.mkdir(parents=True, exist_ok=True)
                with open(target, "xb") as to:
                    for name in file["chunks"]:
                        to.write(repository.chunk(name))
                    if to.tell() != file["size"]:
                        raise ValueError(f"{file['path']} has another length")
                count += 1
    except InvalidTag:
        print("the root key does not fit repository.json", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, IndexError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} files are back")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

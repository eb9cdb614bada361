#!/usr/bin/env python3
"""Gives every document of a workspace back in the clear, without the program that sealed it.

    pip install 'cryptography>=50'
    python3 recover.py WORKSPACE OUT

WORKSPACE holds keys/ and data/; both may be restored backups. The documents are written to
OUT/AGENCY/CLIENT/CASE/NAME, each compared with its size and SHA-256. Nothing in WORKSPACE is changed: the
databases are copied aside before they are opened. What the formats are stands in docs/formats/documents.md.

Exit codes: 0 all documents are back, 1 some are not (each is named on stderr), 64 usage.
"""

import hashlib
import os
import pathlib
import shutil
import sqlite3
import struct
import sys
import tempfile

try:
    from cryptography.cobblestone import Cobblestone256Decryptor
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    sys.exit("recover.py needs cryptography 50 or later: pip install 'cryptography>=50'")

HEADER = b"PORT\x01\0\0\0"
PIECE = 1 << 20


def unwrap(wrapped, key, parent, child, kind):
    """A key out of its wrapped form: nonce(12), ciphertext(32), tag(16)."""
    associated = b"wrap1"
    for text in (parent, child, kind):
        associated += struct.pack(">I", len(text.encode())) + text.encode()
    return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], associated)


def uuid(text):
    value = bytes.fromhex(text.replace("-", ""))
    if len(value) != 16:
        raise ValueError(f"{text} is no id")
    return value


def copied(database, folder):
    """A connection to a copy of a database and of the log beside it."""
    target = pathlib.Path(folder) / database.name
    shutil.copyfile(database, target)
    log = database.with_name(database.name + "-wal")
    if log.exists():
        shutil.copyfile(log, target.with_name(target.name + "-wal"))
    return sqlite3.connect(target)


def slugs(records, table):
    """Names for folders; the ids where the records have none."""
    try:
        return dict(records.execute(f"SELECT id, slug FROM {table}"))
    except sqlite3.Error:
        return {}


def plain(name):
    """A name that is one component of a path."""
    name = "".join("_" if c in "/\\" or ord(c) < 32 else c for c in name)
    return name if name.strip(".") else "document"


def free(path):
    """The path, or one beside it when there is something already."""
    number = 1
    candidate = path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return candidate


def unseal(source, target, key, context, size, digest):
    """Opens one sealed file. What does not match leaves nothing behind."""
    decryptor, seen, length = Cobblestone256Decryptor(key, context), hashlib.sha256(), 0
    try:
        with open(source, "rb") as sealed, open(target, "xb") as out:
            if sealed.read(len(HEADER)) != HEADER:
                raise ValueError("the file does not begin as a sealed document does")
            parts = iter(lambda: sealed.read(PIECE), b"")
            for part in (decryptor.update(p) for p in parts):
                seen.update(part)
                length += len(part)
                out.write(part)
            last = decryptor.finalize()
            seen.update(last)
            length += len(last)
            out.write(last)
        if length != size or seen.digest() != digest:
            raise ValueError("size or SHA-256 is not what the records say")
    except BaseException:
        pathlib.Path(target).unlink(missing_ok=True)
        raise


def recover(root_key, keys_path, data, out):
    """One agency. Returns how many documents came back and how many did not."""
    good = bad = 0
    with tempfile.TemporaryDirectory() as spare:
        records = copied(data / "records.sqlite", spare)
        (agency,) = records.execute("SELECT value FROM setting WHERE key = 'id'").fetchone()
        keys = copied(keys_path, spare)
        rows = {(kind, child): wrapped for kind, child, wrapped in keys.execute("SELECT kind, child, wrapped FROM wrapped")}
        agency_key = unwrap(rows["agency", agency], root_key, "root", agency, "agency")
        clients, cases = slugs(records, "client"), slugs(records, "client_case")
        documents = records.execute(
            "SELECT id, client, case_id, name, size, sha256, version, wrapped_key FROM document"
            " WHERE removed_at IS NULL ORDER BY id"
        )
        for document, client, case, name, size, digest, version, wrapped in documents:
            folder = out / plain(clients.get(client, client)) / plain(cases.get(case, case))
            try:
                client_key = unwrap(rows["client", client], agency_key, agency, client, "client")
                key = unwrap(wrapped, client_key, client, document, "document")
                context = b"CP1" + uuid(agency) + uuid(client) + uuid(document) + struct.pack(">Q", version)
                folder.mkdir(parents=True, exist_ok=True)
                unseal(data / "documents" / client / document, free(folder / plain(name)), key, context, size, digest)
                good += 1
            except KeyError:
                print(f"{data.name}: {document} ({name}): the key of its client is not there", file=sys.stderr)
                bad += 1
            except InvalidTag:
                print(f"{data.name}: {document} ({name}): key or seal do not fit", file=sys.stderr)
                bad += 1
            except (OSError, ValueError) as error:
                print(f"{data.name}: {document} ({name}): {error}", file=sys.stderr)
                bad += 1
        records.close()
        keys.close()
    return good, bad


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    os.umask(0o077)  # what comes out is in the clear
    workspace, out = map(pathlib.Path, arguments)
    root_key = bytes.fromhex((workspace / "keys" / "root.key").read_text().strip())
    total = lost = 0
    for records in sorted(workspace.glob("data/*/records.sqlite")):
        agency = records.parent.name
        try:
            good, bad = recover(root_key, workspace / "keys" / f"{agency}.sqlite", records.parent, out / agency)
        except (InvalidTag, KeyError):
            print(f"{agency}: the root key does not fit this agency's keys", file=sys.stderr)
            good, bad = 0, 1
        except (OSError, TypeError, sqlite3.Error) as error:
            print(f"{agency}: {error}", file=sys.stderr)
            good, bad = 0, 1
        print(f"{agency}: {good} documents are back" + (f", {bad} are not" if bad else ""))
        total, lost = total + good, lost + bad
    if total + lost == 0:
        print(f"there are no documents below {workspace}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

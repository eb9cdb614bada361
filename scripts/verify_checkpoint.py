#!/usr/bin/env python3
"""Verifies an exported audit log against a checkpoint: no part of Portico is needed. The formats stand in docs/audit.md.

    verify_checkpoint.py PROOF.json KEY < audit.jsonl

PROOF.json is what "portico audit proof AGENCY" printed; KEY is the public key, NAME+ID+KEY, as it was got before.
Prints "ok SEQ:HASH", the end of the log, and exits 0; or what is wrong, and exits 1. Exits 64 when the arguments are
wrong, 65 when a file is not what it should be. Needs Python's cryptography for the signature.
"""
import base64
import hashlib
import json
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from verify_audit import verify


def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def signed(note, key):
    """Size and root of a note, when one of its signatures is the key's (c2sp.org/signed-note); else None."""
    name, number, public = key.split("+", 2)
    public = base64.b64decode(public)
    body, _, signatures = note.rpartition("\n\n")
    if public[:1] != b"\x01" or digest(name.encode(), b"\n", public)[:4].hex() != number:
        raise ValueError("no key")
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        signature = base64.b64decode(signature)
        if dash == "\u2014" and signer == name and signature[:4].hex() == number:
            try:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], (body + "\n").encode())
                return int(body.split("\n")[1]), base64.b64decode(body.split("\n")[2])
            except InvalidSignature:
                pass
    return None


def climb(leaf, index, size, path):
    """The root to which the path leads (RFC 9162, 2.1.3.2); None when it has another length than it should."""
    last, found = size - 1, digest(b"\x00", leaf)
    for sibling in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            found = digest(b"\x01", sibling, found)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = digest(b"\x01", found, sibling)
        index, last = index >> 1, last >> 1
    return found if last == 0 else None


def check(proof, key, lines):
    """What to print and the exit code."""
    found = signed(proof["note"], key)
    if not found:
        return "The checkpoint is not signed by this key.", 1
    leaf = proof["agency"].encode() + struct.pack(">Q", proof["seq"]) + bytes.fromhex(proof["hash"])
    if not 0 <= proof["index"] < found[0] or \
            climb(leaf, proof["index"], found[0], [bytes.fromhex(step) for step in proof["path"]]) != found[1]:
        return "The proof does not lead to the checkpoint's root.", 1
    return verify(lines, proof["agency"], (proof["seq"], proof["hash"]))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print("usage: verify_checkpoint.py PROOF.json KEY < audit.jsonl", file=sys.stderr)
        sys.exit(64)
    try:
        with open(sys.argv[1], "rb") as file:
            said, code = check(json.load(file), sys.argv[2], open(0, "rb"))
    except (OSError, ValueError, TypeError, KeyError, IndexError, struct.error) as error:
        said, code = f"This is no proof, or no key: {error}", 65
    print(said, file=sys.stdout if code < 64 else sys.stderr)
    sys.exit(code)

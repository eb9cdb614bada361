#!/usr/bin/env python3
"""Verifies an exported audit log by itself: no part of Portico is needed. The format stands in docs/audit.md.

    verify_audit.py AGENCY-ID [SEQ:HASH] < audit.jsonl

SEQ:HASH is an end of the log that was kept elsewhere; without one, entries cut off at the end leave no trace.
Prints "ok SEQ:HASH" and exits 0, or prints "SEQ what" for the first altered entry and exits 1.
Exits 64 when the arguments are wrong, 65 when the input is no export.
"""
import hashlib
import json
import re
import struct
import sys

TEXTS = ("actor", "action", "subject", "outcome")
ASKED = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: ([0-9]{1,18}):([0-9a-f]{64}))?"
USAGE = 'usage: verify_audit.py AGENCY-ID [SEQ:HASH] < audit.jsonl, with the id that "portico agency list --json" shows'


def text(value):
    data = value.encode("utf-8")
    return struct.pack(">I", len(data)) + data


def look(entry, seq, previous, kept):
    """The entry's hash, and what is wrong with it or None."""
    if entry["seq"] != seq:
        return None, "missing"
    body = previous + struct.pack(">Qq", seq, entry["at"]) + b"".join(text(entry[name]) for name in TEXTS)
    sealed = bytes.fromhex(entry["sealed"])
    found = hashlib.sha256(body + sealed)
    if len(sealed) != 32 or found.hexdigest() != entry["hash"]:
        return None, "hash"
    if entry.get("salt") is not None and entry.get("detail") is not None:
        if hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["detail"].encode("utf-8")).digest() != sealed:
            return None, "detail"
    return found.digest(), "rewritten" if kept and kept[0] == seq and kept[1] != found.hexdigest() else None


def verify(lines, agency, kept=None):
    """What to print and the exit code."""
    seq, previous = 0, hashlib.sha256(b"portico audit 1" + agency.encode("utf-8")).digest()
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found, problem = look(json.loads(line.decode("utf-8")), seq + 1, previous, kept)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error):
                return f"Line {number} is no entry of an audit log's export.", 65
            if problem:
                return f"{seq + 1} {problem}", 1
            seq, previous = seq + 1, found
    if kept and kept[0] > seq:
        return f"{seq + 1} cut", 1
    return (f"ok {seq}:{previous.hex()}", 0) if seq else ("The input is empty: no log begins without an entry.", 65)


if __name__ == "__main__":
    asked = re.fullmatch(ASKED, " ".join(sys.argv[1:]))
    if asked:
        try:
            said, code = verify(open(0, "rb"), asked[1], (int(asked[2]), asked[3]) if asked[2] else None)
        except OSError as error:
            said, code = f"The log cannot be read: {error.strerror}.", 65
    else:
        said, code = USAGE, 64
    print(said, file=sys.stdout if code < 64 else sys.stderr)
    sys.exit(code)

#!/usr/bin/env python3
"""Verifies an exported audit log by itself: no part of Portico is needed. The format stands in docs/audit.md.

    verify_audit.py AGENCY-ID [SEQ:HASH] < audit.jsonl

SEQ:HASH is an end of the log that was kept elsewhere; without one, entries cut off at the end leave no trace.
Prints "ok SEQ:HASH" and exits 0, or prints "SEQ what" for the first altered entry and exits 1.
"""
import hashlib
import json
import struct
import sys


def text(value):
    data = value.encode("utf-8")
    return struct.pack(">I", len(data)) + data


def entry_hash(entry, previous):
    body = previous + struct.pack(">Qq", entry["seq"], entry["at"])
    body += b"".join(text(entry[name]) for name in ("actor", "action", "subject", "outcome"))
    return hashlib.sha256(body + bytes.fromhex(entry["sealed"])).digest()


def verify(lines, agency, kept=None):
    """The end of the log as (seq, hash), and the first problem as (seq, what) or None."""
    seq, previous = 0, hashlib.sha256(b"portico audit 1" + agency.encode("utf-8")).digest()
    for line in lines:
        entry = json.loads(line)
        if entry["seq"] != seq + 1:
            return (seq, previous), (seq + 1, "missing")
        if len(bytes.fromhex(entry["sealed"])) != 32 or entry_hash(entry, previous).hex() != entry["hash"]:
            return (seq, previous), (seq + 1, "hash")
        if entry.get("salt") is not None and entry.get("detail") is not None:
            seal = hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["detail"].encode("utf-8"))
            if seal.hexdigest() != entry["sealed"]:
                return (seq, previous), (seq + 1, "detail")
        if kept and kept[0] == seq + 1 and kept[1] != entry["hash"]:
            return (seq, previous), (seq + 1, "rewritten")
        seq, previous = seq + 1, bytes.fromhex(entry["hash"])
    return (seq, previous), ((seq + 1, "cut") if kept and kept[0] > seq else None)


if __name__ == "__main__":
    mark = sys.argv[2].split(":") if len(sys.argv) > 2 else None
    head, problem = verify((l for l in sys.stdin if l.strip()), sys.argv[1], (int(mark[0]), mark[1]) if mark else None)
    print(f"{problem[0]} {problem[1]}" if problem else f"ok {head[0]}:{head[1].hex()}")
    sys.exit(1 if problem else 0)

#!/usr/bin/env python3
"""Opens what an authority was given, without the program that sealed it.

    pip install 'cryptography>=50'
    python3 open_disclosure.py FILE KEY-FILE AGENCY-ID DISCLOSURE-ID OUT

FILE is the sealed bundle, KEY-FILE its key, which came by another way; the two ids came with it. OUT becomes a ZIP file.

Exit codes: 0 it is open, 1 it is not whole or sealed under another key, 64 usage.
"""

import os
import pathlib
import sys

try:
    from cryptography.cobblestone import Cobblestone256Decryptor
    from cryptography.exceptions import InvalidTag
except ImportError:
    sys.exit("open_disclosure.py needs cryptography 50 or later: pip install 'cryptography>=50'")

HEADER = b"PORT\x01\0\0\0"
PIECE = 1 << 20


def opened(source, target, key, context):
    """Writes the content; what does not match leaves nothing behind."""
    decryptor = Cobblestone256Decryptor(key, context)
    try:
        with open(source, "rb") as sealed, open(target, "xb") as out:
            if sealed.read(len(HEADER)) != HEADER:
                raise ValueError("the file does not begin as a sealed one does")
            for part in iter(lambda: sealed.read(PIECE), b""):
                out.write(decryptor.update(part))
            out.write(decryptor.finalize())
    except BaseException:
        pathlib.Path(target).unlink(missing_ok=True)
        raise


def main(arguments):
    if len(arguments) != 5:
        print(__doc__, file=sys.stderr)
        return 64
    source, key, agency, disclosure, target = arguments
    os.umask(0o077)  # what comes out is in the clear
    try:
        context = f"portico disclosure 1 {agency} {disclosure}".encode()
        opened(source, target, bytes.fromhex(pathlib.Path(key).read_text().strip()), context)
    except InvalidTag:
        print("key or seal do not fit", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

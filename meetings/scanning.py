"""The virus scanners that the setting ATTACHMENT_SCANNER may name. Each says of some bytes whether they are clean.

A scanner that does not answer raises OSError: then nothing is known, and the file goes on waiting.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 60
TEST_SIGN = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""By which every scanner knows the harmless test file of the makers of scanners."""


def clamd(data: bytes) -> bool:
    """Whether ClamAV's daemon at CLAMD_ADDRESS finds nothing in the bytes (its INSTREAM command).

    Raises: OSError when it does not answer, or answers that it could not look.
    """
    with _connected(settings.CLAMD_ADDRESS) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            daemon.sendall(struct.pack("!L", len(part)) + part)
        daemon.sendall(struct.pack("!L", 0))
        said = _answer(daemon)
    if said.endswith("OK"):
        return True
    if said.endswith("FOUND"):
        return False
    raise OSError("the virus scanner could not look")


def known_sign_only(data: bytes) -> bool:
    """Whether the bytes lack the sign of the test file: for development, where no scanner runs. No protection."""
    return TEST_SIGN not in data


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    """A connection to a path of this machine, or to host:port."""
    host, colon, port = address.rpartition(":")
    if address.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        daemon.settimeout(SECONDS)
        daemon.connect(address)
    elif colon and port.isdigit():
        daemon = socket.create_connection((host, int(port)), timeout=SECONDS)
    else:
        raise OSError("CLAMD_ADDRESS names no scanner")
    with daemon:
        yield daemon


def _answer(daemon: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < CHUNK:
        part = daemon.recv(CHUNK)
        if not part:
            break
        said += part
    return said.split(b"\0")[0].decode(errors="replace").strip()

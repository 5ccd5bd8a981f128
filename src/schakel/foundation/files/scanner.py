"""Asks a virus scanner about a file, where the operator has set one (SCHAKEL_SCANNER).

Three ways, so that no scanner is built in: `tcp://host:port` and `unix:///path` speak clamd's INSTREAM, any
other value is a command that reads the file from its standard input and ends with 0 (clean), 1 (infected)
or anything else (it could not tell), as clamdscan, clamscan and most others do. Whatever goes wrong means
WAITING, never CLEAN.
"""

import shlex
import socket
import subprocess
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from schakel.foundation.files.choices import Scan

_SECONDS = 30
_PIECE = 1 << 16
_CLAMD_PORT = 3310
_EXITS = {0: Scan.CLEAN, 1: Scan.INFECTED}
_log = structlog.get_logger(__name__)


def is_set() -> bool:
    """Has the operator named a scanner?"""
    return bool(settings.SCHAKEL_SCANNER)


def scan(content: bytes) -> Scan:
    """NOT_SCANNED without a scanner; WAITING where it did not answer or could not tell."""
    address = settings.SCHAKEL_SCANNER
    if not address:
        return Scan.NOT_SCANNED
    try:
        if address.startswith(("tcp://", "unix://")):
            return _ask_daemon(address, content)
        return _ask_command(shlex.split(address), content)
    except (OSError, ValueError, subprocess.SubprocessError) as trouble:
        _log.error("the virus scanner did not answer", trouble=type(trouble).__name__)
        return Scan.WAITING


def _ask_command(command: list[str], content: bytes) -> Scan:
    # The operator's own command; nothing of the sender but the bytes goes in.
    done = subprocess.run(  # noqa: S603
        command, input=content, capture_output=True, timeout=_SECONDS, check=False
    )
    verdict = _EXITS.get(done.returncode)
    if verdict is None:
        _log.error("the virus scanner could not tell", exit=done.returncode)
    return verdict or Scan.WAITING


def _ask_daemon(address: str, content: bytes) -> Scan:
    """clamd: pieces, each after its length, ended by an empty one; then its verdict."""
    with _connection(address) as talk:
        talk.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            talk.sendall(len(piece).to_bytes(4, "big") + piece)
        talk.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := talk.recv(4096)):
            answer += more
    verdict = answer.rstrip(b"\0\n ")
    if verdict.endswith(b" FOUND"):
        return Scan.INFECTED
    if verdict.endswith(b": OK"):
        return Scan.CLEAN
    _log.error("the virus scanner could not tell")
    return Scan.WAITING


def _connection(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        place = (parts.hostname or "localhost", parts.port or _CLAMD_PORT)
        return socket.create_connection(place, timeout=_SECONDS)
    talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    talk.settimeout(_SECONDS)
    try:
        talk.connect(parts.path)
    except OSError:
        talk.close()
        raise
    return talk

"""A throw-away PostgreSQL server: temporary folder, Unix socket only, gone afterwards whatever happens."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

START_SECONDS = 300
# Nothing in this cluster outlives the tests, so it need not survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Analysed while empty, a table is planned for as if it stayed empty: imports took ten times as long.
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "80",
}


class NoPostgreSQLError(Exception):
    """The machine lacks what a cluster needs; the message says what and what to do."""


class ClusterFailedError(Exception):
    """The server was found but did not start; the message holds the end of its log."""


def server_folder() -> Path:
    """The folder that holds `initdb` and `postgres`; raises `NoPostgreSQLError` when there is none."""
    on_path = [Path(entry) for entry in os.environ.get("PATH", "").split(os.pathsep) if entry]
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in [*on_path, *packaged]:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return (folder / "postgres").resolve().parent
    raise NoPostgreSQLError(
        "no PostgreSQL server programs (initdb, postgres) on PATH or in /usr/lib/postgresql/*/bin; "
        "install them, for instance with: apt-get install postgresql"
    )


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, which PostgreSQL refuses to be; else ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgreSQLError(
        "PostgreSQL does not run as root, and there is no user postgres or nobody"
    )


@contextmanager
def cluster() -> Iterator[str]:
    """Give the address (`postgresql://…`) of a fresh, empty server that ends with the block."""
    programs, owner = server_folder(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="schakel-pg-"))
    server = None
    try:
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _initialise(programs, folder, owner)
        server = _start(programs, folder, owner)
        _wait_until_ready(server, folder)
        yield f"postgresql://schakel@{quote(str(folder), safe='')}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _identity(owner: pwd.struct_passwd | None) -> dict[str, object]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> None:
    # The folder is its owner's alone (mode 700), so `trust` lets in nobody else.
    command = [programs / "initdb", "--pgdata", folder / "data", "--username", "schakel"]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, check=False, **_identity(owner)
    )
    if done.returncode:
        raise ClusterFailedError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _start(
    programs: Path, folder: Path, owner: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in a terminal must reach the tests first; they stop the server themselves.
            start_new_session=True,
            **_identity(owner),
        )


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(folder), user="schakel", dbname="postgres").close()
        except psycopg.OperationalError:
            if _ended(server, within=0.1):
                break
        else:
            return
    log = (folder / "log").read_text(errors="replace")
    raise ClusterFailedError(f"PostgreSQL did not start:\n{log[-3000:]}")


def _ended(process: subprocess.Popen[bytes], *, within: float) -> bool:
    try:
        process.wait(timeout=within)
    except subprocess.TimeoutExpired:
        return False
    return True


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    if not _ended(server, within=2):
        # Open connections hold up a gentle end; nothing here is worth waiting for.
        server.send_signal(signal.SIGQUIT)
        if not _ended(server, within=10):
            server.kill()
            server.wait()

"""The demo, served the way a user serves it: the real command, a process and a home folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

REPOSITORY = Path(__file__).resolve().parents[1]
# The first start makes the database and months of invented reports.
START_SECONDS = 900
COMMAND_SECONDS = 600
# Where the passes of the whole suite share an installation: the first to need one leaves it there.
INSTALLATION = "SCHAKEL_TEST_INSTALLATION"
# And where the pass on SQLite writes which statements each test sends.
STATEMENTS = "SCHAKEL_TEST_STATEMENTS"


@dataclass(frozen=True)
class Home:
    """One installation: a folder with its own database, keys and files."""

    path: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Ours without what a developer or an earlier test set for Schakel."""
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("SCHAKEL_") and name != "DJANGO_SETTINGS_MODULE"
        }
        return {**clean, "SCHAKEL_HOME": str(self.path), **self.settings}

    def start(self, *arguments: str, **options: object) -> subprocess.Popen[str]:
        """Start `schakel …` and return at once."""
        return subprocess.Popen(
            [str(program()), *arguments],
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            text=True,
            **options,
        )

    def run(self, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run `schakel …` to its end; its exit code is the caller's to judge."""
        return subprocess.run(
            [str(program()), *arguments],
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
            **options,
        )


@dataclass(frozen=True)
class Demo(Home):
    """A home that is being served at `address` (without a slash at its end)."""

    address: str = ""


def installation(folder: Path, settings: Mapping[str, str]) -> Path:
    """A home as `schakel setup` leaves it, to copy and never to write in; made in `folder` if need be."""
    shared = Path(os.environ.get(INSTALLATION) or folder / "installation")
    if not shared.is_dir():
        made = Home(folder / "made", dict(settings))
        made.path.mkdir()
        done = made.run("setup")
        assert done.returncode == 0, done.stderr
        # In one step, so that it is there whole or not at all; somebody else's may have come first.
        with suppress(OSError):
            made.path.rename(shared)
        return shared if shared.is_dir() else made.path
    return shared


def program() -> Path:
    """The console script beside the Python that runs the tests."""
    return Path(sys.executable).with_name("schakel")


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serve_demo(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Demo]:
    """Run `schakel demo` until the block ends; fails with the server's own words if it does not start."""
    port = free_port()
    demo = Demo(folder, dict(settings or {}), address=f"http://127.0.0.1:{port}")
    log = folder.with_name(f"{folder.name}.log")
    with log.open("w") as output:
        # A session of its own: the server's workers must end with it, even when it has to be killed.
        server = demo.start(
            "demo", "--port", str(port), stdout=output, stderr=output, start_new_session=True
        )
    try:
        _wait_until_ready(server, demo, log)
        yield demo
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[str]) -> None:
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)


def _wait_until_ready(server: subprocess.Popen[str], demo: Demo, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{demo.address}/health", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (URLError, OSError):
            try:
                server.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError(f"the demo did not start at {demo.address}:\n{log.read_text()[-4000:]}")

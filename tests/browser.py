"""Finds the Chromium that drives the browser tests, or puts it on the machine where that is allowed."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 600
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A script runs for a moment on each page: to optimise it takes longer than it gains.
    "--js-flags=--no-opt",
)
ADVICE = (
    "No Chromium found. Install it (Debian, Ubuntu: apt-get install chromium), or name its program in "
    "SCHAKEL_CHROMIUM. To leave out the browser tests on your own machine: SCHAKEL_SKIP_BROWSER=1."
)


class NoChromiumError(Exception):
    """No browser, and none could be installed; the message says what to do."""


def flags() -> list[str]:
    """What Chromium is started with; root has no sandbox to run in."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def may_be_skipped() -> bool:
    """Only on somebody's own machine, and only when asked for: never in CI."""
    return os.environ.get("SCHAKEL_SKIP_BROWSER") == "1" and not os.environ.get("CI")


def chromium(playwrights_own: str = "") -> str:
    """The path of a Chromium; `playwrights_own` is where Playwright would have put one."""
    found = _named() or _on_path() or _existing(playwrights_own) or (_install() and _on_path())
    if not found:
        raise NoChromiumError(ADVICE)
    return found


def _named() -> str:
    path = os.environ.get("SCHAKEL_CHROMIUM", "")
    if path and not os.access(path, os.X_OK):
        raise NoChromiumError(
            f"SCHAKEL_CHROMIUM names {path}, which is not a program that can be run."
        )
    return path


def _on_path() -> str:
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def _existing(path: str) -> str:
    return path if path and Path(path).exists() else ""


def _install() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=INSTALL_SECONDS, check=False
        )
        if done.returncode:
            return False
    return True

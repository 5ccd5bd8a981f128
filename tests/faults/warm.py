"""A process that has everything loaded and forks the ones that are to be killed; runs inside the home.

Starting Python and Django costs a second or two, a fork a few milliseconds: so a thousand kills are a
matter of minutes. The parent never draws a chart and holds no connection when it forks.

Reads a JSON object per line: {"import": path} or {"serve": true}, with "seconds" after which the child is
killed (null: when it has ended). Answers with {"killed": …, "status": …}. The first line out is the port.
"""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from io import StringIO
from socketserver import ThreadingMixIn
from typing import Any, NoReturn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.management import call_command
from django.db import connections

from schakel.config.wsgi import application
from schakel.register.intake import receiving

# Small chunks, so that a small file has many of the moments between two of them.
CHUNK = 15
CALLERS_WAITING = 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    """Answers on the socket that the parent listens on, so that callers find a queue at all times."""

    daemon_threads = True


def main() -> None:
    """Do as told until the input ends."""
    receiving.CHUNK = CHUNK
    listening = socket.create_server(("127.0.0.1", 0), backlog=CALLERS_WAITING)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    _say({"port": listening.getsockname()[1]})
    for line in sys.stdin:
        order = json.loads(line)
        path = order.get("import")
        work = partial(_import, path) if path else partial(_serve, listening)
        _say(_run(work, order["seconds"]))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _run(work: Callable[[], None], seconds: float | None) -> dict[str, Any]:
    """A child does the work; it is killed when the time is up, and buried here and nowhere else."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _as_child(work)
    if seconds is not None:
        signal.sigtimedwait({signal.SIGCHLD}, seconds)
        os.kill(child, signal.SIGKILL)  # not waited for yet, so the number is still this child's
    _pid, status = os.waitpid(child, 0)
    signal.sigtimedwait({signal.SIGCHLD}, 0)
    return {"killed": os.WIFSIGNALED(status), "status": os.waitstatus_to_exitcode(status)}


def _as_child(work: Callable[[], None]) -> NoReturn:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    try:
        work()
    except BaseException as problem:
        sys.stderr.write(f"{problem!r}\n")
        os._exit(1)
    os._exit(0)


def _import(path: str) -> None:
    call_command("import_reports", path, json=True, stdout=StringIO(), stderr=StringIO())


def _serve(listening: socket.socket) -> None:
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    server.socket.close()
    server.socket = listening
    server.serve_forever(poll_interval=5)

"""`schakel`: the door to every command."""

import os
import sys
from importlib import import_module

# Programs that work on files alone: they start without settings, database or web server, in a tenth of
# the time. Each also stands among the commands, for the list of those.
PROGRAMS = {
    "estimate": "schakel.methods.estimation.program",
    "protect": "schakel.methods.disclosure.program",
    "synthesise": "schakel.methods.synthesis.program",
    "attack": "schakel.insight.disclosure.attacking",
    "simulate-placement": "schakel.methods.placement.program",
}


# Before NumPy is there: its products are many and small here, and threads that wait for each other take seven
# times the processor time of one. Who sets it otherwise keeps that.
ONE_THREAD = "OPENBLAS_NUM_THREADS"


def main() -> None:
    """The console script."""
    os.environ.setdefault(ONE_THREAD, "1")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in PROGRAMS:
        sys.exit(import_module(PROGRAMS[name]).main(sys.argv[2:]))
    import_module("schakel.config.commands").main()

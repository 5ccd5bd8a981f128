"""`schakel`: the door to every command."""

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


def main() -> None:
    """The console script."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in PROGRAMS:
        sys.exit(import_module(PROGRAMS[name]).main(sys.argv[2:]))
    import_module("schakel.config.commands").main()

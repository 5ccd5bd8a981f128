"""The log from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit.actions import ChainBrokenError, record
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.audit.models import Entry
from schakel.foundation.audit.queries import about
from schakel.foundation.audit.verification import Verdict, verify

OPERATOR = SystemActor("audit")


class Command(BaseCommand):
    help = "Check that the log of who saw or did what is unbroken, or show what it says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        walk = actions.add_parser("verify", help="walk the chain and name the first broken link")
        walk.add_argument(
            "--from", type=int, default=1, dest="first", metavar="N", help="begin at line N"
        )
        walk.add_argument(
            "--anchor", metavar="LINE:HASH", help="the end that an earlier check printed"
        )
        show = actions.add_parser("show", help="show what the log says about one object")
        show.add_argument(
            "--object", required=True, metavar="KIND:NUMBER", help="report:M-7K3F-9QXA"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "verify":
            self._verify(options["first"], _anchor(options["anchor"]))
        else:
            self._show(*options["object"].partition(":")[::2])

    def _verify(self, first: int, anchor: tuple[int, str] | None) -> None:
        if first < 1:
            raise CommandError("Lines are counted from 1.")
        verdict = verify(first, anchor, self._progress)
        _note(verdict)
        if not verdict.intact:
            self.stdout.write(f"{verdict.count} lines hold, up to line {verdict.sequence}.")
            raise CommandError(
                f"The chain is broken at line {verdict.broken}: {verdict.reason}.", returncode=1
            )
        self.stdout.write(f"{verdict.count} lines, intact.")
        self.stdout.write(f"End: {verdict.sequence}:{verdict.hash}")

    def _progress(self, count: int) -> None:
        self.stderr.write(f"{count} lines …")

    def _show(self, kind: str, number: str) -> None:
        record(by=OPERATOR, event=Event.VIEW, object_type="audit", data=("object",))
        for entry in about(kind, number).order_by("sequence"):
            self.stdout.write(_in_one_line(entry))


def _in_one_line(entry: Entry) -> str:
    parts = (
        f"{entry.time:%Y-%m-%d %H:%M:%S}",
        entry.event,
        entry.actor,
        entry.subject,
        entry.data,
        entry.result,
    )
    return f"{entry.sequence:>8}  " + "  ".join(part or "-" for part in parts)


def _anchor(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    sequence, _, end = text.partition(":")
    if not sequence.isdigit() or len(end) != 64:
        raise CommandError("Give the anchor as an earlier check printed it: LINE:HASH.")
    return int(sequence), end


def _note(verdict: Verdict) -> None:
    """The check is itself logged, so that the page can say when it was done."""
    try:
        record(
            by=OPERATOR,
            event=Event.SECURITY,
            object_type="audit_chain",
            object_id=str(verdict.broken or verdict.sequence),
            data=("verify",),
            result=Result.OK if verdict.intact else Result.FAILED,
        )
    except ChainBrokenError:  # the verdict, which follows, says the same
        return

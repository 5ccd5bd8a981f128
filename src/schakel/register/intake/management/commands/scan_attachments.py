"""Ask the virus scanner about attachments that it has not judged yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.files import scanner
from schakel.register.intake.attachments.keeping import scan_waiting


class Command(BaseCommand):
    help = (
        "Scan attachments that no virus scanner has judged yet. Run it every hour where one is set."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not scanner.is_set():
            raise CommandError("No scanner is set: name one in SCHAKEL_SCANNER.")
        done = scan_waiting(by=SystemActor("scan-attachments"))
        self.stdout.write(
            f"{done.clean:,} clean, {done.infected:,} infected, {done.waiting:,} still waiting."
        )
        if done.waiting:
            raise CommandError(
                "The scanner did not judge every file. Is it running? Try again later."
            )

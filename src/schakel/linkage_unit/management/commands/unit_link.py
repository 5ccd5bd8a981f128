"""Compare what came in, and number the clusters."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from schakel.linkage_unit.linking import link
from schakel.linkage_unit.models import Epoch
from schakel.linkage_unit.operators import OPERATOR, epoch_named
from schakel.linkage_unit.queries import wants_calibration


class Command(BaseCommand):
    help = "Compare new codes with all of their epoch, and number the clusters. Goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--epoch", help="default: every open epoch")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["epoch"]
        epochs = [epoch_named(name)] if name else list(Epoch.objects.open())
        if not epochs:
            self.stdout.write("No epoch is open: nothing to do.")
        for epoch in epochs:
            run = link(by=OPERATOR, epoch=epoch)
            self.stdout.write(
                f"Epoch {epoch.name}: {run.compared:,} new codes compared with {run.against:,}; "
                f"{run.alike:,} alike pairs; {run.changed:,} memberships changed."
            )
            epoch.refresh_from_db()
            if wants_calibration(epoch):
                self.stdout.write(
                    f"The number of codes doubled since the threshold was last looked at "
                    f"({epoch.calibrated_at:,}). Measure again, then: "
                    f"schakel linkage-unit calibrate {epoch.name} --threshold …"
                )

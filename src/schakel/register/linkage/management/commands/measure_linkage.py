"""`schakel measure-linkage`: the same as the button "Measure now", for a nightly job."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.access.actors import SystemActor
from schakel.register.linkage.measuring import measure


class Command(BaseCommand):
    """Shows what it does, and ends with the counts."""

    help = (
        "Measure how good linkage is: compare all reports of the register, count persons and overlaps of "
        "lists at each threshold, and draw a sample of pairs for registrars to judge. Joins nobody."
    )

    def handle(self, **options: Any) -> None:
        run = measure(by=SystemActor("measure-linkage"), tell=self.stdout.write)
        persons = ", ".join(f"{count:,} at {threshold}" for threshold, count in run.persons.items())
        self.stdout.write(f"Persons: {persons}. Pairs to review: {run.review:,}.")

"""`schakel use-linkage-model FILE`: from now on the register scores by this model."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.methods.linkage.lists import in_words
from schakel.register.linkage.modelling import take_into_use

UNUSABLE = 2


class Command(BaseCommand):
    """Stores the model as a version, and says what it replaces."""

    help = (
        "Let the register score by a model that `schakel train-linkage` wrote. Earlier versions stay, so "
        "that what they scored can be explained; what people decided stays as it is. Run "
        "`schakel index-reports --rebuild` to score open pairs anew. Ends with 2 when the file is no model."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the model")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            version = take_into_use(
                by=SystemActor("use-linkage-model"), text=path.read_text("utf-8")
            )
        except OSError as problem:
            raise CommandError(in_words(problem), returncode=UNUSABLE) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CommandError(
                f"{path.name} is no model that this version can use.", returncode=UNUSABLE
            ) from None
        self.stdout.write(f"In use from now on: {version}.")

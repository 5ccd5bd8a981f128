"""`schakel overview YEAR`: the whole annual overview, in one go."""

import json
import shutil
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from schakel.insight.delivery.choices import LANGUAGES
from schakel.insight.delivery.models import Edition
from schakel.insight.delivery.overview.composing import Clock, Content, composed
from schakel.insight.delivery.overview.numbers import NoFiguresError, Numbers
from schakel.insight.delivery.overview.typesetting import typeset
from schakel.knowledge.figures.editions import with_addresses


class Command(BaseCommand):
    """Writes what the button on the page of the overview makes as well."""

    help = (
        "Make the annual overview of a year out of the released figures: a web page and a PDF in each "
        "language. Texts are those of the newest edition, where editors made one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, metavar="YEAR")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")

    def handle(self, **options: Any) -> None:
        year, out = options["year"], options["out"]
        if out.exists() and any(out.iterdir()):
            raise CommandError(f"{out} is not empty. Choose another --out.")
        clock = Clock(lambda part, seconds: self.stdout.write(f"{part:<24}{seconds:6.2f} s"))
        out.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        started = time.process_time()
        try:
            for language in LANGUAGES:
                _write(part / language, year, language, clock)
            (part / "times.json").write_text(json.dumps(clock.seconds, indent=1) + "\n")
            part.chmod(0o755)
            part.rename(out)
        except NoFiguresError as problem:
            raise CommandError(f"No figures of {year} have been released.") from problem
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self.stdout.write(f"{out}: {time.process_time() - started:.1f} s of processor time")


def _write(folder: Path, year: int, language: str, clock: Clock) -> None:
    numbers = Numbers.of(year, language)
    edition = Edition.objects.filter(year=year).first()
    content = composed(numbers, edition.own_texts(language) if edition else {}, clock)
    folder.mkdir()
    for name, svg in _charts(content):
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    shown = with_addresses(content, lambda code: f"{code}.svg")
    with override(language):
        page = render_to_string("delivery/longread.html", {"content": shown})
    (folder / "index.html").write_text(page, encoding="utf-8")
    clock.done(f"{language} page")
    (folder / f"overview-{year}-{language}.pdf").write_bytes(typeset(content, timezone.now()))
    clock.done(f"{language} pdf")


def _charts(content: Content) -> list[tuple[str, str]]:
    return [
        (block["code"], block["svg"])
        for section in content["sections"]
        for block in section["blocks"]
        if block["kind"] == "chart"
    ]

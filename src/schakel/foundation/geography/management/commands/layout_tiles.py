"""`schakel layout-tiles`: compute the tile map from the centres of the municipalities."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.geography.actions import DATA
from schakel.foundation.geography.files import read_rows
from schakel.foundation.geography.layout import kept_near, lay_out

MUNICIPALITIES, WATER = DATA / "municipalities.csv", DATA / "water.csv"


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # it reads and writes files only
    help = (
        "Lay out the tile map: one tile per municipality, so that neighbours stay neighbours\n"
        "For who maintains Schakel: run it after a merger, look at the map, commit the file.\n"
        "Prints the quality; changes municipalities.csv only with --write."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write the tiles to the file")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        rows = read_rows(MUNICIPALITIES)
        today = [row for row in rows if not row["valid_to"]]
        centres = [_place(row) for row in today]
        waters = [_place(row) for row in read_rows(WATER)]
        cells = lay_out(centres, waters, [row["safety_region"] for row in today])
        for row, (column, line) in zip(today, cells, strict=True):
            row["tile_column"], row["tile_row"] = str(column), str(line)
        width, height = max(c for c, _ in cells) + 1, max(r for _, r in cells) + 1
        self.stdout.write(
            f"{len(cells)} tiles, {width} columns by {height} rows; "
            f"{kept_near(centres, cells):.1%} of each municipality's six nearest stay within two tiles, "
            f"{kept_near(centres, cells, 1):.1%} beside it"
        )
        if write:
            with MUNICIPALITIES.open("w", newline="", encoding="utf-8") as handle:
                writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            self.stdout.write(
                f"written to {MUNICIPALITIES.name}; load it with `schakel load-reference`"
            )


def _place(row: dict[str, str]) -> tuple[float, float]:
    return float(row["longitude"]), float(row["latitude"])

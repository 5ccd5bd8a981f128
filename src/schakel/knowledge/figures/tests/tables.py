"""An invented protected table, handed down as disclosure would."""

from datetime import date
from random import Random

from schakel.foundation.access.actors import SystemActor
from schakel.knowledge.figures.actions import publish
from schakel.knowledge.figures.choices import TOTAL, UNKNOWN_YEAR, Unit
from schakel.knowledge.figures.content import Kind, Table, Wording
from schakel.knowledge.figures.models import PublishedTable

SYSTEM = SystemActor("tests")
SLUG = "invented-table"
YEARS = ("2019", "2020", "2021")
KINDS = (
    Kind("POLICE", {"nl": "Politie", "en": "Police"}),
    Kind("OTHER", {"nl": "Overige melders", "en": "Other reporters"}),
)


def wording(title: str) -> Wording:
    return Wording(
        title, "Wat het is.", "Elke melding telt.", "Elke persoon telt.", "Bron.", "Afgerond."
    )


def cells(seed: int = 1, periods: tuple[str, ...] = (*YEARS, UNKNOWN_YEAR)) -> dict:
    """Complete and additive, with zeros, fives and numbers over a thousand."""
    rng = Random(seed)
    found = {}
    for unit in Unit:
        for kind in KINDS:
            values = [rng.choice((0, 5, 12, 87, 1234)) for _ in periods]
            for period, value in zip((*periods, TOTAL), (*values, sum(values)), strict=True):
                found[(unit.value, period, kind.code)] = value
        for period in (*periods, TOTAL):
            found[(unit.value, period, TOTAL)] = sum(
                found[(unit.value, period, kind.code)] for kind in KINDS
            )
    return found


def table(seed: int = 1, **changes: object) -> Table:
    given = {
        "slug": SLUG,
        "release_number": f"R-TEST-{seed:04}",
        "wording": {"nl": wording("Verzonnen tabel"), "en": wording("Invented table")},
        "periods": (*YEARS, UNKNOWN_YEAR),
        "kinds": KINDS,
        "cutoff": date(2026, 1, 31),
        "base": 5,
        "content_hash": f"{seed:064x}",
        "change_note": "",
        "cells": cells(seed),
    }
    return Table(**{**given, **changes})


def published(seed: int = 1, **changes: object) -> PublishedTable:
    return publish(by=SYSTEM, table=table(seed, **changes))

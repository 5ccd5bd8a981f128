"""Invented synthetic records, handed down as the privacy budget's keepers would."""

from schakel.foundation.terms.numbers import new_number
from schakel.knowledge.figures.actions import publish_synthetic
from schakel.knowledge.figures.content import Category, SyntheticColumn, SyntheticSet
from schakel.knowledge.figures.models import PublishedSynthetic
from schakel.knowledge.figures.tests.cubes import SYSTEM

CSV = b"sex,period\r\nFEMALE,2023\r\nMALE,2024\r\n"


def published_records(number: str = "") -> PublishedSynthetic:
    """Two records of two columns that anybody may take."""
    values = (Category("FEMALE", "", "Vrouw", "Female"), Category("MALE", "", "Man", "Male"))
    years = tuple(Category(year, "", year, year) for year in ("2023", "2024"))
    found = SyntheticSet(
        number=number or new_number("Y"),
        years=(2023, 2024),
        columns=(
            SyntheticColumn("sex", "Geslacht", "Sex", values),
            SyntheticColumn("period", "Jaar", "Year", years),
        ),
        rows=2,
        thousandths=1_500,
        lifetime=4_000,
        statement={"epsilon": 1.5, "delta": 1e-6, "neighbours": "one person", "tree": []},
        quality={
            "values_off": 25,
            "pairs_off": 26,
            "figures_version": 1,
            "differences": {"sex": 0.022},
        },
        csv=CSV,
    )
    return publish_synthetic(by=SYSTEM, found=found)

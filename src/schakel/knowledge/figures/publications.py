"""What stands at an address: a fixed table or a chosen one, at a version, ready to be shown or saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _

from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.faults import NotInCubeError, WithdrawnError
from schakel.knowledge.figures.fixed import TABLES, FixedTable
from schakel.knowledge.figures.forms import Choice, TableForm
from schakel.knowledge.figures.inhabited import living_in
from schakel.knowledge.figures.models import PublishedCube, PublishedVersion, Withdrawal
from schakel.knowledge.figures.reading import Standing, standing
from schakel.knowledge.figures.tabulation import (
    PERIOD,
    Frame,
    Picture,
    Section,
    described,
    lines,
    period_line,
    period_name,
    section,
    unit_of,
    worded,
)

CHOOSE, CHOOSE_SHELTER = "choose", "choose-shelter"
# Where a table of one's own is chosen, for each chapter.
CHOOSERS = {CHOOSE: Chapter.REGISTER, CHOOSE_SHELTER: Chapter.SHELTER}
_SLUGS = {chapter: slug for slug, chapter in CHOOSERS.items()}


@dataclass(frozen=True)
class Publication:
    """Tables with a title at an address; `query` is the rest of the address, `year` the year chosen."""

    slug: str
    title: str
    lead: str
    standing: Standing
    sections: list[Section]
    query: str = ""
    year: str = ""
    yearly: bool = False

    @property
    def version(self) -> int:
        """The version that the address names, or the newest."""
        return self.standing.version.version

    def section(self, code: str) -> Section | None:
        """The table with this name."""
        return next((one for one in self.sections if one.code == code), None)

    @property
    def file_name(self) -> str:
        """What a saved file is called, without its ending."""
        parts = [self.slug, f"v{self.version}", *([self.year] if self.yearly else [])]
        return "-".join(parts)


def at(version: int | None, chapter: Chapter = Chapter.REGISTER) -> Standing | None:
    """The figures at a version, or now; None where there are none, WithdrawnError if withdrawn."""
    if version is not None:
        withdrawn = Withdrawal.objects.filter(version__version=version).first()
        if withdrawn:
            raise WithdrawnError(withdrawn)
    found = standing(version, chapter)
    if found and not found.cubes:
        raise WithdrawnError(next(iter(found.withdrawn.values())))
    return found


def publication(slug: str, version: int | None, asked: QueryDict) -> Publication | None:
    """What stands at an address; None where no figures have this name or version.

    NotInCubeError where the address asks what was not published; WithdrawnError where it was withdrawn.
    """
    table = TABLES.get(slug)
    chapter = table.chapter if table else CHOOSERS.get(slug)
    if chapter is None:
        return None
    found = at(version, chapter)
    if found is None:
        return None
    if table is None:
        form = TableForm(found, asked)
        if not form.is_valid():
            raise NotInCubeError("choice")
        return chosen(found, form.choice())
    if not table.fits(found):
        return None
    return _fixed(table, found, asked.get("year", ""))


def _fixed(table: FixedTable, found: Standing, year: str) -> Publication:
    if year and (not table.yearly or year not in found.years):
        raise NotInCubeError(f"year: {year}")
    shown = year or found.years[-1]
    return Publication(
        slug=table.slug,
        title=str(table.title),
        lead=str(table.lead),
        standing=found,
        sections=table.build(found, shown),
        query=f"year={shown}" if table.yearly else "",
        year=shown,
        yearly=table.yearly,
    )


def chosen(found: Standing, choice: Choice) -> Publication:
    """The table, or a table for each period, that somebody chose."""
    sections = _sections(found, choice)
    words = {
        "unit": worded(unit_of(found, choice.unit)),
        "rows": _small(described(found, choice.rows)),
    }
    if choice.columns == PERIOD:
        title = _("%(unit)s by %(rows)s and year") % words
    else:
        words["columns"] = _small(described(found, choice.columns))
        title = _("%(unit)s by %(rows)s and %(columns)s") % words
    return Publication(
        _SLUGS[found.chapter], title, _only(sections[0]), found, sections, choice.query
    )


def _small(content: object) -> str:
    label = worded(content)  # type: ignore[arg-type]
    return label[:1].lower() + label[1:]


def _only(found: Section) -> str:
    """What the table is narrowed down to, in words."""
    named = [f"{worded(dimension)}: {worded(category)}" for dimension, category in found.fixed]
    return _("Only %(named)s.") % {"named": "; ".join(named)} if named else ""


def _named(periods: Sequence[str]) -> str:
    names = [period_line(period).label for period in periods]
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def _sections(found: Standing, choice: Choice) -> list[Section]:
    rows = lines(described(found, choice.rows))
    fixed: Mapping[str, str] = dict(choice.only)
    living = living_in(choice.rows, rows, fixed) if choice.rates else None
    if choice.columns == PERIOD:
        columns = tuple(map(period_line, choice.periods))
        frame = Frame(choice.unit, rows, columns, choice.rows, fixed=fixed)
        shown = {"picture": Picture.YEARS, "shares": True, "heading": _named(choice.periods)}
        return [section(found, "chosen", frame, inhabitants=living, **shown)]
    columns = lines(described(found, choice.columns))
    return [
        section(
            found,
            f"in-{period.lower()}",
            Frame(choice.unit, rows, columns, choice.rows, choice.columns, fixed, period),
            heading=period_name(period).capitalize(),
            picture=Picture.BARS,
            inhabitants=living,
        )
        for period in choice.periods
    ]


def history() -> list[PublishedVersion]:
    """Every version, newest first, each with the periods that it brought."""
    rows = PublishedVersion.objects.select_related("withdrawal").prefetch_related(
        Prefetch("cubes", PublishedCube.objects.defer("parquet", "structure"))
    )
    return list(rows.order_by("-version"))

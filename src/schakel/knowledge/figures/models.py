"""Released tables. The database refuses to change them: a new version takes the place of an old one."""

from enum import StrEnum

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.knowledge.figures.choices import LANGUAGES, TOTAL, UNKNOWN_YEAR, Chart, Layout, Unit
from schakel.knowledge.figures.spans import REGISTER, address_of, span_of


def _choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


def page_language() -> str:
    """The language of the page, as one of those in which tables are published."""
    language = (get_language() or "")[:2]
    return language if language in LANGUAGES else LANGUAGES[0]


class PublishedTableQuerySet(VisibleQuerySet):
    """Tables and their versions."""

    def current(self) -> "PublishedTableQuerySet":
        """The newest version of each table."""
        newer = PublishedTable.objects.filter(
            slug=models.OuterRef("slug"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))

    def for_page(self) -> "PublishedTableQuerySet":
        """With everything that a page, a file or the API shows."""
        return self.prefetch_related("wordings", "kinds", "cells")


class PublishedTable(models.Model):
    """One version of a released table, as it stood at its cut-off date."""

    slug = models.SlugField(_("name in the address"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    release_number = models.CharField(_("release number"), max_length=16, unique=True)
    cutoff = models.DateField(_("cut-off date"))
    published_at = models.DateTimeField(_("published at"))
    base = models.PositiveSmallIntegerField(_("smallest number shown"))
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    change_note = models.TextField(_("what changed"), blank=True)
    cell_count = models.PositiveIntegerField(_("number of cells"))

    objects = PublishedTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("released table")
        verbose_name_plural = _("released tables")
        ordering = ["slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="figures_one_row_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    @property
    def wording(self) -> "PublishedWording":
        """The texts in the language of the page."""
        found = {wording.language: wording for wording in self.wordings.all()}
        return found[page_language()]

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.wording.title

    @property
    def periods(self) -> list[str]:
        """The periods in the order of the table: years, then the unknown year, then all together."""
        found = {cell.period for cell in self.cells.all()}
        last = [period for period in (UNKNOWN_YEAR, TOTAL) if period in found]
        return sorted(found - set(last)) + last

    @property
    def years(self) -> list[str]:
        """The years, in order."""
        return [period for period in self.periods if period.isdigit()]

    def values(self) -> dict[tuple[str, str, str], int]:
        """(unit, period, kind) to the number."""
        return {(cell.unit, cell.period, cell.kind): cell.value for cell in self.cells.all()}


class PublishedWording(models.Model):
    """The texts of a table in one language."""

    table = models.ForeignKey(PublishedTable, models.PROTECT, related_name="wordings")
    language = models.CharField(_("language"), max_length=2)
    title = models.CharField(_("title"), max_length=200)
    definition = models.TextField(_("definition"))
    reports_rule = models.TextField(_("how reports are counted"))
    persons_rule = models.TextField(_("how persons are counted"))
    source = models.TextField(_("source"))
    protection = models.TextField(_("protection"))

    class Meta:
        verbose_name = _("text of a table")
        verbose_name_plural = _("texts of tables")
        ordering = ["table", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "language"], name="figures_one_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PublishedKind(models.Model):
    """A kind of reporter in a table, with its labels as they were when the table was released."""

    table = models.ForeignKey(PublishedTable, models.PROTECT, related_name="kinds")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=40)
    label_nl = models.CharField(_("label in Dutch"), max_length=120)
    label_en = models.CharField(_("label in English"), max_length=120)

    class Meta:
        verbose_name = _("kind of reporter in a table")
        verbose_name_plural = _("kinds of reporter in tables")
        ordering = ["table", "order"]
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="figures_one_row_per_kind")
        ]

    def __str__(self) -> str:
        return self.label_en if page_language() == "en" else self.label_nl


class PublishedCell(models.Model):
    """One number of a table: what it counts, in which period, for which kind of reporter."""

    table = models.ForeignKey(PublishedTable, models.PROTECT, related_name="cells")
    unit = models.CharField(_("counting unit"), max_length=10, choices=_choices(Unit))
    period = models.CharField(_("period"), max_length=10)
    kind = models.CharField(_("kind of reporter"), max_length=40)
    value = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("number in a table")
        verbose_name_plural = _("numbers in tables")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "unit", "period", "kind"], name="figures_one_number_per_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.kind}: {self.value}"

    @property
    def year(self) -> int | None:
        """The year; None where it is not known or the cell is about all years."""
        return int(self.period) if self.period.isdigit() else None


class PublishedChart(models.Model):
    """A chart of a table, drawn when it was released."""

    table = models.ForeignKey(PublishedTable, models.PROTECT, related_name="charts")
    chart = models.CharField(_("chart"), max_length=10, choices=_choices(Chart))
    layout = models.CharField(_("layout"), max_length=10, choices=_choices(Layout))
    language = models.CharField(_("language"), max_length=2)
    svg = models.TextField(_("drawing"))

    class Meta:
        verbose_name = _("chart of a table")
        verbose_name_plural = _("charts of tables")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "chart", "layout", "language"], name="figures_one_drawing_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chart} {self.layout} {self.language}"


class PublishedVersion(models.Model):
    """One release of cubes: the figures as they stood from then on, until the next version."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    release_number = models.CharField(_("release number"), max_length=16, unique=True)
    cutoff = models.DateField(_("cut-off date"))
    published_at = models.DateTimeField(_("published at"))
    method = models.CharField(_("method of protection"), max_length=60)
    change_note_nl = models.TextField(_("what changed, in Dutch"), blank=True)
    change_note_en = models.TextField(_("what changed, in English"), blank=True)
    cube_count = models.PositiveSmallIntegerField(_("number of periods"))

    class Meta:
        verbose_name = _("version of the figures")
        verbose_name_plural = _("versions of the figures")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.version} ({self.release_number})"

    @property
    def change_note(self) -> str:
        """What changed, in the language of the page."""
        return self.change_note_en if page_language() == "en" else self.change_note_nl

    @property
    def span(self) -> str:
        """The periods that it brought: the first and the last year, and whether the unknown year."""
        return span_of((cube.chapter, cube.period) for cube in self.cubes.all())

    @property
    def note(self) -> "Withdrawal | None":
        """Why this version was withdrawn; None while it stands."""
        return getattr(self, "withdrawal", None)


class PublishedCube(models.Model):
    """The protected counts of one period in one version, as a Parquet file."""

    version = models.ForeignKey(PublishedVersion, models.PROTECT, related_name="cubes")
    # What it is about: the register, or first shelter.
    chapter = models.CharField(_("chapter"), max_length=10, default=REGISTER)
    period = models.CharField(_("period"), max_length=10)
    base = models.PositiveSmallIntegerField(_("smallest number shown"))
    ways = models.PositiveSmallIntegerField(_("most dimensions at once"))
    revision = models.BooleanField(_("takes the place of an earlier one"))
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    # Units and dimensions with their labels and definitions, as `structure.read` reads them.
    structure = models.JSONField(_("units and dimensions"))
    parquet = models.BinaryField(_("counts"))
    digest = models.CharField(_("hash of the file"), max_length=64)
    cell_count = models.PositiveIntegerField(_("number of cells"))

    class Meta:
        verbose_name = _("released figures of a period")
        verbose_name_plural = _("released figures of periods")
        ordering = ["version", "chapter", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "chapter", "period"], name="figures_one_cube_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.version_id}"

    @property
    def address(self) -> str:
        """How addresses name it: its period, after its chapter where that is not the register."""
        return address_of(self.chapter, self.period)


class Withdrawal(models.Model):
    """Why a version may not be used any more: the note stands where its numbers stood."""

    version = models.OneToOneField(PublishedVersion, models.PROTECT, related_name="withdrawal")
    note_nl = models.TextField(_("note in Dutch"))
    note_en = models.TextField(_("note in English"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"))

    class Meta:
        verbose_name = _("withdrawal of a version")
        verbose_name_plural = _("withdrawals of versions")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The note in the language of the page."""
        return self.note_en if page_language() == "en" else self.note_nl


class PublishedEdition(models.Model):
    """The annual overview of a year, made of one version of the figures. A later one takes its place."""

    year = models.PositiveSmallIntegerField(_("year"))
    figures_version = models.PositiveIntegerField(_("version of the figures"))
    # How often its words were corrected over the same figures, and what was wrong.
    correction = models.PositiveSmallIntegerField(_("correction"), default=0)
    note_nl = models.TextField(_("what was corrected, in Dutch"), blank=True)
    note_en = models.TextField(_("what was corrected, in English"), blank=True)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("published overview")
        verbose_name_plural = _("published overviews")
        ordering = ["-year", "-figures_version", "-correction"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "figures_version", "correction"],
                name="figures_one_overview_per_correction",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.address})"

    @property
    def address(self) -> str:
        """How addresses name it among those of its year: "7", and "7-1" once it was corrected."""
        return f"{self.figures_version}{f'-{self.correction}' if self.correction else ''}"

    @property
    def note(self) -> str:
        """What was corrected, in the language of the page; empty where nothing was."""
        return self.note_en if page_language() == "en" else self.note_nl


class PublishedEditionPart(models.Model):
    """A published overview in one language: its content as it was finished, and the same as PDF."""

    edition = models.ForeignKey(PublishedEdition, models.PROTECT, related_name="parts")
    language = models.CharField(_("language"), max_length=2)
    content = models.JSONField(_("content"))
    pdf = models.BinaryField(_("PDF"))
    digest = models.CharField(_("hash of the PDF"), max_length=64)

    class Meta:
        verbose_name = _("published overview in one language")
        verbose_name_plural = _("published overviews in one language")
        ordering = ["edition", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"], name="figures_one_overview_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"


class PublishedSynthetic(models.Model):
    """A set of synthetic records that anybody may take. It never changes; it can be withdrawn."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    rows = models.PositiveIntegerField(_("synthetic records"))
    thousandths = models.PositiveIntegerField(_("cost in thousandths of epsilon"))
    published_at = models.DateTimeField(_("published at"))
    # Columns with their codes, how it was made, and how far it may be off (`content.SyntheticSet`).
    content = models.JSONField(_("content"))
    csv = models.BinaryField(_("records"))
    digest = models.CharField(_("hash of the records"), max_length=64)

    class Meta:
        verbose_name = _("published synthetic records")
        verbose_name_plural = _("published synthetic records")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def years(self) -> str:
        """The years that were taken together."""
        return f"{self.first_year}–{self.last_year}"

    @property
    def note(self) -> "SyntheticWithdrawal | None":
        """Why this set was withdrawn; None while it stands."""
        return getattr(self, "withdrawal", None)


class SyntheticWithdrawal(models.Model):
    """Why synthetic records may not be used any more."""

    records = models.OneToOneField(
        PublishedSynthetic, models.PROTECT, related_name="withdrawal", verbose_name=_("records")
    )
    note_nl = models.TextField(_("note in Dutch"))
    note_en = models.TextField(_("note in English"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"))

    class Meta:
        verbose_name = _("withdrawal of synthetic records")
        verbose_name_plural = _("withdrawals of synthetic records")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The note in the language of the page."""
        return self.note_en if page_language() == "en" else self.note_nl

"""Quarters, the states of a statement, and the core tasks that the subsidy pays for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_MONTHS = 3


class State(TextChoices):
    """Where a statement stands."""

    DRAFT = "draft", _("draft")
    OFFERED = "offered", _("waits for a second signature")
    PUBLISHED = "published", _("published")
    DISCARDED = "discarded", _("discarded")


TRANSITIONS = {
    State.DRAFT: frozenset({State.OFFERED, State.DISCARDED}),
    State.OFFERED: frozenset({State.PUBLISHED, State.DRAFT, State.DISCARDED}),
    State.PUBLISHED: frozenset(),
    State.DISCARDED: frozenset(),
}


class Step(TextChoices):
    """What happened to a statement, as the log keeps it."""

    MADE = "made", _("made, protected and attacked")
    AMOUNTS = "amounts", _("amounts of the subsidy kept")
    OFFERED = "offered", _("signed by the maker, and offered")
    SIGNED = "signed", _("signed by a second, and published")
    REFUSED = "refused", _("not signed")
    DISCARDED = "discarded", _("put aside")
    CORRECTED = "corrected", _("a corrected edition was begun")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SAME = "same", _("made again: the same")
    DIFFERENT = "different", _("made again: different")


LANGUAGES = ("nl", "en")
# What the centre is subsidised for, in the order of the statement.
CORE_TASKS: dict[str, Promise] = {
    "registration": _("registering and reporting on nature and extent"),
    "placement": _("arranging shelter and help"),
    "coordination": _("care coordination"),
    "signalling": _("signalling bottlenecks"),
    "training": _("informing and training"),
}


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Of "2026-Q1". ValueError for anything else."""
        year, _sign, number = text.partition("-Q")
        if number not in ("1", "2", "3", "4"):
            raise ValueError(text)
        return cls(int(year), int(number))

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def months(self) -> tuple[str, ...]:
        """Its months in two digits."""
        first = _MONTHS * (self.number - 1) + 1
        return tuple(f"{month:02}" for month in range(first, first + _MONTHS))

    @property
    def after(self) -> date:
        """The day on which it is over."""
        following = _MONTHS * self.number + 1
        return date(self.year + following // 13, following % 12 or 12, 1)

    @property
    def year_before(self) -> "Quarter":
        return Quarter(self.year - 1, self.number)

"""Which facts a report lacks: in the database for lists and counts, in words for people.

Needed are the facts that every count of the register is broken down by (Directive (EU) 2024/1712, art. 19a:
sex, age group, citizenship, form of exploitation) and the date that says in which year a person counts.
"""

from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.answers import NOT_ASKED, UNKNOWN, WORTH_ASKING
from schakel.register.intake.models import (
    Report,
    ReportForm,
    ReportNationality,
    ReportQuerySet,
)

_PREFIX = "lacks_"


@dataclass(frozen=True)
class FactNeeded:
    """A fact: its name in words, when a report lacks it, and whether a count needs it."""

    code: str
    name: str | Promise
    lacks: Q | Combinable
    needed: bool = True

    @property
    def column(self) -> str:
        """The name under which `with_missing` gives a row its answer."""
        return _PREFIX + self.code


_named = ReportNationality.objects.filter(report=OuterRef("pk")).exclude(special=NOT_ASKED)
_forms = ReportForm.objects.filter(report=OuterRef("pk"))
# What the person would not say lacks nothing: nobody is asked that twice.
FACTS = (
    FactNeeded("date", _("date of report"), Q(reported_on="")),
    FactNeeded("age", _("age or age group"), Q(age_group=UNKNOWN)),
    FactNeeded("gender", _("gender"), Q(gender=UNKNOWN)),
    FactNeeded("nationality", _("nationality"), ~Exists(_named)),
    FactNeeded("form", _("form of exploitation"), ~Exists(_forms)),
    FactNeeded(
        "residence", _("residence status"), Q(residence_status__in=WORTH_ASKING), needed=False
    ),
)
NEEDED = tuple(fact for fact in FACTS if fact.needed)


def with_missing(rows: ReportQuerySet) -> ReportQuerySet:
    """Each row gets `lacks_<code>` for each fact; read them with `missing_facts`."""
    return rows.annotate(
        **{
            fact.column: ExpressionWrapper(fact.lacks, output_field=BooleanField())
            if isinstance(fact.lacks, Q)
            else fact.lacks
            for fact in FACTS
        }
    )


def lacking(code: str = "") -> Q:
    """The reports that lack this fact; without a code: at least one that is needed."""
    wanted = [fact for fact in FACTS if fact.code == code] if code else NEEDED
    found = Q()
    for fact in wanted:
        found |= fact.lacks if isinstance(fact.lacks, Q) else Q(fact.lacks)
    return found


def missing_facts(report: Report, *, needed: bool = False) -> list[str]:
    """The names of the facts that a row of `with_missing` lacks; `needed`: only those a count needs."""
    facts = NEEDED if needed else FACTS
    return [str(fact.name) for fact in facts if getattr(report, fact.column)]

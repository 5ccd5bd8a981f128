"""Reports side by side, field by field: what each says, and how far they agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.terms.answers import NO_ANSWER
from schakel.foundation.terms.queries import label, nationality_label
from schakel.foundation.ui.dates import PartialDate
from schakel.methods.linkage.comparison import Date, Name, compare_births, compare_names
from schakel.methods.linkage.names import ascii_words, tokens
from schakel.methods.linkage.records import Birth, Record, birth_of
from schakel.register.intake.choices import ENCODED
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.intake.queries import birth_label, partial_label
from schakel.register.linkage.choices import Agreement


@dataclass(frozen=True)
class Cell:
    """What one report says; `latin`: the same in Latin letters, where it is written otherwise."""

    text: str = ""
    latin: str = ""
    concealed: bool = False  # the report may say it, and it is not shown here


@dataclass(frozen=True)
class Row:
    """One field of all reports, in their order."""

    topic: str
    label: str | Promise
    cells: list[Cell]
    agreement: Agreement

    @property
    def words(self) -> str:
        return str(self.agreement.label)


Both = tuple[Report, ReportIdentity | None]
Reading = Callable[[Report, ReportIdentity | None], str]
Likeness = Callable[[str, str], Agreement]


def is_encoded(report: Report) -> bool:
    """Was the identity shared as a code only? Then source, month and strength are all that is compared."""
    return report.share_level == ENCODED


def rows(reports: Sequence[Report]) -> list[Row]:
    """Every field that at least one of the reports fills in; wants `with_rows()` and `identity`.

    How far they agree is said of the first two, the pair at hand; further ones are there to look at.
    Identity first: it is what the decision rests on. A report without identity leaves its cells empty.
    """
    both = [(report, _identity(report)) for report in reports]
    made = (_row(field, both) for field in _FIELDS)
    return [row for row in made if any(cell.text for cell in row.cells)]


def _identity(report: Report) -> ReportIdentity | None:
    return getattr(report, "identity", None)


def _row(field: "_Field", both: Sequence[Both]) -> Row:
    read = ["" if is_encoded(report) else field.read(report, identity) for report, identity in both]
    hidden = [is_encoded(report) for report, _identity in both]
    cells = [
        Cell(field.shown(text), _latin(text) if field.written else "", concealed)
        for text, concealed in zip(read, hidden, strict=True)
    ]
    found = Agreement.NOT_KNOWN if any(hidden[:2]) else agreement(read[:2], field.alike)
    return Row(field.topic, field.label, cells, found)


def agreement(values: Sequence[str], alike: Likeness) -> Agreement:
    """How far two values agree; ONE_SIDED where only one is known."""
    known = [value for value in values if value]
    if len(known) == 2:
        return alike(*known)
    return Agreement.ONE_SIDED if known else Agreement.NOT_KNOWN


def _latin(text: str) -> str:
    """How a name in another script reads in Latin letters; "" where it is Latin already."""
    if all(ord(character) < 0x250 for character in text):
        return ""
    return " ".join(word.capitalize() for word in ascii_words(text))


def _equal(one: str, other: str) -> Agreement:
    return Agreement.SAME if one.casefold() == other.casefold() else Agreement.DIFFERENT


def _names(one: str, other: str, surname: bool = False) -> Agreement:
    level = compare_names(tokens(one, surname), tokens(other, surname)).level
    if level == Name.SAME:
        return Agreement.SAME
    return Agreement.DIFFERENT if level in (Name.OTHER, Name.NOT_KNOWN) else Agreement.SIMILAR


# Nearer than these two dates of birth are not: a slip, a habit or a calendar does not explain them.
_FAR = (Date.SAME_YEAR, Date.ONE_YEAR, Date.FEW_YEARS, Date.SOME_YEARS, Date.OTHER)


def _births(one: str, other: str) -> Agreement:
    if one == other:
        return Agreement.SAME
    level = compare_births(_record(one), _record(other))
    if level == Date.SAME:
        return Agreement.SAME
    return Agreement.DIFFERENT if level in _FAR else Agreement.SIMILAR


def _overlap(one: str, other: str) -> Agreement:
    """Of several values each: the same, some of them, or none."""
    ours, theirs = set(one.split(_AND)), set(other.split(_AND))
    if ours == theirs:
        return Agreement.SAME
    return Agreement.SIMILAR if ours & theirs else Agreement.DIFFERENT


_AND = " · "


def _said(name: str, report: Report, identity: ReportIdentity | None) -> str:
    """A field of the identity, as it was written."""
    return str(getattr(identity, name, "") or "")


def _coded(name: str, report: Report, identity: ReportIdentity | None) -> str:
    """A code of the report in words; nothing where the answer is that there is none."""
    code = getattr(report, name)
    return "" if code in NO_ANSWER else label(name, code)


def _nations(report: Report, identity: ReportIdentity | None) -> str:
    codes = [one.code for one in report.nationalities.all() if one.code not in NO_ANSWER]
    return _AND.join(sorted(map(nationality_label, codes)))


def _forms(report: Report, identity: ReportIdentity | None) -> str:
    codes = {one.form for one in report.forms.all() if one.form not in NO_ANSWER}
    return _AND.join(sorted(label("exploitation_form", code) for code in codes))


def _named(name: str, report: Report, identity: ReportIdentity | None) -> str:
    return str(getattr(report, name) or "")


def _age(report: Report, identity: ReportIdentity | None) -> str:
    """The age, with the year in which it was that."""
    year = str(report.reported_on or report.received_at.year)[:4]
    return "" if report.age is None else f"{report.age} {year}"


def _ages(one: str, other: str) -> Agreement:
    """By the year of birth that they point to: years pass between two reports."""
    (age, year), (older, later) = (map(int, text.split()) for text in (one, other))
    apart = abs((year - age) - (later - older))
    if apart <= 1:
        return Agreement.SAME
    return Agreement.SIMILAR if apart <= 3 else Agreement.DIFFERENT


def _age_shown(text: str) -> str:
    return text.partition(" ")[0]


def _not_compared(one: str, other: str) -> Agreement:
    """One person may well be reported on two days."""
    return Agreement.NOT_COMPARED


def _basis(report: Report, identity: ReportIdentity | None) -> str:
    """On what the date of birth rests: a document weighs more than what somebody said."""
    code = getattr(identity, "birth_basis", "")
    return "" if not code or code in NO_ANSWER else label("birth_basis", code)


def _birth_shown(text: str) -> str:
    return birth_label(PartialDate.parse(text)) if text else ""


def _day_shown(text: str) -> str:
    return partial_label(text) if text else ""


@dataclass(frozen=True)
class _Field:
    topic: str
    label: str | Promise
    read: Reading
    alike: Likeness = _equal
    shown: Callable[[str], str] = str
    written: bool = False  # in whatever script


def _place(report: Report, identity: ReportIdentity | None) -> str:
    return str(report.place_municipality or report.place_country or "")


_FIELDS = (
    _Field(
        "last",
        gettext_lazy("Surname"),
        partial(_said, "surname"),
        partial(_names, surname=True),
        written=True,
    ),
    _Field(
        "given", gettext_lazy("Given names"), partial(_said, "given_names"), _names, written=True
    ),
    _Field("prefix", gettext_lazy("Name prefix"), partial(_said, "name_prefix")),
    _Field(
        "birth_name",
        gettext_lazy("Surname at birth"),
        partial(_said, "birth_name"),
        partial(_names, surname=True),
        written=True,
    ),
    _Field("alias", gettext_lazy("Also known as"), partial(_said, "aliases"), _names, written=True),
    _Field(
        "birth",
        gettext_lazy("Date of birth"),
        partial(_said, "date_of_birth"),
        _births,
        _birth_shown,
    ),
    _Field("sex", gettext_lazy("Gender"), partial(_coded, "gender")),
    _Field("nationality", gettext_lazy("Nationality"), _nations, _overlap),
    _Field("birth_country", gettext_lazy("Country of birth"), partial(_named, "country_of_birth")),
    _Field(
        "birth_place",
        gettext_lazy("Place of birth"),
        partial(_said, "birth_place"),
        _names,
        written=True,
    ),
    _Field(
        "birth_basis",
        gettext_lazy("Date of birth from"),
        _basis,
    ),
    _Field("v_number", gettext_lazy("V-number"), partial(_said, "v_number")),
    _Field("phone", gettext_lazy("Phone"), partial(_said, "phone")),
    _Field("age", gettext_lazy("Age"), _age, _ages, _age_shown),
    _Field("residence", gettext_lazy("Residence status"), partial(_coded, "residence_status")),
    _Field("forms", gettext_lazy("Form of exploitation"), _forms, _overlap),
    _Field("place", gettext_lazy("Place of exploitation"), _place),
    _Field(
        "reported",
        gettext_lazy("Date of report"),
        partial(_named, "reported_on"),
        _not_compared,
        _day_shown,
    ),
)


def _record(text: str) -> Record:
    born = PartialDate.parse(text)
    return Record("", birth=Birth() if born.about else birth_of(str(born)))


def empty_note(report: Report) -> str:
    """Why a report says nothing of who it is about; "" where it does."""
    identity = _identity(report)
    if identity is not None and (identity.surname or identity.given_names):
        return ""
    if is_encoded(report):
        return _(
            "Encoded: the centre does not know who this is. Only the sender, the month and what the linkage "
            "unit says are shown here."
        )
    return _("This report carries no name.")

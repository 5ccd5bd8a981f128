"""What a table says, in one sentence, worked out from its released numbers by a fixed rule."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.knowledge.figures.structure import UNKNOWN
from schakel.knowledge.figures.tabulation import (
    Line,
    Section,
    change_of,
    most,
    period_name,
    worded,
)


def whole(number: int | None) -> str:
    """A count in the notation of the page's language; a dash where there is none."""
    return "–" if number is None else number_format(number, use_l10n=True, force_grouping=True)


def signed(number: int) -> str:
    """A change with its sign."""
    return "0" if number == 0 else f"{'+' if number > 0 else '−'}{whole(abs(number))}"


def percentage(share: float | None, sign: bool = False) -> str:
    """A share in whole percents; a dash where it is withheld."""
    if share is None:
        return "–"
    rounded = round(100 * share)
    return f"{signed(rounded) if sign else whole(rounded)}%"


def per_inhabitants(rate: float | None) -> str:
    """A rate in one decimal; a dash where it is withheld."""
    return "–" if rate is None else number_format(rate, 1, use_l10n=True, force_grouping=True)


def written(found: Section, number: float | None) -> str:
    """What `Section.drawn` gave, as it is written."""
    if found.by_rate:
        return per_inhabitants(number)
    return whole(None if number is None else int(number))


def sentence(found: Section) -> str:
    """The finding that stands above the chart of this table."""
    if found.by_rate:
        return _by_inhabitants(found)
    return _over_years(found) if found.by_year else _in_period(found)


def _over_years(found: Section) -> str:
    years = [column for column in found.columns if column.period.isdigit()]
    total, unit = found.total or found.rows[0], _unit(found)
    if not years:
        return found.heading
    last = years[-1]
    words = {"unit": unit, "year": last.label, "count": whole(found.value(total, last))}
    said = _("%(count)s %(unit)s in %(year)s") % words
    if len(years) > 1:
        said += _compared(found, total, years)
    top = most(found, last)
    if top and total.is_total:
        said += "; " + _("most often: %(names)s (%(count)s)") % _named(found, top, last)
        said += _unanswered(found, top[0], last)
    return said + "."


def _compared(found: Section, total: Line, years: Sequence[Line]) -> str:
    change = change_of(found.value(total, years[-2]), found.value(total, years[-1]))
    if change is None:
        return ""
    difference, relative = change
    share = "" if relative is None else f" ({percentage(abs(relative))})"
    words = {"count": whole(abs(difference)), "share": share, "year": years[-2].label}
    if difference > 0:
        return ", " + _("%(count)s%(share)s more than in %(year)s") % words
    if difference < 0:
        return ", " + _("%(count)s%(share)s fewer than in %(year)s") % words
    return ", " + _("as many as in %(year)s") % words


def _in_period(found: Section) -> str:
    column = next((one for one in found.columns if one.is_total), found.columns[0])
    total = found.total
    top = most(found, column)
    words = {"unit": _unit(found), "period": period_name(found.period)}
    if total is None or not top:
        return _("No %(unit)s to show for %(period)s.") % words
    words |= _named(found, top, column)
    words["total"] = whole(found.value(total, column))
    share = found.share(top[0], column)
    said = _("Most often %(names)s: %(count)s of %(total)s %(unit)s in %(period)s") % words
    said += "" if share is None else f" ({percentage(share)})"
    return f"{said}{_unanswered(found, top[0], column)}. {_largest_column(found, total)}".rstrip()


def _unanswered(found: Section, top: Line, column: Line) -> str:
    """How many have no answer, where they are more than those of the most frequent one."""
    row = next((row for row in found.rows if row.code == UNKNOWN), None)
    if row is None or (found.value(row, column) or 0) <= (found.value(top, column) or 0):
        return ""
    return "; " + f"{row.label.lower()}: {whole(found.value(row, column))}"


def _by_inhabitants(found: Section) -> str:
    """Where the number is highest for those who live there, beside the whole."""
    column, total = found.columns[0], found.total
    rates = [(row.label, found.rate(row, column)) for row in found.bare]
    highest = max((rate for _label, rate in rates if rate is not None), default=None)
    whole_rate = found.rate(total, column) if total else None
    if highest is None or whole_rate is None:
        return _in_period(found)
    words = {
        "unit": _unit(found),
        "period": period_name(found.period),
        "names": _(" and ").join(label for label, rate in rates if rate == highest),
        "rate": per_inhabitants(highest),
        "whole": per_inhabitants(whole_rate),
    }
    return (
        _(
            "Most %(unit)s per 100,000 inhabitants in %(period)s: %(names)s, %(rate)s. In the whole country "
            "%(whole)s."
        )
        % words
    )


def _largest_column(found: Section, total: Line) -> str:
    """Of two dimensions: the column that is most frequent, too."""
    columns = [one for one in found.columns if not one.is_rest and one.depth == 0]
    highest = max((found.value(total, one) or 0 for one in columns), default=0)
    if not highest or len(columns) < 2:
        return ""
    top = [one for one in columns if found.value(total, one) == highest]
    words = {"dimension": worded(found.across) if found.across else "", **_together(top, highest)}
    return _("%(dimension)s: most often %(names)s (%(count)s).") % words


def _unit(found: Section) -> str:
    """The unit as it stands inside a sentence."""
    label = worded(found.unit)
    return label[:1].lower() + label[1:]


def _named(found: Section, top: Sequence[Line], column: Line) -> dict[str, str]:
    return _together(top, found.value(top[0], column))


def _together(top: Sequence[Line], number: int | None) -> dict[str, str]:
    """The names of the most frequent and their number; of several that each has it."""
    count = whole(number)
    if len(top) > 1:
        count = _("%(count)s each") % {"count": count}
    return {"names": _(" and ").join(line.label for line in top), "count": count}

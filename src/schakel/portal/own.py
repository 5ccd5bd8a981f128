"""Figures of one's own: the reports of one's organisation, counted; and what was released of one's region.

The first are the organisation's own records, so nothing is hidden in them. The second are public: a region
is looked up in the protected figures, and nowhere else.
"""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.terms.answers import NONE, UNKNOWN
from schakel.foundation.terms.queries import label
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.queries import Numbers, table
from schakel.portal.partner import REPORTING
from schakel.register.intake.queries import own_reports

READERS = REPORTING | {Role.MUNICIPAL_ADVISER}
_NO_REGION = ("*", NONE, UNKNOWN)
Rows = list[tuple[str, list[int]]]


class RegionForm(forms.Form):
    """Of which region."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)


@require_safe
@never_cache
def own_figures(request: SignedInRequest) -> HttpResponse:
    """What one's organisation reported by year and form, and what was released of a region."""
    roles = request.user.roles
    if not READERS & roles:
        raise PermissionDenied("own figures are for partners")
    context: dict[str, Any] = {"own": _own(request) if REPORTING & roles else None}
    return render(request, "portal/own_figures.html", context | _released(request))


def _own(request: SignedInRequest) -> dict[str, Any]:
    """Reports of one's own organisation that count, by year and by form of exploitation."""
    counted = own_reports(request.user).standing().select_related(None).order_by()
    years = counted.values_list("year").annotate(n=Count("pk", distinct=True)).order_by("year")
    forms_found: Counter[str] = Counter()
    for form, n in counted.values_list("forms__form").annotate(n=Count("pk", distinct=True)):
        forms_found[form or UNKNOWN] += n  # none stated is not known either
    return {
        "total": sum(n for _year, n in years),
        "years": [(str(year) if year else _("Year not known"), n) for year, n in years],
        "forms": [(label("exploitation_form", form), n) for form, n in forms_found.most_common()],
    }


def _released(request: SignedInRequest) -> dict[str, Any]:
    """Released numbers of the region that was asked for, else of one's organisation, else of the first."""
    try:
        regions = table("PERSONS", "region")
    except NotInCubeError:  # nothing was published yet
        return {"regions": None}
    choices = [(row.code, row.label) for row in regions.rows if row.code not in _NO_REGION]
    organisation = request.user.organisation
    own = (organisation.police_unit_id or "") if organisation else ""
    codes = [code for code, _label in choices]
    asked = next((one for one in (request.GET.get("region"), own, *codes) if one in codes), "")
    form = RegionForm(initial={"region": asked})
    form.fields["region"].choices = choices  # type: ignore[attr-defined]
    inside = table("PERSONS", "form", fixed={"region": asked})
    return {
        "regions": form,
        "region": dict(choices).get(asked, ""),
        "periods": [one for one in inside.periods if one.isdigit()],
        "numbers": _rows(inside),
    }


def _rows(numbers: Numbers) -> Rows:
    """Each form with its number by year; the total first."""
    column = numbers.columns[0].code
    years = [one for one in numbers.periods if one.isdigit()]
    found = [
        (row.label, [numbers.values[(row.code, column, year)] or 0 for year in years])
        for row in sorted(numbers.rows, key=lambda row: not row.is_total)
    ]
    return [(name, counts) for name, counts in found if any(counts)]

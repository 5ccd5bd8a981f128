"""The intake report (aanmeldverslag): what a shelter is told, as a sheet to be typeset.

Before a shelter accepted, nobody's name stands in it; afterwards the names do. No address, and nothing about
where the client is not safe.
"""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.care.placement.choices import State
from schakel.care.placement.models import Client, Request
from schakel.care.placement.queries import asked, people_of
from schakel.care.placement.telling import TOLD
from schakel.care.placement.wording import fact_rows
from schakel.foundation.terms.queries import label, nationality_label

# From here on the shelter knows whom it gets.
NAMED = frozenset({State.ACCEPTED, State.PLACED})


def intake_report(request: Request, *, named: bool) -> dict[str, Any]:
    """The sheet of one request (with state); opens names only when `named`."""
    facts = {name: value for name, value in asked([request])[request.pk].items() if name in TOLD}
    title = _("Intake report %(number)s") % {"number": request.number}
    lead = (
        _("With names: for the shelter that accepted, and for nobody else.")
        if named
        else _("Without names: for a shelter that has to answer.")
    )
    return {
        "lang": (get_language() or "nl")[:2],
        "author": "Schakel",
        "number": request.number,
        "title": title,
        "lead": lead,
        "sections": [
            {"heading": _("Request"), "facts": _asked(request)},
            {"heading": _("People who stay together"), **_people(request, named)},
            {
                "heading": _("What they need"),
                "facts": [list(pair) for pair in fact_rows(facts, True)],
            },
        ],
    }


def _asked(request: Request) -> list[tuple[str, str]]:
    needed = request.needed_on
    return [
        (_("Number"), request.number),
        (_("Asked"), date_format(timezone.localtime(request.asked_at), "j F Y, H:i")),
        (_("Asked by"), str(request.asked_by or _("Not known"))),
        (_("How soon"), capfirst(str(request.get_priority_display()))),
        (_("Needed from"), date_format(needed, "j F Y") if needed else _("Not known")),
        (_("Consent"), capfirst(str(request.get_consent_display()))),
    ]


def _people(request: Request, named: bool) -> dict[str, Any]:
    names = [(_("Who"), 2), (_("Gender"), 1), (_("Age"), 1), (_("Nationality"), 2)]
    if named:
        names += [(_("Name"), 3), (_("Born"), 2)]
        people = people_of(request.group)
    else:
        people = list(Client.objects.filter(group=request.group_id).order_by("pk").defer(*_NAMES))
    return {
        "columns": [{"name": str(name), "width": width} for name, width in names],
        "rows": [_row(one, named) for one in people],
    }


_NAMES = ("surname", "given_names", "date_of_birth")


def _row(one: Client, named: bool) -> list[str]:
    unknown = _("Not known")
    cells = [
        capfirst(str(one.get_kin_display())),
        label("gender", one.gender),
        unknown if one.age is None else str(one.age),
        nationality_label(one.nationality),
    ]
    if named:
        cells += [
            f"{one.given_names} {one.surname}".strip() or unknown,
            one.date_of_birth or unknown,
        ]
    return cells

"""By what first shelter can be counted in the explorer; registered when the app starts."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.care.placement.choices import (
    Channel,
    Destination,
    Origin,
    Priority,
    RefusalReason,
    Scheme,
    State,
)
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.queries import region_choices
from schakel.foundation.terms.answers import NONE
from schakel.insight.analysis.dimensions import (
    CountingUnit,
    Dimension,
    Names,
    add_dimension,
    add_unit,
)
from schakel.insight.analysis.shelter import (
    LONGER,
    OF_WHOM,
    PLACEMENTS,
    REFUSALS,
    REQUESTS,
    STAYS,
    WHEN,
)


def _chosen(choices: type[TextChoices], none: str | Promise = "") -> Names:
    def names() -> dict[str, str]:
        found = {str(code): str(words) for code, words in choices.choices}
        return {**found, NONE: str(none)} if none else found

    return names


def _waited() -> dict[str, str]:
    return {
        "DAYS_0_1": _("within a day"),
        "DAYS_2_3": _("2 or 3 days"),
        "DAYS_4_7": _("4 to 7 days"),
        "DAYS_8_14": _("8 to 14 days"),
        "DAYS_15_30": _("15 to 30 days"),
        LONGER: _("longer"),
        NONE: _("no placement on this request"),
    }


def _stayed() -> dict[str, str]:
    return {
        "DAYS_0_7": _("up to a week"),
        "DAYS_8_30": _("8 to 30 days"),
        "DAYS_31_91": _("31 to 91 days"),
        "DAYS_92_182": _("92 to 182 days"),
        LONGER: _("longer"),
        NONE: _("is still there"),
    }


def _children() -> dict[str, str]:
    return {"0": _("no children"), "1": _("1 child"), "2": _("2 children"), "3": _("3 or more")}


def _yes_or_no() -> dict[str, str]:
    return {"YES": _("Yes"), "NO": _("No")}


def _institutions() -> dict[str, str]:
    return dict(Organisation.objects.order_by("name").values_list("number", "name"))


DIMENSIONS = (
    Dimension(
        "scheme",
        gettext_lazy("Kind of shelter"),
        gettext_lazy("Of a request: what was asked for; else of the site at that time."),
        _chosen(Scheme),
    ),
    Dimension(
        "channel",
        gettext_lazy("How the request came in"),
        gettext_lazy("By telephone, in this system, or with a report."),
        _chosen(Channel),
    ),
    Dimension(
        "priority",
        gettext_lazy("How soon a place was needed"),
        gettext_lazy("As the request says."),
        _chosen(Priority),
    ),
    Dimension(
        "outcome",
        gettext_lazy("Where the request stands"),
        gettext_lazy("At the cut-off of the snapshot."),
        _chosen(State),
    ),
    Dimension(
        "waited",
        gettext_lazy("Days from request to place"),
        gettext_lazy("Up to the first placement on the request."),
        _waited,
    ),
    Dimension(
        "origin",
        gettext_lazy("Origin of the placement"),
        gettext_lazy("On a request, by flowing through, or by another authority."),
        _chosen(Origin),
    ),
    Dimension(
        "came_from",
        gettext_lazy("Kind of shelter before"),
        gettext_lazy("From which people flowed through."),
        _chosen(Scheme, gettext_lazy("not flowed through")),
    ),
    Dimension(
        "shelter_region",
        gettext_lazy("Region of the shelter"),
        gettext_lazy("The police unit in which the site stands; nearer than that nobody counts."),
        lambda: dict(region_choices()),
    ),
    Dimension(
        "destination",
        gettext_lazy("Where people went"),
        gettext_lazy("At the end of the stay."),
        _chosen(Destination, gettext_lazy("is still there")),
    ),
    Dimension(
        "stayed",
        gettext_lazy("Length of the stay"),
        gettext_lazy("From arrival to departure; 91 days are three months."),
        _stayed,
    ),
    Dimension(
        "over_term",
        gettext_lazy("Longer than the term"),
        gettext_lazy("Beyond the term of the scheme, so far where the stay still lasts."),
        _yes_or_no,
    ),
    Dimension(
        "children",
        gettext_lazy("Children"),
        gettext_lazy("Children who come along; of a stay: whether it is that of a child."),
        _children,
    ),
    Dimension(
        "refusal_reason",
        gettext_lazy("Reason of the refusal"),
        gettext_lazy("As the site gave it."),
        _chosen(RefusalReason),
    ),
    Dimension(
        "improper",
        gettext_lazy("Improper refusal"),
        gettext_lazy("For want of a tie with the region, which may not be a reason."),
        _yes_or_no,
    ),
    Dimension(
        "institution",
        gettext_lazy("Institution"),
        gettext_lazy("Whose site refused. For use in the house."),
        _institutions,
    ),
)
_OF_REQUESTS = (*WHEN, "scheme", "channel", "priority", "outcome", "waited", *OF_WHOM)
UNITS = (
    CountingUnit(
        REQUESTS,
        gettext_lazy("Requests for shelter"),
        gettext_lazy("Each time that shelter was asked for a group, in the year of asking."),
        REQUESTS,
        _OF_REQUESTS,
    ),
    CountingUnit(
        "first_requests",
        gettext_lazy("First requests for shelter"),
        gettext_lazy("The first request of a group for that kind of shelter."),
        REQUESTS,
        _OF_REQUESTS,
        only="first_request",
    ),
    CountingUnit(
        PLACEMENTS,
        gettext_lazy("Placements in shelter"),
        gettext_lazy("A group gets a unit: on a request, by flowing through, or directly."),
        PLACEMENTS,
        (*WHEN, "scheme", "origin", "came_from", "shelter_region", *OF_WHOM),
    ),
    CountingUnit(
        STAYS,
        gettext_lazy("Stays in shelter"),
        gettext_lazy("One person in one unit, in the year of arrival; children too."),
        STAYS,
        (*WHEN, "scheme", "destination", "stayed", "over_term", *OF_WHOM),
    ),
    CountingUnit(
        REFUSALS,
        gettext_lazy("Refusals by shelters"),
        gettext_lazy("A site said no to an offer; a request may be refused several times."),
        REFUSALS,
        (*WHEN, "scheme", "refusal_reason", "improper", "institution"),
    ),
)
for _one in DIMENSIONS:
    add_dimension(_one)
for _unit in UNITS:
    add_unit(_unit)

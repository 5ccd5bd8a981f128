"""What others published about municipalities before the monitor began, as they counted it.

From publications of CoMensha, of the press and of GRETA; numbers as printed, never joined to ours.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Published(NamedTuple):
    """When it held, what was said, and who said it."""

    when: Any
    what: Any
    source: Any


_AT_THE_TIME = _("CoMensha, as reported at the time")
_NETWORK = _("CoMensha: Uitbreiding netwerk zorgcoördinatoren; press of 2019")
_BASELINE = _("CoMensha: Gemeenten aan zet (2019)")

PUBLISHED = (
    Published("2017", _("19 of the 35 centre municipalities have care coordination"), _AT_THE_TIME),
    Published(_("end of 2018"), _("23 care coordinators"), _NETWORK),
    Published(
        "2019",
        _("27 care coordinators in ten police regions, many of them part-time"),
        _NETWORK,
    ),
    Published(
        _("September 2019"),
        _("30 of the 35 centre municipalities have care coordination"),
        _AT_THE_TIME,
    ),
    Published(
        "2019",
        _("All 355 municipalities were asked and 135 answered: the first survey"),
        _BASELINE,
    ),
    Published(
        "2019",
        _(
            "Of those that answered, 25% had no agreement on where to report signals and 49% had somebody "
            "who is responsible for the care of victims; 80% thought that human trafficking occurs with them"
        ),
        _BASELINE,
    ),
    Published(
        "2020",
        _("At least 50 of 352 municipalities without (full) policy were informed"),
        _("CoMensha: Zorgcoördinatie en opvang 2020"),
    ),
    Published(
        _("about 2020–2021"),
        _("94% of the centre municipalities have care coordination"),
        _AT_THE_TIME,
    ),
    Published(
        "2023",
        _("Most municipalities have adopted policy against human trafficking"),
        _("GRETA: third report on the Netherlands (2023)"),
    ),
)

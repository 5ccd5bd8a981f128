"""What others published before about the Netherlands: estimates, and how many were registered."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Earlier:
    """A yearly estimate with its range, how many were registered a year, and where it was published."""

    period: str
    estimate: int
    low: int
    high: int
    registered: int
    source: Promise


# Registered: the mean of the totals of the National Rapporteur for the two years (1,256 and 1,150), and the
# number that the estimate of 2021 names itself.
EARLIER = (
    Earlier(
        "2014–2015",
        6_250,
        5_000,
        7_500,
        1_203,
        _("National Rapporteur, 28 September 2017, and UNODC research brief 2017"),
    ),
    Earlier(
        "2018–2019",
        5_000,
        4_000,
        7_000,
        1_300,
        _("Van Dijk, Cruyff and Van der Heijden for the WODC, 29 November 2021"),
    ),
)

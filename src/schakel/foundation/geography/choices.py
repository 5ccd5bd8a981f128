"""The codes of geography itself; everything else here is data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Which municipalities there were is known from this year on.
FIRST_YEAR = 2019


class UnitKind(models.TextChoices):
    """A police unit works in a region or in the whole country; the border police has own districts."""

    REGIONAL = "REGIONAL", _("regional unit")
    NATIONAL = "NATIONAL", _("national unit")
    DISTRICT = "DISTRICT", _("district of the border police")


class CountryGroup(models.TextChoices):
    """The groups in which citizenship is counted (Eurostat's three, with EEA and Switzerland apart)."""

    NL = "NL", _("the Netherlands")
    EU = "EU", _("other country of the European Union")
    EEA_CH = "EEA_CH", _("European Economic Area or Switzerland")
    NON_EU = "NON_EU", _("country outside the European Union")

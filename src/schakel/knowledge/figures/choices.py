"""The units, periods and charts of a released table."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    """What a number counts. A report is not a person."""

    REPORTS = "reports"
    PERSONS = "persons"


class Chapter(StrEnum):
    """What a cube is about: reports to the register, or first shelter. Each has units of its own."""

    REGISTER = "register"
    SHELTER = "shelter"


class Chart(StrEnum):
    """The charts of a table: both units by year, and each unit by kind and year."""

    OVERVIEW = "overview"
    REPORTS = "reports"
    PERSONS = "persons"


class Layout(StrEnum):
    """For a wide page and for a phone."""

    WIDE = "wide"
    NARROW = "narrow"


# What stands in the explanation until there are figures that say it themselves.
BASE = 5
UNKNOWN_YEAR = "UNKNOWN"
TOTAL = "TOTAL"
LANGUAGES = ("nl", "en")
CHAPTER_LABELS = {Chapter.REGISTER: _("Register"), Chapter.SHELTER: _("First shelter")}
UNIT_LABELS = {Unit.REPORTS: _("Reports"), Unit.PERSONS: _("Persons")}

# Breaks in the series: the year, and what happened (Slachtoffermonitor 2014–2018; letter of the centre to
# parliament, 2019; annual overviews 2019–2021). Shown where the year, or the year after it, is in the table.
BREAKS = (
    (
        2014,
        _("Until 2014: cases at the border (sub 3)"),
        _(
            "People who were recruited or taken along across the border for prostitution are counted apart "
            "by others: later series of the National Rapporteur leave these cases of the border police out. "
            "For 2014 that makes 1,256 instead of 1,561 persons. So figures of different publishers differ."
        ),
    ),
    (
        2018,
        _("2018: the General Data Protection Regulation"),
        _(
            "From May 2018 many organisations reported less, because they were unsure whether they were "
            "still allowed to. The number of persons fell from 958 in 2017 to 668 in 2018. That does not "
            "mean that there were fewer victims."
        ),
    ),
    (
        2020,
        _("2020 and 2021: corona"),
        _(
            "During the corona measures there were fewer checks and less contact with care. Fewer persons "
            "were seen, so fewer were reported."
        ),
    ),
)

"""Everything that a report can say, drawn at random: for tests of what is kept of it."""

from hypothesis import strategies as st

from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.data import CountryData, FormData, PurposeData, ReportData

COUNTRIES = ["NL", "PL", "BE", "NG", "VN"]
MUNICIPALITIES = ["GM0363", "GM0344", "GM0599"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "N"]), max_size=20)

NAMES = TEXTS.map(lambda text: text.replace(",", "").replace(";", "").strip()).filter(bool)


@st.composite
def dates(draw: st.DrawFn, about: bool = True) -> PartialDate:
    """In the past, and after everybody who is reported was born."""
    parts = (draw(st.integers(2010, 2023)), draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    known = draw(st.sampled_from([1, 2, 3]))
    return PartialDate(*parts[:known], about=about and draw(st.booleans()))


@st.composite
def births(draw: st.DrawFn) -> PartialDate:
    """Before everything else that a report tells."""
    return draw(
        st.builds(PartialDate, st.integers(1960, 2005), about=st.booleans())
        | st.builds(
            PartialDate,
            st.integers(1960, 2005),
            st.integers(1, 12),
            st.integers(1, 28),
            about=st.booleans(),
        )
    )


@st.composite
def periods(draw: st.DrawFn) -> PartialPeriod:
    start, end = draw(st.none() | dates()), draw(st.none() | dates())
    if start and end and start.earliest() > end.latest():
        start, end = end, start
    ongoing = False if end else draw(st.none() | st.booleans())
    return PartialPeriod(start, end, True if start is None and ongoing is None else ongoing)


def several(values: list[str]) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


def one_or(values: list[str], alone: list[str]) -> st.SearchStrategy:
    """Several answers, or one that says why there is none."""
    return several(values) | st.sampled_from(alone).map(lambda one: (one,))


def parts() -> dict[str, st.SearchStrategy]:
    """When, where else, by which way and how, by field of `ReportData`."""
    return {
        "further_places": several([*MUNICIPALITIES, *COUNTRIES]),
        "countries": st.lists(
            st.builds(
                CountryData,
                st.sampled_from(COUNTRIES),
                st.sampled_from(["ORIGIN", "TRANSIT", "DESTINATION"]),
            ),
            unique=True,
            max_size=4,
        ).map(tuple),
        "periods": st.lists(periods(), max_size=3, unique=True).map(tuple),
        "recruitment_methods": one_or(["LOVERBOY", "DEBT", "OTHER"], ["NOT_ASKED", "REFUSED"]),
        "recruiter_relations": one_or(["PARTNER", "FAMILY"], ["NOT_ASKED", "REFUSED"]),
        "control_means": one_or(["DEBT_BONDAGE", "OTHER"], ["NONE", "NOT_ASKED"]),
    }


CONTENTS = st.builds(
    ReportData,
    reporter_type=st.just("POLICE"),
    reporter_reference=TEXTS.map(str.strip),
    reported_on=st.none() | dates(about=False),
    surname=TEXTS,
    name_prefix=st.sampled_from(["", "van der", "el"]),
    given_names=TEXTS,
    birth_name=TEXTS,
    aliases=st.lists(NAMES, max_size=3, unique=True).map(tuple),
    date_of_birth=st.none() | births(),
    birth_basis=st.sampled_from(["", "DOCUMENT", "CLAIMED", "ESTIMATED"]),
    birth_place=TEXTS,
    v_number=st.sampled_from(["", "9912345678"]),
    phone=st.sampled_from(["", "+31600001234", "0600001234"]),
    person_key=TEXTS,
    age=st.none() | st.integers(0, 120),
    gender=st.sampled_from(["FEMALE", "MALE", "X", "UNKNOWN"]),
    nationalities=one_or(COUNTRIES, ["STATELESS", "NOT_ASKED", "REFUSED"]),
    country_of_birth=st.none() | st.sampled_from(COUNTRIES),
    residence_status=st.sampled_from(["DUTCH", "NOT_ASKED", "REFUSED", "UNKNOWN"]),
    forms=st.lists(
        st.builds(
            FormData,
            st.sampled_from(["SEXUAL", "LABOUR", "CRIMINAL"]),
            st.sampled_from(["", "HOTEL", "CLEANING", "THEFT"]),
        ),
        max_size=3,
    ).map(tuple),
    place_municipality=st.none() | st.sampled_from(MUNICIPALITIES),
    place_country=st.none() | st.sampled_from(COUNTRIES),
    **parts(),
    domestic_crossborder=st.sampled_from(["DOMESTIC", "CROSS_BORDER", "UNKNOWN"]),
    police_unit=st.none() | st.sampled_from(["MN", "LE"]),
    purposes=st.just((PurposeData("REGISTRATION", "BPG_4_2"),))
    | dates(about=False).map(
        lambda day: (
            PurposeData("REGISTRATION", "BPG_4_2"),
            PurposeData("SHELTER", "CONSENT_VICTIM", day),
        )
    ),
    police_report_status=st.sampled_from(["NONE", "NOT_ASKED", "FILED"]),
    reflection_period_status=st.sampled_from(["NONE", "REFUSED", "UNKNOWN"]),
    sub3_only=st.none() | st.booleans(),
    note=TEXTS,
)

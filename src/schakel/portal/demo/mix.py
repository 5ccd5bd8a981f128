"""How often what occurs in the demo: follows published totals and mixes, with invented gaps filled in.

Sources: yearly totals and kinds of reporter as published for the Netherlands (annual overviews 2019 to
2024, National Rapporteur); nationalities, forms and ages after the 2024 overview. The years 2022, 2025
and 2026 and every combination of two characteristics are invented. Never cite these as real figures.
"""

# Persons per year. 2019-2024 are the published totals; 2025 and 2026 (until the demo's last day) invented.
PERSONS = {
    2019: 1372,
    2020: 1013,
    2021: 791,
    2022: 814,
    2023: 868,
    2024: 944,
    2025: 987,
    2026: 861,
}
# The demo's calendar stops here, so that it is the same on every day it is shown.
LAST_DAY = (2026, 11, 15)

REPORTER_KINDS = (
    "POLICE",
    "KMAR",
    "NLA",
    "CARE_COORDINATION",
    "FAIRWORK",
    "SHELTER",
    "YOUTH_CARE",
    "AMBULATORY",
    "NIDOS",
    "COA",
    "LAWYER",
    "MUNICIPALITY",
    "SELF",
)
_OTHERS = (0.30, 0.20, 0.18, 0.08, 0.08, 0.06, 0.06, 0.04)  # how "other" divides, from SHELTER on
# Shares of police, border police, labour inspectorate, care coordination, FairWork; the rest is "other".
_SHARES = {
    2019: (0.63, 0.007, 0.03, 0.167, 0.06),
    2020: (0.45, 0.02, 0.03, 0.25, 0.12),
    2021: (0.37, 0.03, 0.03, 0.29, 0.18),
    2022: (0.36, 0.04, 0.03, 0.295, 0.20),
    2023: (0.345, 0.048, 0.032, 0.299, 0.223),
    2024: (0.310, 0.063, 0.067, 0.283, 0.242),
    2025: (0.300, 0.060, 0.065, 0.285, 0.240),
    2026: (0.295, 0.062, 0.070, 0.280, 0.245),
}


def reporter_weights(year: int) -> tuple[float, ...]:
    """Weights in the order of `REPORTER_KINDS`."""
    shares = _SHARES[year]
    rest = 1 - sum(shares)
    return (*shares, *(rest * part for part in _OTHERS))


# Number of reports per person.
REPORTS_PER_PERSON = {1: 0.89, 2: 0.095, 3: 0.015}
# Who reports second, given who reported first: pairs as in the published overlaps of 2010-2015.
SECOND = {
    "POLICE": {"CARE_COORDINATION": 0.35, "SHELTER": 0.35, "NLA": 0.15, "KMAR": 0.15},
    "CARE_COORDINATION": {"POLICE": 0.55, "SHELTER": 0.30, "FAIRWORK": 0.15},
    "FAIRWORK": {"NLA": 0.45, "SHELTER": 0.30, "POLICE": 0.25},
}
SECOND_ELSE = {"POLICE": 0.5, "CARE_COORDINATION": 0.3, "SHELTER": 0.2}

FORMS = {
    "SEXUAL": 0.42,
    "LABOUR": 0.36,
    "CRIMINAL": 0.14,
    "FORCED_BEGGING": 0.01,
    "FORCED_MARRIAGE": 0.007,
    "ORGAN_REMOVAL": 0.003,
    "UNKNOWN": 0.06,
}
SECOND_FORM = 0.06
GENDER = {  # by main form
    "SEXUAL": {"FEMALE": 0.92, "MALE": 0.06, "X": 0.01, "UNKNOWN": 0.01},
    "LABOUR": {"MALE": 0.60, "FEMALE": 0.385, "X": 0.002, "UNKNOWN": 0.013},
    "CRIMINAL": {"MALE": 0.75, "FEMALE": 0.235, "X": 0.005, "UNKNOWN": 0.01},
}
GENDER_ELSE = {"FEMALE": 0.5, "MALE": 0.44, "UNKNOWN": 0.06}
AGE_RANGES = {  # lowest and highest age, with their share; None is "not known"
    (8, 11): 0.005,
    (12, 14): 0.015,
    (15, 17): 0.064,
    (18, 22): 0.14,
    (23, 30): 0.31,
    (31, 40): 0.27,
    (41, 50): 0.13,
    (51, 66): 0.05,
    None: 0.016,
}
NATIONALITIES = {
    "NL": 0.18, "NG": 0.11, "PL": 0.06, "RO": 0.05, "UA": 0.05, "BG": 0.04, "VE": 0.04, "CO": 0.04,
    "HU": 0.03, "UG": 0.03, "TR": 0.03, "IN": 0.03, "PH": 0.03, "VN": 0.02, "SL": 0.015, "GM": 0.015,
    "GN": 0.01, "SY": 0.02, "ET": 0.01, "ER": 0.01, "MA": 0.02, "BR": 0.02, "CN": 0.02, "GH": 0.02,
    "SR": 0.02, "LV": 0.015, "SK": 0.015, "AL": 0.02, "": 0.01, "AF": 0.02, "ID": 0.02, "CM": 0.02,
}  # fmt: skip
DUTCH_AMONG_MINORS = 0.65
RESIDENCE = {
    "NL": {"DUTCH": 1.0},
    "EU": {"EU_EEA_CH": 0.97, "UNKNOWN": 0.03},
    "EEA_CH": {"EU_EEA_CH": 1.0},
    "NON_EU": {
        "B8_REFLECTION": 0.22,
        "B8_PERMIT": 0.12,
        "ASYLUM_PENDING": 0.24,
        "DUBLIN": 0.12,
        "IRREGULAR": 0.12,
        "OTHER_PERMIT": 0.06,
        "UNKNOWN": 0.12,
    },
}
# Per month of the year: peaks in spring and October, a dip in August.
MONTHS = (0.95, 0.95, 1.15, 1.1, 1.1, 1.05, 0.9, 0.7, 1.0, 1.2, 1.0, 0.9)
# Where care institutions report from: large cities first, else about as people live.
CARE_REGIONS = {
    "AMS": 1.7, "RT": 1.5, "DH": 1.4, "MN": 1.3, "OB": 1.0, "ON": 1.4, "NH": 0.9, "ZWB": 0.9,
    "NN": 0.9, "LB": 0.6,
}  # fmt: skip
POLICE_UNITS = {
    "AMS": 2.0, "OB": 1.7, "RT": 1.6, "DH": 1.2, "MN": 1.1, "ON": 1.0, "ZWB": 1.1, "NH": 0.8,
    "LB": 0.8, "NN": 0.8,
}  # fmt: skip

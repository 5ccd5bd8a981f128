"""What a release says about itself, in both languages. Part of the release: it is frozen with it."""

from typing import NamedTuple


class Words(NamedTuple):
    """A name and what it means, in one language."""

    name: str
    definition: str


UNITS = {
    "REPORTS": {
        "nl": Words(
            "Meldingen",
            "Een melding is een bericht van een organisatie dat iemand mogelijk slachtoffer is. Elke melding "
            "telt één keer, in het jaar waarin zij is gedaan. Verbeterde en ingetrokken meldingen tellen "
            "niet mee.",
        ),
        "en": Words(
            "Reports",
            "A report is a message from an organisation that somebody may be a victim. Each report counts "
            "once, in the year in which it was made. Corrected and withdrawn reports do not count.",
        ),
    },
    "PERSONS": {
        "nl": Words(
            "Personen",
            "Een persoon telt één keer per jaar, hoe vaak hij of zij ook is gemeld. Bij soort melder en "
            "regio telt de persoon mee bij de eerste melding van dat jaar.",
        ),
        "en": Words(
            "Persons",
            "A person counts once a year, however often they were reported. By kind of reporter and by "
            "region a person counts with the first report of that year.",
        ),
    },
    "NEW_PERSONS": {
        "nl": Words(
            "Nieuwe personen",
            "Personen die in geen enkel eerder jaar zijn gemeld. Zij tellen ook mee bij de personen.",
        ),
        "en": Words(
            "New persons",
            "Persons who were not reported in any earlier year. They count among the persons as well.",
        ),
    },
}

_FACTS = {
    "nl": "Het is wat de eerste melding van het jaar erover zegt; een latere melding vult alleen aan.",
    "en": "It is what the first report of the year says; a later report only fills gaps.",
}
DIMENSIONS = {
    "reporter": {
        "nl": Words(
            "Soort melder",
            "Wie de melding deed. ‘Opvang en ambulante hulp’ is inclusief asielopvang. ‘Overige melders’ "
            "zijn alle andere soorten samen, zoals jeugdhulp, advocaten, gemeenten en mensen die zichzelf "
            "melden.",
        ),
        "en": Words(
            "Kind of reporter",
            "Who reported. ‘Shelter and outreach care’ includes asylum reception centres. ‘Other reporters’ "
            "are all other kinds together, such as youth care, lawyers, municipalities and persons who "
            "report themselves.",
        ),
    },
    "region": {
        "nl": Words(
            "Regio van de melder",
            "De politie-eenheid of het district van de marechaussee dat meldde; niet waar de persoon woont. "
            "De arbeidsinspectie meldt zonder regio; andere melders noemen er niet altijd een.",
        ),
        "en": Words(
            "Region of the reporter",
            "The police unit or border police district that reported; not where the person lives. The labour "
            "inspectorate reports without a region; other reporters do not always name one.",
        ),
    },
    "dossier": {
        "nl": Words(
            "Type dossier",
            "Wat de meldingen van dat jaar samen vragen: registratie, of ook opvang, of ook informatie en "
            "advies. Is om opvang en om advies gevraagd, dan telt de persoon bij opvang.",
        ),
        "en": Words(
            "Dossier type",
            "What the reports of that year ask together: registration, or shelter as well, or information "
            "and advice as well. Where both shelter and advice were asked, the person counts with shelter.",
        ),
    },
    "sex": {
        "nl": Words("Geslacht", f"Geslacht van de persoon. {_FACTS['nl']}"),
        "en": Words("Sex", f"Sex of the person. {_FACTS['en']}"),
    },
    "age": {
        "nl": Words("Leeftijd", f"Leeftijd op het moment van de melding. {_FACTS['nl']}"),
        "en": Words("Age", f"Age at the time of the report. {_FACTS['en']}"),
    },
    "nationality": {
        "nl": Words(
            "Nationaliteit",
            "Wie de Nederlandse en een andere nationaliteit heeft, telt als Nederlands; wie er meer heeft, "
            "bij één ervan. De landen zijn een vaste lijst; alle andere landen tellen samen.",
        ),
        "en": Words(
            "Nationality",
            "Whoever has Dutch and another nationality counts as Dutch; whoever has several counts with one. "
            "The countries are a fixed list; all other countries count together.",
        ),
    },
    "form": {
        "nl": Words(
            "Vorm van uitbuiting",
            "Alle vormen die in dat jaar zijn gemeld. Een persoon met meer vormen telt bij elke vorm, en één "
            "keer in het totaal. De vormen samen zijn dus meer dan het totaal.",
        ),
        "en": Words(
            "Form of exploitation",
            "All forms reported in that year. A person with several forms counts in each of them, and once "
            "in the total. So the forms add up to more than the total.",
        ),
    },
    "sector": {
        "nl": Words(
            "Sector",
            "Waar of waarin iemand moest werken, onder de vorm van uitbuiting waar de sector bij hoort. Alle "
            "sectoren van dat jaar tellen mee: een persoon met meer sectoren telt bij elke sector, "
            "en één keer in het totaal. Is nergens een sector gemeld, dan telt de persoon bij ‘niet bekend’.",
        ),
        "en": Words(
            "Sector",
            "Where or in what somebody had to work, under the form of exploitation that the sector belongs "
            "to. All sectors reported in that year count: a person with several counts in each of them, and "
            "once in the total. Where no sector was reported at all, the person counts under ‘not known’.",
        ),
    },
    "group": {
        "nl": Words(
            "Vier groepen",
            "De indeling van de Nationaal Rapporteur. Seksuele uitbuiting waarvan niet bekend is of er een "
            "grens is overgegaan, staat bij ‘niet bekend’. Een persoon kan in meer groepen tellen.",
        ),
        "en": Words(
            "Four groups",
            "The groups of the National Rapporteur. Sexual exploitation of which it is not known whether a "
            "border was crossed stands under ‘not known’. A person may count in several groups.",
        ),
    },
    "route": {
        "nl": Words(
            "Binnenlands of grensoverschrijdend",
            f"Of iemand binnen één land is uitgebuit, of daarvoor over een grens is gebracht. {_FACTS['nl']}",
        ),
        "en": Words(
            "Domestic or cross-border",
            "Whether somebody was exploited within one country, or brought across a border for it. "
            f"{_FACTS['en']}",
        ),
    },
    "sub3": {
        "nl": Words(
            "Alleen lid 3",
            "Of het alleen gaat om iemand meenemen naar een ander land voor seksuele dienstverlening "
            "(artikel 273f, eerste lid, onder 3), zonder andere vorm. De Nationaal Rapporteur telt deze "
            "zaken apart.",
        ),
        "en": Words(
            "Sub 3 only",
            "Whether it is only about taking somebody to another country for sexual services (article 273f, "
            "first paragraph, under 3), and nothing else. The National Rapporteur counts these cases apart.",
        ),
    },
}

# Labels of codes that stand in no code list; "any": in every dimension.
CATEGORIES: dict[str, dict[str, tuple[str, str]]] = {
    "any": {
        "UNKNOWN": ("Niet bekend", "Not known"),
        "NONE": ("Geen regio", "No region"),
    },
    "age": {
        "MINOR": ("Minderjarig", "Minor"),
        "MINOR_UNKNOWN": ("Minderjarig, leeftijd niet bekend", "Minor, age not known"),
        "ADULT": ("Meerderjarig", "Adult"),
        "ADULT_UNKNOWN": ("Meerderjarig, leeftijd niet bekend", "Adult, age not known"),
    },
    "nationality": {
        "EU": ("Andere landen van de Europese Unie", "Other countries of the European Union"),
        "OTHER_EU": (
            "Overige landen binnen de Europese Unie",
            "Remaining countries within the Union",
        ),
        "NON_EU": ("Landen buiten de Europese Unie", "Countries outside the European Union"),
        "OTHER_NON_EU": (
            "Overige landen buiten de Europese Unie",
            "Remaining countries outside the Union",
        ),
    },
    "sector": {
        "IN_SEXUAL": ("Sectoren van seksuele uitbuiting", "Sectors of sexual exploitation"),
        "IN_LABOUR": ("Sectoren van arbeidsuitbuiting", "Sectors of labour exploitation"),
        "IN_CRIMINAL": ("Sectoren van criminele uitbuiting", "Sectors of criminal exploitation"),
    },
    "group": {
        "DOMESTIC_SEXUAL": ("Binnenlandse seksuele uitbuiting", "Domestic sexual exploitation"),
        "CROSSBORDER_SEXUAL": (
            "Grensoverschrijdende seksuele uitbuiting",
            "Cross-border sexual exploitation",
        ),
        "LABOUR": ("Arbeidsuitbuiting", "Labour exploitation"),
        "CRIMINAL": ("Criminele uitbuiting", "Criminal exploitation"),
        "OTHER": ("Andere vormen", "Other forms"),
    },
    "sub3": {"YES": ("Ja", "Yes"), "NO": ("Nee", "No")},
}

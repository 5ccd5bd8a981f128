"""What a released table says about itself, in both languages. Part of the release: it is frozen with it."""

from schakel.insight.analysis.choices import KINDS
from schakel.knowledge.figures.content import Kind, Wording

WORDING = {
    "nl": Wording(
        title="Meldingen en personen naar soort melder en jaar",
        definition=(
            "Meldingen van mogelijke slachtoffers van mensenhandel, en de personen over wie ze gaan, "
            "naar soort melder en jaar van de melding."
        ),
        reports_rule=(
            "Een melding is een bericht van een organisatie dat iemand mogelijk slachtoffer is. Elke "
            "melding telt één keer: in het jaar waarin de melding is gedaan en bij de soort melder die "
            "meldde. Verbeterde en ingetrokken meldingen tellen niet mee."
        ),
        persons_rule=(
            "Een persoon telt één keer bij elke soort melder die de persoon kent, en één keer in het "
            "totaal. Daarom is het totaal lager dan de som van de soorten. Een persoon telt één keer per "
            "jaar. De regel ‘Alle jaren samen’ telt de jaren op: wie in twee jaren is gemeld, telt daar "
            "twee keer."
        ),
        source=(
            "Landelijk register van meldingen van mogelijke slachtoffers. ‘Opvang en ambulante hulp’ is "
            "inclusief asielopvang. ‘Overige melders’ zijn alle andere soorten samen, zoals jeugdhulp, "
            "advocaten, gemeenten en mensen die zichzelf melden."
        ),
        protection=(
            "De getallen zijn afgerond zodat niemand herkenbaar is. 1 tot en met 4 komt nooit voor, ook niet "
            "als verschil tussen twee getallen in de tabel. Totalen zijn de som van de afgeronde getallen. "
            "Daardoor wijkt een getal soms een paar af van de werkelijke telling."
        ),
    ),
    "en": Wording(
        title="Reports and persons by kind of reporter and year",
        definition=(
            "Reports of possible victims of human trafficking, and the persons they are about, by kind of "
            "reporter and year of the report."
        ),
        reports_rule=(
            "A report is a message from an organisation that somebody may be a victim. Each report counts "
            "once: in the year in which it was made and for the kind of reporter that made it. Corrected "
            "and withdrawn reports do not count."
        ),
        persons_rule=(
            "A person counts once in each kind of reporter that knows the person, and once in the total. "
            "So the total is smaller than the sum of the kinds. A person counts once in each year. The row "
            "‘All years together’ adds up the years: somebody reported in two years counts twice in it."
        ),
        source=(
            "National register of reports of possible victims. ‘Shelter and outreach care’ includes "
            "asylum reception centres. ‘Other reporters’ are all other kinds together, such as youth care, "
            "lawyers, municipalities and persons who report themselves."
        ),
        protection=(
            "The numbers are rounded so that nobody can be recognised. 1 to 4 is never shown, nor found as "
            "the difference between two numbers in the table. Totals are the sum of the rounded numbers. So "
            "a number may differ by a few from the true count."
        ),
    ),
}

KIND_LABELS = tuple(Kind(kind.code, {"nl": kind.nl, "en": kind.en}) for kind in KINDS)

"""The demo's estimates: the public table of six Dutch lists, published; and one of the invented register."""

from schakel.foundation.accounts.models import User
from schakel.insight.analysis.models import Snapshot
from schakel.insight.estimation import actions, signing
from schakel.insight.estimation.choices import State
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.plans import DROP, Plan, Treatment

# People registered in the Netherlands in 2010-2015 by the lists that they stand on: the table that Van Dijk,
# Cruyff, Van der Heijden and Kragten-Heerdink (2017) published, as in Chan, Silverman and Vincent (2021).
_LISTS = ("Inspectie", "KMar", "Overige", "Politie", "Regio", "Zorg")
_PEOPLE = (
    "1:352 2:1299 3:403 4:4466 5:650 6:632 13:1 14:18 15:3 16:16 23:1 24:44 26:4 34:59 35:2 36:57 45:82 "
    "46:125 56:2 134:4 146:4 345:2 346:7 456:1"
)
# Few, so that the demo is soon there; an estimate in earnest takes twenty thousand.
_DRAWS = {"public": 2000, "register": 200}
_YEARS = (2010, 2015)
_WORDS = {
    "title_nl": "Proef op de openbare tabel van 2010–2015",
    "title_en": "Trial on the public table of 2010–2015",
    "population_nl": "Vermoedelijke slachtoffers van mensenhandel in Nederland in zes jaar, "
    "volgens zes lijsten die openbaar zijn gemaakt. Een proef van dit systeem, geen nieuw onderzoek.",
    "population_en": "Presumed victims of human trafficking in the Netherlands in six years, "
    "by six lists that were made public. A trial of this system, no new research.",
}
_REASON = "Sporen dezelfde zaken op en geven ze aan elkaar door. (verzonnen)"
_REGISTER = Plan(
    treatments=(
        Treatment("KMAR", "POLICE", _REASON),
        Treatment("NLA", "POLICE", _REASON),
        Treatment("OTHER", DROP, "Te weinig mensen om iets over te zeggen. (verzonnen)"),
    ),
    draws=_DRAWS["register"],
    thorough=False,
)


def table() -> str:
    """The six lists as a CSV file."""
    rows = []
    for cell in _PEOPLE.split():
        lists, _between, people = cell.partition(":")
        rows.append(",".join([*("01"[str(place) in lists] for place in range(1, 7)), people]))
    return "\n".join([",".join([*_LISTS, "count"]), *rows])


def publish_demo_estimate(analyst: User, officer: User, years: tuple[int, int]) -> None:
    """Work both out; publish the first, and leave the second to the analyst."""
    six = actions.begin_from_file(
        by=analyst, title="Zes Nederlandse lijsten, 2010–2015", text=table(), name="zes-lijsten.csv"
    )
    done = _worked_out(analyst, six, Plan(draws=_DRAWS["public"], thorough=False))
    words = {**_WORDS, "first_year": _YEARS[0], "last_year": _YEARS[1]}
    signing.sign(by=officer, run=signing.offer(by=analyst, run=done, words=words))
    own = actions.begin_from_snapshot(
        by=analyst,
        title="Het register (verzonnen)",
        snapshot=Snapshot.objects.latest("pk"),
        years=years,
    )
    _worked_out(analyst, own, _REGISTER)


def _worked_out(by: User, run: Run, plan: Plan) -> Run:
    run = actions.start(by=by, run=run, plan=plan)
    while run.state == State.RUNNING:
        run = actions.proceed(by=by, run=run)
    return run

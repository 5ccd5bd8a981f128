"""Tables of lists with and without an answer in them, and runs over them."""

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.insight.estimation import actions
from schakel.insight.estimation.choices import State
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.plans import Plan

ANALYST_OF_TESTS = SystemActor("analyst-of-tests")
# Published: people killed in Kosovo, on four lists (Ball and others 2002); the estimate is 14,342.
FOUR_LISTS = (
    *((8, 1131), (4, 845), (2, 936), (1, 306), (12, 177), (10, 228), (9, 106), (6, 217), (5, 31)),
    *((3, 123), (14, 181), (13, 18), (11, 42), (7, 32), (15, 27)),
)
KOSOVO = "\n".join(
    [
        "EXH,ABA,OSCE,HRW,count",
        *(",".join([*f"{cell:04b}", str(people)]) for cell, people in FOUR_LISTS),
    ]
)
# Three lists on which nobody meets but six people of two of them.
SPARSE = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"
FEW_DRAWS = Plan(draws=200, thorough=False)

WORDS = {
    "title_nl": "Vier lijsten",
    "title_en": "Four lists",
    "population_nl": "Mensen op vier lijsten.",
    "population_en": "People on four lists.",
    "first_year": 2010,
    "last_year": 2011,
}


def begun(text: str = KOSOVO, by: Actor = ANALYST_OF_TESTS) -> Run:
    """A run that is still to be set up."""
    return actions.begin_from_file(by=by, title="Four lists", text=text, name="lists.csv")


def finished(text: str = KOSOVO, plan: Plan = FEW_DRAWS, by: Actor = ANALYST_OF_TESTS) -> Run:
    """A run that was worked out."""
    run = actions.start(by=by, run=begun(text, by), plan=plan)
    while run.state == State.RUNNING:
        run = actions.proceed(by=by, run=run, seconds=60)
    return run

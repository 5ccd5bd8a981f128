"""States of a run, the parts it is made of, and what people can be told apart by."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Columns of a snapshot that a group can be made by: one code per person (analysis.dimensions).
TRAITS = ("sex", "minor", "main_form", "citizenship")
SUB3 = "sub3"
YEAR = "year"
# Lists in one estimate: with more, a table has more empty combinations than people.
FEWEST_LISTS, MOST_LISTS = 3, 8
# Up to so many lists every model is tried: beyond, there are more than a machine can fit while one waits.
MOST_TRIED = 5
MOST_TRAITS = 3
MOST_DRAWS, DRAWS = 50_000, 20_000
# Of more than six lists, where each draw takes four times as long.
MANY_LISTS, DRAWS_OF_MANY = 6, 5_000
# Of groups and years: enough to see whether a number can stand, and to add them up.
DRAWS_OF_PARTS = 1_000
# The published choice for stepwise models; any seed would do as well, and stands beside every estimate.
THRESHOLD, SEED = 0.02, 3
THRESHOLDS = (0.001, 0.01, 0.02, 0.05)
# Shares of links missed, and of links that are false, where nothing was measured.
MISSED, FALSE = (0.02, 0.05, 0.10, 0.20), (0.02, 0.05)
LARGEST_FILE = 2 * 1024 * 1024
# The methods that a run can be made by; the others are held against it.
MAIN_METHODS = ("stepwise", "bic", "dga", "independence")


class Source(TextChoices):
    """Where the lists come from."""

    SNAPSHOT = "snapshot", _("A snapshot of the register")
    FILE = "file", _("A file of mine")


class State(TextChoices):
    """Where a run stands."""

    SET_UP = "setup", _("to be set up")
    RUNNING = "running", _("being worked out")
    FINISHED = "finished", _("finished")
    OFFERED = "offered", _("to be signed")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


TRANSITIONS = {
    State.SET_UP: {State.RUNNING},
    State.RUNNING: {State.FINISHED},
    State.FINISHED: {State.OFFERED},
    State.OFFERED: {State.PUBLISHED, State.FINISHED},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: set(),
}


class Light(StrEnum):
    """Whether the data can carry a number."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Part(StrEnum):
    """One step of a run; each is kept as soon as it is made."""

    POINT = "point"
    DRAWS = "draws"
    LIMITS = "limits"
    METHOD = "method"
    MODELS = "models"
    THRESHOLDS = "thresholds"
    LISTS = "lists"
    LINKS = "links"
    SUB3 = "sub3"
    ONE_MODEL = "one_model"
    GROUP = "group"
    YEAR = "year"

"""Who fits where: rules about shelter as data, places ranked with their reasons, the best joint assignment.

A library on arrays; no Django, no database. `vocabulary` says what rules may speak of, `explain` why a place
is (not) possible, `rank` what fits best, `freeze` and `replay` keep a decision, `assign` is the best for all
who wait. SciPy loads when `assign`, `first_come` or `one_by_one` is first used: ask for them by module.
"""

from importlib import import_module
from typing import Any

from schakel.methods.placement.expressions import Expression as Expression
from schakel.methods.placement.expressions import ExpressionError as ExpressionError
from schakel.methods.placement.expressions import facts_of as facts_of
from schakel.methods.placement.expressions import parse as parse
from schakel.methods.placement.expressions import to_json as to_json
from schakel.methods.placement.freezing import Frozen as Frozen
from schakel.methods.placement.freezing import ReplayError as ReplayError
from schakel.methods.placement.freezing import freeze as freeze
from schakel.methods.placement.freezing import frozen as frozen
from schakel.methods.placement.freezing import replay as replay
from schakel.methods.placement.groups import together as together
from schakel.methods.placement.previewing import Change as Change
from schakel.methods.placement.previewing import affected as affected
from schakel.methods.placement.previewing import changed as changed
from schakel.methods.placement.ranking import Component as Component
from schakel.methods.placement.ranking import Part as Part
from schakel.methods.placement.ranking import Ranked as Ranked
from schakel.methods.placement.ranking import Ranking as Ranking
from schakel.methods.placement.ranking import rank as rank
from schakel.methods.placement.ranking import score as score
from schakel.methods.placement.rules import Criterion as Criterion
from schakel.methods.placement.rules import Explanation as Explanation
from schakel.methods.placement.rules import Level as Level
from schakel.methods.placement.rules import Outcome as Outcome
from schakel.methods.placement.rules import Rule as Rule
from schakel.methods.placement.rules import RuleBook as RuleBook
from schakel.methods.placement.rules import RuleError as RuleError
from schakel.methods.placement.rules import RuleKind as RuleKind
from schakel.methods.placement.rules import Verdict as Verdict
from schakel.methods.placement.rules import explain as explain
from schakel.methods.placement.rules import in_words as in_words
from schakel.methods.placement.scoring import WEIGHTS as WEIGHTS
from schakel.methods.placement.scoring import Scores as Scores
from schakel.methods.placement.sentences import sentence as sentence
from schakel.methods.placement.standard import standard_rules as standard_rules
from schakel.methods.placement.texts import PlacementError as PlacementError
from schakel.methods.placement.texts import Text as Text
from schakel.methods.placement.truth import Truth as Truth
from schakel.methods.placement.vocabulary import CODES as CODES
from schakel.methods.placement.vocabulary import TERMS as TERMS
from schakel.methods.placement.vocabulary import Kind as Kind
from schakel.methods.placement.vocabulary import Side as Side
from schakel.methods.placement.vocabulary import Term as Term
from schakel.methods.placement.vocabulary import VocabularyError as VocabularyError
from schakel.methods.placement.vocabulary import label_of as label_of
from schakel.methods.placement.vocabulary import read_facts as read_facts
from schakel.methods.placement.waiting import Assignment as Assignment
from schakel.methods.placement.waiting import AssignmentError as AssignmentError
from schakel.methods.placement.waiting import Objective as Objective
from schakel.methods.placement.waiting import Placed as Placed
from schakel.methods.placement.waiting import Waiting as Waiting
from schakel.methods.placement.waiting import options as options

_LATER = ("assign", "first_come", "one_by_one")


def __getattr__(name: str) -> Any:
    """What needs SciPy, loaded at its first use."""
    if name in _LATER:
        return getattr(import_module("schakel.methods.placement.assigning"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

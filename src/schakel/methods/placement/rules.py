"""Rules about who fits where: data with a level, a text and an expression, and what they say of one pair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.methods.placement.columns import Answers, Columns
from schakel.methods.placement.evaluating import Known, evaluate, fact, open_facts
from schakel.methods.placement.expressions import (
    Expression,
    facts_of,
    parse,
    refuse_region,
    to_json,
)
from schakel.methods.placement.sentences import texts
from schakel.methods.placement.texts import PlacementError, Text
from schakel.methods.placement.truth import Truth
from schakel.methods.placement.vocabulary import Side, Value, label_of, read_facts, term


class Level(StrEnum):
    """Whose rule it is. A place keeps the rules of all levels above it; none can be taken back below."""

    SCHEME = "scheme"
    ORGANISATION = "organisation"
    SITE = "site"
    UNIT = "unit"


class RuleKind(StrEnum):
    REQUIRE = "require"
    PREFER = "prefer"


class Criterion(StrEnum):
    """What a place is ranked by."""

    SAFETY = "safety"
    SCARCITY = "scarcity"
    FIT = "fit"
    GROUP = "group"
    CONTINUITY = "continuity"


class Outcome(StrEnum):
    """Of one client at one place: possible, first ask something, or not possible."""

    POSSIBLE = "possible"
    ASK = "ask"
    NOT = "not"


OUTCOMES = {Truth.YES: Outcome.POSSIBLE, Truth.UNKNOWN: Outcome.ASK, Truth.NO: Outcome.NOT}
LEVELS = tuple(Level)
MOST_WEIGHT = 10
HIDDEN = Text(
    "Een reden van veiligheid, die u niet mag zien.", "A safety reason, which you may not see."
)


class RuleError(PlacementError):
    """A rule that cannot be saved."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Raises RuleError when it is made and cannot be.

    `owner` is the code of the scheme, organisation, site or unit; "" is every one of that level. Valid from
    `valid_from` until, and not on, `valid_to`.
    """

    code: str
    level: Level
    owner: str
    kind: RuleKind
    expression: Expression
    text: Text
    weight: int = 0
    criterion: Criterion | None = None
    version: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    secret: bool = False
    source: str = ""
    sentence: Text = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _check(self)
        object.__setattr__(self, "sentence", texts(self.expression))

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day and (self.valid_to is None or day < self.valid_to)

    def concerns(self, place: Known) -> bool:
        """Does it hold for this place? What is not known of a place is held to belong to it."""
        return not self.owner or place.get(self.level.value, self.owner) == self.owner

    @property
    def hides(self) -> bool:
        """Is its reason secret? Always so of a requirement that looks at what is secret about a client."""
        return self.secret or (
            self.kind is RuleKind.REQUIRE
            and any(term(name).secret for name in facts_of(self.expression))
        )

    def to_json(self) -> dict[str, Any]:
        """All of it as data; `from_json` gives an equal rule."""
        return {
            "code": self.code,
            "level": self.level.value,
            "owner": self.owner,
            "kind": self.kind.value,
            "expression": to_json(self.expression),
            "text": {"nl": self.text.nl, "en": self.text.en},
            "weight": self.weight,
            "criterion": self.criterion.value if self.criterion else None,
            "version": self.version,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "secret": self.secret,
            "source": self.source,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rule":
        """Raises RuleError and ExpressionError."""
        try:
            return cls(
                code=str(data["code"]),
                level=Level(data["level"]),
                owner=str(data.get("owner", "")),
                kind=RuleKind(data["kind"]),
                expression=parse(data["expression"]),
                text=Text(str(data["text"]["nl"]), str(data["text"]["en"])),
                weight=int(data.get("weight") or 0),
                criterion=Criterion(data["criterion"]) if data.get("criterion") else None,
                version=int(data.get("version", 1)),
                valid_from=_day(data.get("valid_from")),
                valid_to=_day(data.get("valid_to")),
                secret=bool(data.get("secret", False)),
                source=str(data.get("source", "")),
            )
        except PlacementError:
            raise
        except (KeyError, TypeError, ValueError) as problem:
            raise _error(
                "shape",
                f"Deze regel is niet te lezen: {problem}.",
                f"This rule cannot be read: {problem}.",
            ) from None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _error(code: str, nl: str, en: str) -> RuleError:
    return RuleError(code, Text(nl, en))


def _check(rule: Rule) -> None:
    refuse_region(rule.expression)
    if not rule.code or not rule.text.nl or not rule.text.en:
        raise _error(
            "text",
            "Een regel heeft een code en een tekst in het Nederlands en het Engels nodig.",
            "A rule needs a code, and a text in Dutch and in English.",
        )
    if rule.version < 1 or (rule.valid_from and rule.valid_to and rule.valid_to <= rule.valid_from):
        raise _error(
            "period",
            "De versie is 1 of hoger, en het einde ligt na het begin.",
            "The version is 1 or higher, and the end is after the start.",
        )
    (_check_requirement if rule.kind is RuleKind.REQUIRE else _check_preference)(rule)


def _check_requirement(rule: Rule) -> None:
    if rule.weight or rule.criterion:
        raise _error(
            "weight",
            "Alleen een voorkeur heeft een gewicht en een criterium.",
            "Only a preference has a weight and a criterion.",
        )
    for name in facts_of(rule.expression):
        if term(name).preference_only:
            label = term(name).label
            raise _error(
                "preference_only",
                f"{label.nl}: daarmee mag een plaats beter passen, maar het mag geen voorwaarde zijn.",
                f"{label.en}: a place may fit better by it, but it may not be a condition.",
            )


def _check_preference(rule: Rule) -> None:
    if not 1 <= rule.weight <= MOST_WEIGHT or rule.criterion is None:
        raise _error(
            "weight",
            f"Een voorkeur heeft een criterium en een gewicht van 1 tot {MOST_WEIGHT}.",
            f"A preference has a criterion, and a weight from 1 to {MOST_WEIGHT}.",
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one pair. `asks` are the facts that must be known before it can say yes or no."""

    rule: Rule
    truth: Truth
    values: Mapping[str, Value | None]
    asks: tuple[str, ...]
    text: Text
    sentence: Text
    hidden: bool = False

    @property
    def passed(self) -> bool:
        return self.truth is Truth.YES

    def told(self, name: str) -> Text:
        """The value of a fact in words."""
        return in_words(name, self.values.get(name))

    def without_secrets(self) -> "Verdict":
        """Without what is secret: which rule it is, or the values of secret facts in other rules."""
        if self.rule.hides:
            return Verdict(_stand_in(self.rule.kind), self.truth, {}, (), HIDDEN, HIDDEN, True)
        values = {name: value for name, value in self.values.items() if not term(name).secret}
        return replace(self, values=values)


@cache
def _stand_in(kind: RuleKind) -> Rule:
    """In the place of a rule that may not be known to have been the reason."""
    everybody = parse({"fact": "client.persons", "op": ">=", "value": 0})
    weight, criterion = (1, Criterion.SAFETY) if kind is RuleKind.PREFER else (0, None)
    found = Rule(
        "secret", Level.SCHEME, "", kind, everybody, HIDDEN, weight, criterion, secret=True
    )
    object.__setattr__(found, "sentence", HIDDEN)
    return found


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every rule about one client at one place, requirements before preferences, highest level first."""

    outcome: Outcome
    verdicts: tuple[Verdict, ...]

    def _with(self, truth: Truth) -> tuple[Verdict, ...]:
        required = (one for one in self.verdicts if one.rule.kind is RuleKind.REQUIRE)
        return tuple(one for one in required if one.truth is truth)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return self._with(Truth.NO)

    @property
    def unknown(self) -> tuple[Verdict, ...]:
        return self._with(Truth.UNKNOWN)

    @property
    def passed(self) -> tuple[Verdict, ...]:
        return self._with(Truth.YES)

    @property
    def preferences(self) -> tuple[Verdict, ...]:
        return tuple(one for one in self.verdicts if one.rule.kind is RuleKind.PREFER)

    @property
    def asks(self) -> tuple[str, ...]:
        """What to ask before this place can be chosen, each fact once."""
        return tuple(dict.fromkeys(name for one in self.unknown for name in one.asks))

    def shown(self, secrets: bool) -> "Explanation":
        """For somebody who may (not) see the secret reasons."""
        if secrets:
            return self
        return Explanation(self.outcome, tuple(one.without_secrets() for one in self.verdicts))


class RuleBook:
    """The rules in force on a day: of each code the newest version that holds then."""

    def __init__(self, rules: Iterable[Rule], on: date) -> None:
        newest: dict[str, Rule] = {}
        for rule in rules:
            known = newest.get(rule.code)
            if rule.holds_on(on) and (known is None or rule.version > known.version):
                newest[rule.code] = rule
        self.on = on
        self.rules = tuple(sorted(newest.values(), key=_order))

    def of(self, place: Known) -> tuple[Rule, ...]:
        """The rules for one place, of its scheme, organisation, site and unit: all of them hold."""
        return tuple(rule for rule in self.rules if rule.concerns(place))

    def concerned(self, rule: Rule, columns: Columns) -> NDArray[np.bool_] | None:
        """Which places a rule is about; None for all. As `Rule.concerns`, for many."""
        return columns.belonging(f"place.{rule.level.value}", rule.owner) if rule.owner else None

    def required(self, columns: Columns) -> Answers:
        """For every pair the least answer of its requirements, clients × places."""
        found = np.full(columns.shape, Truth.YES, dtype=np.uint8)
        for rule in self.rules:
            if rule.kind is RuleKind.REQUIRE:
                answers = columns.evaluate(rule.expression)
                if (mine := self.concerned(rule, columns)) is not None:
                    answers = np.where(mine[None, :], answers, np.uint8(Truth.YES))
                np.minimum(found, answers, out=found)
        return found

    def failures(self, columns: Columns) -> NDArray[np.int32]:
        """For every pair how many requirements are not met, clients × places."""
        found = np.zeros(columns.shape, dtype=np.int32)
        for rule in self.rules:
            if rule.kind is RuleKind.REQUIRE:
                failed = columns.evaluate(rule.expression) == Truth.NO
                mine = self.concerned(rule, columns)
                found += failed if mine is None else failed & mine[None, :]
        return found


def _order(rule: Rule) -> tuple[int, int, str]:
    return (rule.kind is RuleKind.PREFER, LEVELS.index(rule.level), rule.code)


def explain(client: Mapping[str, Any], place: Mapping[str, Any], book: RuleBook) -> Explanation:
    """What every rule says of this client at this place. Raises VocabularyError."""
    return explained(read_facts(Side.CLIENT, client), read_facts(Side.PLACE, place), book)


def explained(client: Known, place: Known, book: RuleBook) -> Explanation:
    """The same for facts that were read already."""
    verdicts = tuple(_verdict(rule, client, place) for rule in book.of(place))
    required = [one.truth for one in verdicts if one.rule.kind is RuleKind.REQUIRE]
    return Explanation(OUTCOMES[Truth(min(required, default=Truth.YES))], verdicts)


def _verdict(rule: Rule, client: Known, place: Known) -> Verdict:
    truth = evaluate(rule.expression, client, place)
    values = {name: fact(name, client, place) for name in facts_of(rule.expression)}
    asks = open_facts(rule.expression, client, place)
    return Verdict(rule, truth, values, asks, rule.text, rule.sentence)


_YES_NO = {True: Text("ja", "yes"), False: Text("nee", "no")}
_NOT_KNOWN = Text("niet bekend", "not known")


def in_words(name: str, value: Value | None) -> Text:
    """A value of a fact for people to read."""
    if value is None:
        return _NOT_KNOWN
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, int):
        return Text(str(value), str(value))
    of = term(name)
    if isinstance(value, str):
        return label_of(of, value)
    labels = [label_of(of, one) for one in sorted(value - {"UNKNOWN"})]
    if "UNKNOWN" in value:
        labels.append(_NOT_KNOWN)
    none = Text("geen", "none")
    return Text(
        ", ".join(one.nl for one in labels) or none.nl,
        ", ".join(one.en for one in labels) or none.en,
    )

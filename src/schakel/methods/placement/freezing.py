"""A decision that can be made again: every input in one text with its hash, and the same ranking from it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from schakel.methods.placement.ranking import Ranking, rank
from schakel.methods.placement.rules import Criterion, Rule, RuleBook
from schakel.methods.placement.scoring import WEIGHTS
from schakel.methods.placement.texts import PlacementError, Text
from schakel.methods.placement.vocabulary import Value

# Goes up when the same input would give another ranking; older texts are then refused, not recomputed.
FORMAT = 1


class ReplayError(PlacementError):
    """A frozen decision that was changed, or that this version can no longer make again."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Canonical JSON and its SHA-256. It holds all facts, secret ones too: keep it encrypted."""

    text: str
    sha256: str


def freeze(
    client: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]],
    book: RuleBook,
    waiting: Sequence[Mapping[str, Any]] = (),
    weights: Mapping[Criterion, int] = WEIGHTS,
) -> Frozen:
    """All that a ranking comes from, and what came out. Raises VocabularyError."""
    return frozen(rank(client, places, book, waiting, weights))


def frozen(ranking: Ranking) -> Frozen:
    """The same of a ranking that was made already."""
    content = {
        "format": FORMAT,
        "library": version("schakel"),
        "on": ranking.book.on.isoformat(),
        "weights": {one.value: weight for one, weight in ranking.weights.items()},
        "rules": [rule.to_json() for rule in ranking.book.rules],
        "client": _plain(ranking.client),
        "waiting": [_plain(one) for one in ranking.waiting],
        "places": [_plain(one) for one in ranking.places],
        "result": _result(ranking),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Frozen(text, _hash(text))


def replay(kept: Frozen | str) -> Ranking:
    """The ranking again, with its explanations. Raises ReplayError when it is not the same."""
    text = kept if isinstance(kept, str) else kept.text
    if isinstance(kept, Frozen) and _hash(text) != kept.sha256:
        raise _error(
            "changed", "De bewaarde gegevens zijn veranderd.", "The kept data were changed."
        )
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise _older(content)
        ranking = _again(content)
    except ReplayError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise _error(
            "unreadable", f"Niet te lezen: {problem}", f"Cannot be read: {problem}"
        ) from None
    if _result(ranking) != content["result"]:
        raise _older(content)
    return ranking


def _again(content: Mapping[str, Any]) -> Ranking:
    book = RuleBook(map(Rule.from_json, content["rules"]), date.fromisoformat(content["on"]))
    weights = {Criterion(name): weight for name, weight in content["weights"].items()}
    return rank(content["client"], content["places"], book, content["waiting"], weights)


def _result(ranking: Ranking) -> list[list[Any]]:
    return [[one.place, one.outcome.value, one.total] for one in ranking.entries]


def _plain(facts: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in facts.items()
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _older(content: Mapping[str, Any]) -> ReplayError:
    made = content.get("library", "?")
    return _error(
        "version",
        f"Gemaakt met versie {made}; deze versie rekent anders. Neem die versie om dit na te rekenen.",
        f"Made with version {made}; this version computes otherwise. Take that version to compute it again.",
    )


def _error(code: str, nl: str, en: str) -> ReplayError:
    return ReplayError(code, Text(nl, en))

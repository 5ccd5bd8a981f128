"""What is handed down when an estimate is published: nothing in it is a small number of people."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# A number of people that is seen is 0 or at least this.
BASE = 5
LANGUAGES = ("nl", "en")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Estimate:
    """An estimate with all that must stand beside it.

    `title`, `population` (who is counted), `method` and `warnings` in both languages. `observed`, `estimate`
    and `interval` (95 %) count people of the whole period `years`. `lists`: the name of each, in both
    languages; `overlaps`: people by set of lists (a number with a bit for each), protected. `spread`: the
    smallest and largest estimate of the methods that may be shown. `made`: what repeats it.
    """

    number: str
    title: Words
    population: Words
    years: tuple[int, int]
    observed: int
    estimate: int
    interval: tuple[int, int]
    spread: tuple[int, int]
    method: Words
    model: str
    warnings: Mapping[str, list[str]]
    lists: tuple[Words, ...]
    overlaps: Mapping[str, int]
    made: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def faults(found: Estimate) -> list[str]:
    """What makes an estimate unfit for everybody's eyes; empty where nothing does."""
    low, high = found.interval
    tests = {
        "a small number of people": any(0 < n < BASE for n in found.overlaps.values())
        or 0 < found.observed < BASE,
        "no interval around the estimate": not 0 < low <= found.estimate <= high,
        "fewer people than were seen": found.estimate < found.observed,
        "a language is missing": any(
            not str(words.get(language, "")).strip()
            for words in (found.title, found.population, found.method)
            for language in LANGUAGES
        ),
    }
    return [name for name, wrong in tests.items() if wrong]

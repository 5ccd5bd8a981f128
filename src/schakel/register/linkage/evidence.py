"""What a decision rested on: who had which reports before, what the machine said, what was in the way."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self


@dataclass(frozen=True)
class Evidence:
    """Numbers and codes only; stored encrypted, because it says which reports are about one person.

    `before` gives for each person the reports held to be about that person; `moving` are the reports that
    go, `levels` the names of comparison levels, `two` codes of `TwoEyesMore`, `conflicts` of
    `ConflictKind`, `followed` what other tables let go along, by their name.
    """

    before: dict[str, list[str]] = field(default_factory=dict)
    moving: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    two: list[str] = field(default_factory=list)
    followed: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Self:
        """From the stored text; empty where there is none."""
        return cls(**json.loads(text)) if text else cls()

    def written(self) -> str:
        """As stored."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    def without(self, reports: Iterable[str]) -> Self:
        """The same, naming none of these reports."""
        gone = set(reports)
        before = {
            person: [one for one in numbers if one not in gone]
            for person, numbers in self.before.items()
        }
        moving = [one for one in self.moving if one not in gone]
        return replace(self, before=before, moving=moving)

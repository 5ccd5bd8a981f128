"""The choices of a run as they are kept: what was done to the lists and why, the method, the groups."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from schakel.insight.estimation.choices import DRAWS, SEED, THRESHOLD

DROP = "drop"


@dataclass(frozen=True)
class Treatment:
    """What was done to a list: left out (`into` is `DROP`) or merged into another, and why."""

    list: str
    into: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """Everything that, with the frozen input, makes the same numbers again."""

    treatments: tuple[Treatment, ...] = ()
    method: str = "stepwise"
    threshold: float = THRESHOLD
    draws: int = DRAWS
    seed: int = SEED
    traits: tuple[str, ...] = ()
    # Precision and recall of the links between lists, and the measurement that they come of.
    linkage: Mapping[str, Any] = field(default_factory=dict)
    # Also what takes long: latent classes, and every model of six lists.
    thorough: bool = True

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Plan":
        """The plan that was kept."""
        treatments = tuple(Treatment(**one) for one in kept["treatments"])
        return cls(**{**kept, "treatments": treatments, "traits": tuple(kept["traits"])})

    def groups(self, lists: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        """The lists of the estimate: (name, lists of the input that it is made of)."""
        done = {one.list: one.into for one in self.treatments}
        found = []
        for name in lists:
            if name in done:
                continue
            members = [name, *(one for one in lists if done.get(one) == name)]
            found.append(("+".join(members), members))
        return found

"""The secret of the house: what makes a release that nobody else can make again."""

from dataclasses import dataclass
from pathlib import Path

from schakel.methods.disclosure.cellkeys import PerturbationTable, shipped_table
from schakel.methods.disclosure.microdata import content_of
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.disclosure.specs import CELL_KEY, Spec

_SHORTEST, _LONGEST = 32, 64


@dataclass(frozen=True)
class Keys:
    """A secret of the house, and for cell keys the table of what to add."""

    secret: bytes
    perturbation: PerturbationTable | None = None


def keys_of(file: Path | None, spec: Spec, beside: Path) -> Keys | None:
    """The secret in `file`, with what `spec` adds to it; None where rounding goes without.

    `beside`: the folder in which a table of what to add is looked for. Refused where the secret is missing,
    too short or too long, and where that table cannot be used.
    """
    if spec.method != CELL_KEY and not file:
        return None
    secret = content_of(file).strip() if file else b""
    if not _SHORTEST <= len(secret) <= _LONGEST:
        raise Refused("secret", least=_SHORTEST, most=_LONGEST)
    return Keys(secret, _perturbation(spec, beside) if spec.method == CELL_KEY else None)


def _perturbation(spec: Spec, beside: Path) -> PerturbationTable:
    if not spec.perturbation:
        return shipped_table()
    path = beside / spec.perturbation
    lines = content_of(path).decode("utf-8-sig", errors="replace").splitlines()
    try:
        return PerturbationTable.read(lines)
    except (ValueError, KeyError) as problem:
        raise Refused("perturbation", where=path.name, problem=str(problem)) from problem

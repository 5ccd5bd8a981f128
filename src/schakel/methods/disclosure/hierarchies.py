"""What a value is part of: from a list in the specification, or from columns of the file itself."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schakel.methods.disclosure.refusals import Refused, listed
from schakel.methods.disclosure.specs import Dimension

Codes = NDArray[np.int64]
Chains = dict[str, tuple[str, ...]]
Column = tuple[tuple[str, ...], Codes]


def chains_of(dimension: Dimension, leaves: Iterable[str], unknown: str) -> Chains:
    """For each of `leaves` what it is part of, from near to far; what is not known is part of nothing."""
    known = dimension.hierarchy
    parents = {parent for chain in known.values() for parent in chain}
    found, missing = {}, []
    for leaf in sorted(set(leaves)):
        if leaf in known or not known or leaf == unknown:
            found[leaf] = _without_repeats(leaf, known.get(leaf, ()))
        elif leaf in parents:
            raise Refused("two_levels", name=dimension.name, value=leaf)
        else:
            missing.append(leaf)
    if missing:
        raise Refused("hole", name=dimension.name, values=listed(missing))
    _require_a_tree(dimension.name, found)
    return found


def chains_in(
    dimension: Dimension, leaf: Column, levels: Sequence[Column], unknown: str
) -> tuple[Column, Chains]:
    """The values of `leaf` with what the columns of the levels say that they are part of.

    A leaf that is not known is one of its own under each parent that is.
    """
    key: Codes = np.zeros(len(leaf[1]), dtype=np.int64)
    for values, codes in (leaf, *levels):
        _seen, key = np.unique(key * (len(values) + 1) + codes, return_inverse=True)
    _seen, first = np.unique(key, return_index=True)
    named: list[str] = []
    chains: Chains = {}
    for record in first.tolist():
        name, *above = (values[codes[record]] for values, codes in (leaf, *levels))
        if name == unknown != above[0]:
            name = f"{unknown} ({above[0]})"
        if unknown in above and name != unknown:
            raise Refused("hole", name=dimension.name, values=listed([name]))
        chain = _without_repeats(name, above)
        if chains.setdefault(name, chain) != chain:
            _tell_two(dimension.name, name, chains[name], chain)
        named.append(name)
    _require_a_tree(dimension.name, chains)
    values = tuple(sorted(chains))
    place = {name: number for number, name in enumerate(values)}
    return (values, np.array([place[name] for name in named], dtype=np.int64)[key]), chains


def _tell_two(dimension: str, value: str, one: Sequence[str], other: Sequence[str]) -> None:
    first, second = next(
        (pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]),
        (one[-1] if one else value, other[-1] if other else value),
    )
    raise Refused("two_parents", name=dimension, value=value, one=first, other=second)


def _without_repeats(leaf: str, chain: Iterable[str]) -> tuple[str, ...]:
    """The chain without a parent of the same name as its only child: that is the same cell."""
    found = [leaf]
    for parent in chain:
        if parent != found[-1]:
            found.append(parent)
    return tuple(found[1:])


def _require_a_tree(dimension: str, chains: Mapping[str, tuple[str, ...]]) -> None:
    above: dict[str, str] = {}
    for leaf, chain in chains.items():
        for child, parent in zip((leaf, *chain), (*chain, ""), strict=True):
            if child in chains and child != leaf:
                raise Refused("two_levels", name=dimension, value=child)
            if above.setdefault(child, parent) != parent:
                one, other = sorted(name or "*" for name in (above[child], parent))
                raise Refused("two_parents", name=dimension, value=child, one=one, other=other)
        if len({leaf, *chain}) <= len(chain):
            raise Refused("circle", name=dimension, value=leaf)

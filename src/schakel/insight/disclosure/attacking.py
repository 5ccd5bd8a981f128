"""`schakel attack`: an independent attacker gets the protecting function to run, and not to look into."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from schakel.methods.attacks import program
from schakel.methods.attacks.releases import Release as Seen
from schakel.methods.attacks.releases import UnreadableError
from schakel.methods.attacks.suite import Box
from schakel.methods.attacks.updates import Places
from schakel.methods.disclosure.folders import files_of, fill
from schakel.methods.disclosure.keys import keys_of
from schakel.methods.disclosure.microdata import content_of, read
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.disclosure.releases import Release, release
from schakel.methods.disclosure.specs import Dimension, Spec


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel attack", description=program.HELP)
    program.add_arguments(parser)
    return program.execute(parser.parse_args(arguments), box_of)


def box_of(microdata: Path, seen: Seen, key: Path | None = None) -> Box | None:
    """The protection as the report tells that it was done, with the secret where it used one; None where
    that needs what the report does not hold: noise of the specification's own."""
    try:
        spec = _spec(seen)
        if spec.perturbation:
            return None
        keyed = bool(seen.report.get("keyed"))
        keys = keys_of(key if keyed else None, spec, microdata.parent)
        table = read(content_of(microdata), _columns(spec), microdata.name)
    except (Refused, TypeError, KeyError) as problem:
        raise UnreadableError(str(problem)) from problem

    def made(places: Places) -> Release:
        return release(table.take(pa.array(places)), spec, keys=keys)

    def build(places: Places) -> pa.Table:
        return made(places).cells

    def write_files(places: Places, folder: Path) -> None:
        again = made(places)
        # What was taken over from the release before is what these records gave then.
        told = {
            name: replace(period, origin=seen.report["periods"].get(name, period.origin))
            for name, period in again.periods.items()
        }
        fill(folder, files_of(replace(again, periods=told), spec, keyed=keyed))

    def refuses(added: int) -> bool:
        everything = np.arange(table.num_rows)
        try:
            release(table, spec, made(everything[added:]), bool(spec.period), keys)
        except Refused:
            return True
        return False

    return Box(build, write_files, refuses)


def _spec(seen: Seen) -> Spec:
    told = dict(seen.report["spec"])
    dimensions = tuple(
        Dimension(**{**one, "hierarchy": _tuples(one["hierarchy"]), "levels": tuple(one["levels"])})
        for one in told.pop("dimensions")
    )
    tables = tuple(tuple(names) for names in told.pop("tables"))
    return Spec(dimensions=dimensions, tables=tables, **told)


def _tuples(hierarchy: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {leaf: tuple(above) for leaf, above in hierarchy.items()}


def _columns(spec: Spec) -> list[str]:
    wanted = [name for one in spec.dimensions for name in (one.source, *one.levels)]
    return list(dict.fromkeys([*wanted, *([spec.period] if spec.period else [])]))

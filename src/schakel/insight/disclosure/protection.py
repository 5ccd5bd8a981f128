"""Turns a cube of true counts into a protected one, and says what that did to it."""

import json
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from scipy.sparse import vstack

from schakel.insight.analysis.choices import KIND_CODES
from schakel.insight.analysis.cubes import Cube
from schakel.insight.disclosure.choices import BASE, METHOD
from schakel.methods.disclosure.checks import Verdict, check
from schakel.methods.disclosure.matrices import design
from schakel.methods.disclosure.rounding import round_small_counts


@dataclass(frozen=True)
class Protected:
    """A cube before and after, and the verdict; `small_differences` counts those still below the base."""

    before: Cube
    after: Cube
    verdict: Verdict
    small_differences: int

    @property
    def passed(self) -> bool:
        return self.verdict.passed and not self.small_differences

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything that is published, and of the rules it was made by."""
        content = {
            "method": METHOD,
            "base": BASE,
            "periods": self.after.periods,
            "kinds": KIND_CODES,
            "cells": [[*cell, value] for cell, value in self.after.values().items()],
        }
        return sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def protect(cube: Cube) -> Protected:
    """Round the cube so that neither a published number nor an obvious difference of two is small."""
    everything = vstack([cube.published, cube.guards]).tocsr()
    rounded = round_small_counts(cube.counts, design(everything), BASE)
    after = cube.counting(rounded)
    shown = np.array(list(after.values().values()), dtype=np.int64)
    return Protected(
        before=cube,
        after=after,
        verdict=check(cube.counts, rounded, design(cube.published), BASE, shown),
        small_differences=check(cube.counts, rounded, design(cube.guards), BASE).small_cells,
    )

"""Where the noise comes from: OpenDP and the randomness of the system, or a seed (for tests only)."""

import math
from typing import Protocol

import numpy as np
import opendp.prelude as dp
from numpy.typing import NDArray

dp.enable_features("contrib")

Counts = NDArray[np.int64]


class Noise(Protocol):
    """Adds integer noise to counts, and draws what needs no secrecy (rows out of noisy tables)."""

    def added(self, counts: Counts, scale: float) -> Counts:
        """`counts`, each with its own draw of a discrete Gaussian of this scale, in the same shape."""

    def generator(self) -> np.random.Generator:
        """For the steps after the noise, that cost no privacy."""


class SystemNoise:
    """OpenDP's discrete Gaussian (Canonne, Kamath & Steinke 2020), exact, on the system's randomness.

    Counts are integers from the beginning and become numbers with a fraction only after the noise, so that
    rounding cannot tell them apart (Mironov 2012).
    """

    def added(self, counts: Counts, scale: float) -> Counts:
        space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="f64")
        mechanism = dp.m.make_gaussian(*space, scale=scale)
        noisy = mechanism([int(count) for count in counts.ravel()])
        return np.array(noisy, dtype=np.int64).reshape(counts.shape)

    def generator(self) -> np.random.Generator:
        return np.random.default_rng()


class SeededNoise:
    """The same draws for the same seed: for tests. Who knows the seed can take the noise off again.

    Rounded normal draws, each kind of draw in the order in which it is asked for.
    """

    def __init__(self, seed: int) -> None:
        self._noise, self._rest = (
            np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2)
        )

    def added(self, counts: Counts, scale: float) -> Counts:
        draws = self._noise.standard_normal(counts.shape) * scale
        return counts + np.rint(draws).astype(np.int64)

    def generator(self) -> np.random.Generator:
        return self._rest


def threshold(scale: float, chance: float) -> int:
    """The noisy count that a value of one record reaches with a probability of at most `chance`.

    A discrete Gaussian exceeds m with a smaller probability than a continuous one exceeds m - 1
    (the tail bound of Canonne, Kamath & Steinke 2020), so this is 1 + m for the first m that is safe.
    """
    step = 1
    while 0.5 * math.erfc((step - 1) / scale / math.sqrt(2)) > chance:
        step += 1
    return 1 + step

"""Two simple figures to hold an estimate against: as if lists were independent, and a lower bound."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln, xlogy
from scipy.stats import chi2, norm

from schakel.methods.estimation.terms import Floats, Space

_FURTHEST = 1e4


@dataclass(frozen=True)
class Bound:
    """An estimate of everybody, with its limits at 95 %."""

    estimate: float
    low: float
    high: float


def chao(space: Space, counts: Floats) -> Bound:
    """Chao's lower bound: what people who differ in how visible they are must at least number.

    n + (k - 1) / k * f1^2 / (2 f2) with k lists and f1, f2 people on exactly one and two of them (Chao,
    Biometrics 43, 1987; with its correction for f2 = 0), and her log-normal limits.
    """
    on = np.array([cell.bit_count() for cell in space.cells.tolist()])
    once, twice = float(counts[on == 1].sum()), float(counts[on == 2].sum())
    people, share = float(counts.sum()), (space.lists - 1) / space.lists
    if twice:
        ratio = once / twice
        unseen = share * once**2 / (2 * twice)
        variance = twice * (share * ratio**2 / 2 + share**2 * ratio**3 + share**2 * ratio**4 / 4)
    else:
        unseen = share * once * (once - 1) / 2
        variance = share * unseen + share**2 * once * (2 * once - 1) ** 2 / 4
        variance -= share**2 * once**4 / (4 * max(people + unseen, 1.0))
    if not unseen:
        return Bound(people, people, people)
    spread = math.exp(norm.ppf(0.975) * math.sqrt(math.log1p(max(variance, 0.0) / unseen**2)))
    return Bound(people + unseen, people + unseen / spread, people + unseen * spread)


def independence(space: Space, counts: Floats) -> tuple[float, float]:
    """The limits at 95 % of everybody if lists were independent: the profile of the multinomial
    likelihood.

    Cormack, "Interval estimation for mark-recapture studies of closed populations" (Biometrics 48, 1992).
    An upper limit that is not reached is infinite.
    """
    people = float(counts.sum())
    sizes = counts @ space.design[:, space.orders == 1]

    def height(everybody: float) -> float:
        arranged = gammaln(everybody + 1) - gammaln(everybody - people + 1)
        missed = xlogy(everybody - sizes, everybody - sizes).sum()
        return float(arranged + missed - space.lists * xlogy(everybody, everybody))

    top = minimize_scalar(
        lambda log: -height(people + math.exp(log)),
        bounds=(-10.0, math.log(_FURTHEST * people)),
        method="bounded",
        options={"xatol": 1e-9},
    )
    best = people + math.exp(top.x)
    drop = chi2.ppf(0.95, 1) / 2

    def short(everybody: float) -> float:
        return height(everybody) - height(best) + drop

    low = brentq(short, people, best) if short(people) < 0 else people
    far = _FURTHEST * people
    return low, brentq(short, best, far) if short(far) < 0 else math.inf

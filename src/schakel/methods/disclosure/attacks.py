"""What somebody could work out from a protected release who knows how it was made.

The attack is the linear-programming audit of Fischetti and Salazar: given every published number and the
rule by which cells were rounded, what are the smallest and the largest true count that a cell can have had?
A protection that works leaves a wide interval for every small cell.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, eye, hstack, vstack

Floats = NDArray[np.float64]


def intervals(
    shown: NDArray[np.int64], published: csr_matrix, targets: csr_matrix, base: int = 5
) -> Floats:
    """The bounds (t, 2) that an attacker finds for `targets` (t, n), sums of true inner cells.

    `shown` (m,): the published numbers; `published` (m, n): how they are made up. The attacker is strong:
    they know which inner cells exist, that none is negative, and that each was changed by less than `base`.
    """
    inner = published.shape[1]
    # Unknowns: the true counts, then the rounded ones.
    unit = eye(inner, format="csr")
    sums = hstack([csr_matrix(published.shape), published]).tocsr()
    near = vstack([hstack([unit, -unit]), hstack([-unit, unit])]).tocsr()
    slack = np.full(2 * inner, base - 1)
    found = np.empty((targets.shape[0], 2))
    for number in range(targets.shape[0]):
        goal = np.concatenate([targets[[number]].toarray().ravel(), np.zeros(inner)])
        for side, sign in enumerate((1, -1)):
            answer = linprog(
                sign * goal,
                A_ub=near,
                b_ub=slack,
                A_eq=sums,
                b_eq=shown,
                bounds=(0, None),
                method="highs",
            )
            found[number, side] = sign * answer.fun
    return found

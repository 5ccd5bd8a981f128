"""From what somebody saw to what to do first: pure rules, no person, nothing stored.

The thresholds are the centre's rule of thumb, not a diagnosis: sources agree that it is the combination
of signals that counts, and give no number (wegwijzermensenhandel.nl, "Signaleren van mensenhandel").
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

# So many signals together are reason to report, also without a serious one among them.
TOGETHER = 3


class Urgency(IntEnum):
    """How soon to act; a higher one includes the steps of the lower ones."""

    WATCH = 0
    ASK = 1
    REPORT = 2
    DANGER = 3


class Step:
    """What to do, as codes; the page has the words."""

    EMERGENCY = "EMERGENCY"  # 112
    SAFE_AT_HOME = "SAFE_AT_HOME"  # Veilig Thuis: somebody is a minor
    POLICE = "POLICE"
    LABOUR_AUTHORITY = "LABOUR_AUTHORITY"
    CENTRE_REPORT = "CENTRE_REPORT"
    CENTRE_ASK = "CENTRE_ASK"
    COLLEAGUE = "COLLEAGUE"
    WATCH = "WATCH"


@dataclass(frozen=True)
class Advice:
    """`steps` in the order in which to take them."""

    urgency: Urgency
    steps: tuple[str, ...]


def urgency_of(number: int, serious: int, danger: bool) -> Urgency:
    """`number` signals were seen, of which `serious` are serious by themselves; danger is now."""
    if danger:
        return Urgency.DANGER
    if serious or number >= TOGETHER:
        return Urgency.REPORT
    return Urgency.ASK if number else Urgency.WATCH


def advise(
    forms: Collection[str], number: int, serious: int, *, danger: bool, minor: bool
) -> Advice:
    """What to do, given the forms of exploitation (codes) of the signals that were seen."""
    urgency = urgency_of(number, serious, danger)
    steps = [Step.EMERGENCY] if urgency == Urgency.DANGER else []
    if minor and urgency > Urgency.WATCH:
        steps.append(Step.SAFE_AT_HOME)
    if urgency >= Urgency.REPORT:
        steps.append(Step.POLICE)
        steps += [Step.LABOUR_AUTHORITY] if "LABOUR" in forms else []
        steps.append(Step.CENTRE_REPORT)
    if urgency > Urgency.WATCH:
        steps += [Step.CENTRE_ASK, Step.COLLEAGUE]
    return Advice(urgency, tuple(steps or [Step.WATCH]))

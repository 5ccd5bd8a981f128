"""Numbers of actions for those who account for a period: by theme and where they stand, never by whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from schakel.network.meetings.choices import ActionState
from schakel.network.meetings.models import Action, ActionStep
from schakel.network.signals.models import SignalStep

# The theme of an action that came out of no signal.
NO_SIGNAL = "NO_SIGNAL"


@dataclass(frozen=True)
class Standing:
    """Actions by theme: agreed and done in a period; open at its end, and of those the late ones."""

    agreed: Counter[str]
    done: Counter[str]
    open: Counter[str]
    late: Counter[str]


def standing(since: date, until: date, at: datetime | None = None) -> Standing | None:
    """How actions of all platforms stood between two days (both in); None where none was ever agreed.

    Done: once, where it still was at the end. `at`: as was written down up to then, so that a later counting
    comes out the same.
    """
    begin, end = _moment(since), _moment(until + timedelta(days=1))
    moment = min(at or timezone.now(), end)
    rows = Action.objects.filter(at__lt=end, at__lte=moment)
    found = {row.pk: row for row in rows.select_related("item__signal")}
    if not found:
        return None
    steps = ActionStep.objects.filter(action__in=found, at__lte=moment, at__lt=end).order_by("pk")
    states = {row.action_id: (row.state, row.at) for row in steps}
    days = {key: row.first_due for key, row in found.items()}
    days |= {row.action_id: row.due for row in steps if row.due}
    themes, today = _themes(found, moment), timezone.localdate(moment)
    left = [key for key, (state, _at) in states.items() if state == ActionState.OPEN]
    done = [key for key, (state, on) in states.items() if state == ActionState.DONE and on >= begin]
    return Standing(
        agreed=Counter(themes[key] for key, row in found.items() if row.at >= begin),
        done=Counter(themes[key] for key in done),
        open=Counter(themes[key] for key in left),
        late=Counter(themes[key] for key in left if days[key] < today),
    )


def _themes(found: dict[int, Action], moment: datetime) -> dict[int, str]:
    """The theme of the signal behind each action, as the centre saw it last."""
    of = {key: row.item.signal for key, row in found.items() if row.item and row.item.signal}
    steps = SignalStep.objects.filter(signal__in=of.values(), at__lte=moment).exclude(theme="")
    newest = dict(steps.order_by("pk").values_list("signal_id", "theme"))
    known = {key: newest.get(signal.pk, signal.theme) for key, signal in of.items()}
    return {key: known.get(key, NO_SIGNAL) for key in found}


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

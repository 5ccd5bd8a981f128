"""Numbers of signals for those who account for a period: by theme, never by whom they are about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone

from schakel.network.signals.choices import State
from schakel.network.signals.models import Signal, SignalStep


@dataclass(frozen=True)
class Moved:
    """Signals by theme: raised about a period, answered in it, and solved in it."""

    raised: Counter[str]
    answered: Counter[str]
    solved: Counter[str]


def moved(since: date, until: date, at: datetime | None = None) -> Moved | None:
    """What happened to signals between two days (both in); None where there was no signal so far.

    Every raising counts, duplicates among them, on the day from which it holds. Answered: the first time.
    Solved: once, where it still was at the end. Its theme is the one that the centre gave it last. `at`: as
    was written down up to then, so that a later counting comes out the same.
    """
    moment = at or timezone.now()
    rows = Signal.objects.filter(at__lte=moment, since__lte=until)
    begun = {pk: (theme, day) for pk, theme, day in rows.values_list("pk", "theme", "since")}
    if not begun:
        return None
    steps = SignalStep.objects.filter(at__lte=moment).order_by("pk")
    themes = {pk: theme for pk, (theme, _day) in begun.items()}
    themes |= dict(steps.exclude(theme="").values_list("signal_id", "theme"))
    start, end = _moment(since), _moment(until + timedelta(days=1))

    def counted(signals: Iterable[int]) -> Counter[str]:
        return Counter(themes[pk] for pk in signals if pk in begun)

    first = steps.exclude(answer="").order_by().values("signal_id").annotate(first=Min("at"))
    answered = first.filter(first__gte=start, first__lt=end).values_list("signal_id", flat=True)
    states = steps.filter(at__lt=end).exclude(state="").values_list("signal_id", "state", "at")
    last = {pk: (state, on) for pk, state, on in states}
    return Moved(
        raised=counted(pk for pk, (_theme, day) in begun.items() if day >= since),
        answered=counted(answered),
        solved=counted(
            pk for pk, (state, on) in last.items() if state == State.RESOLVED and on >= start
        ),
    )


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

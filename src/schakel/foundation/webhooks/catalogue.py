"""What can be announced. Each app states it in its own `announced.py`, which is loaded at start."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class EventKind:
    """One kind of event: its name, such as ``report.withdrawn``, and what users read."""

    name: str
    label: str | Promise


_OFFERED: dict[str, EventKind] = {}


def offer(*kinds: EventKind) -> None:
    """Let partners choose these; each name once."""
    for kind in kinds:
        if kind.name in _OFFERED:
            raise ValueError(f"the event {kind.name} is offered twice")
        _OFFERED[kind.name] = kind


def offered() -> list[EventKind]:
    """Everything that can be announced, in the order in which it was offered."""
    return list(_OFFERED.values())


def event_label(name: str) -> str:
    """The words for an event; its name where no app offers it any more."""
    kind = _OFFERED.get(name)
    return str(kind.label) if kind else name

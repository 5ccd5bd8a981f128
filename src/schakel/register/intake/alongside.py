"""What stands beside the questions of a report while somebody types, from an app above.

Reports know nobody above them, so who has something to show says under which address it answers. It gets
the page's fields by POST each time they change; without JavaScript nothing is shown. The address is given
to those only who may know: a partner never learns whether somebody is known.
"""

from collections.abc import Callable
from typing import Any

from schakel.register.intake.steps import Step

# (who asks, which page) → an address, or "" for nothing.
Neighbour = Callable[[Any, Step], str]
_neighbours: list[Neighbour] = []


def stands_beside(neighbour: Neighbour) -> Neighbour:
    """Mark a function that gives the address of what stands beside a page."""
    _neighbours.append(neighbour)
    return neighbour


def address_beside(user: Any, step: Step) -> str:
    """What to ask while `user` fills in this page; "" where nobody has anything to show."""
    return next((found for one in _neighbours if (found := one(user, step))), "")

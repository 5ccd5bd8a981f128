"""Who wants to hear of every report that arrives: an app that keeps something of each says so here.

A report knows nobody above it, so who follows comes forward: an app has an `arrivals.py` whose function is
marked `follows`. It runs in the transaction that takes the reports in, whatever way they came (form, file,
API, phone, correction). What it does must take as long whether or not somebody is known already: the sender
waits for it.
"""

from collections.abc import Callable, Sequence

from schakel.foundation.access.actors import Actor
from schakel.register.intake.assembly import Assembled

Follower = Callable[[Actor, Sequence[Assembled]], None]
_followers: list[Follower] = []


def follows(follower: Follower) -> Follower:
    """Mark a function that is told of new reports, with their rows at hand."""
    _followers.append(follower)
    return follower


def tell_arrived(by: Actor, made: Sequence[Assembled]) -> None:
    """These have just been taken in, in this transaction."""
    if made:
        for follower in _followers:
            follower(by, made)

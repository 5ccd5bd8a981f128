"""The releases of the demonstration: one that was published, and a draft."""

from collections.abc import Sequence

from schakel.foundation.accounts.models import User
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure.choices import NEEDED_ATTACKS, Kind
from schakel.insight.disclosure.making import Wish, attack_next, build_next, offer, start
from schakel.insight.disclosure.models import Release
from schakel.insight.disclosure.parts import code_of
from schakel.insight.disclosure.signing import sign
from schakel.knowledge.figures.choices import Chapter

# So many of the first years are left for whoever wants to start a release.
_LEFT = 2

# The demonstration knows first shelter since two closed years.
_SHELTERED = 2


def release_demo_figures(officers: Sequence[User], closed: Sequence[str]) -> None:
    """From the newest snapshot: publish `closed` but for the first two and the last, which is a draft.

    First shelter of the last two is published with them.
    """
    maker, second = officers
    snapshot = Snapshot.objects.latest("pk")
    *years, last = closed[_LEFT:]
    shelter = [code_of(Chapter.SHELTER, year) for year in closed[-_SHELTERED:]]
    published = _offered(maker, Wish(snapshot, Kind.REGULAR, [*years, *shelter]))
    sign(by=second, release=published, content_hash=published.content_hash)
    start(by=maker, wish=Wish(snapshot, Kind.REGULAR, [last]))


def _offered(maker: User, wish: Wish) -> Release:
    release = start(by=maker, wish=wish)
    while build_next(by=maker, release=release):
        pass
    while attack_next(by=maker, release=release, attacks=NEEDED_ATTACKS):
        pass
    return offer(by=maker, release=release)

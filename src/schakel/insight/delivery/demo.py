"""The demo's annual overviews: one that everybody can read, and one that is being written."""

from schakel.foundation.accounts.models import User
from schakel.insight.delivery.actions import make_edition
from schakel.insight.delivery.signing import offer, proceed, sign


def publish_demo_overview(maker: User, signer: User, year: int) -> None:
    """Publish the overview of `year`, and begin the one of the year before."""
    edition = make_edition(by=maker, year=year)
    while proceed(by=maker, edition=edition).left:
        pass
    offered = offer(by=maker, edition=edition)
    sign(by=signer, edition=offered, content_hash=offered.content_hash)
    make_edition(by=maker, year=year - 1)

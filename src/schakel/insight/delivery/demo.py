"""The demo's annual overviews: one that everybody can read, and one that is being written."""

from schakel.foundation.access.actors import Actor
from schakel.insight.delivery.actions import make_edition, publish


def publish_demo_overview(by: Actor, year: int) -> None:
    """Publish the overview of `year`, and begin the one of the year before."""
    publish(by=by, edition=make_edition(by=by, year=year))
    make_edition(by=by, year=year - 1)

"""Questions about published estimates."""

from django.db.models import QuerySet

from schakel.knowledge.unseen.models import PublishedEstimate


def estimates() -> QuerySet[PublishedEstimate]:
    """Every estimate, newest first, those that were withdrawn too."""
    return PublishedEstimate.objects.select_related("withdrawal")


def present() -> PublishedEstimate | None:
    """The newest that stands."""
    return estimates().filter(withdrawal=None).first()

"""The table face of the rules, as a QuerySet."""

from typing import Self

from django.db.models import QuerySet

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import filter_for


class VisibleQuerySet(QuerySet):
    """A QuerySet that knows its policy; base class of every app's own QuerySets."""

    def visible_to(self, user: Actor, verb: str = "see") -> Self:
        """The rows with which `user` may do `verb`."""
        return self.filter(filter_for(user, verb, self.model))

"""The rules that a centre starts with, loaded by `schakel load-reference`."""

from schakel.care.placement.models import RuleVersion
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.geography.files import Counts
from schakel.methods.placement import standard_rules

BY = SystemActor("load-reference")


def load() -> dict[str, Counts]:
    """Add the standard rules that are not there yet; a second time changes nothing.

    A rule that is there stays as it is, also when an administrator changed or ended it.
    """
    there = set(RuleVersion.objects.values_list("code", flat=True))
    missing = [rule for rule in standard_rules() if rule.code not in there]
    RuleVersion.objects.bulk_create(RuleVersion.of(rule, by=BY.actor_id) for rule in missing)
    counts = Counts(created=len(missing), unchanged=len(standard_rules()) - len(missing))
    return {"placement_rules": counts}

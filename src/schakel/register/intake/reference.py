"""The rules that come with Schakel, loaded by `schakel load-reference` from `legal_rules.csv`."""

from pathlib import Path

from django.db import transaction

from schakel.foundation.geography.files import Counts, day_or_none, read_rows
from schakel.foundation.geography.freshness import raise_version
from schakel.register.intake import legal
from schakel.register.intake.grounds import LegalRule

FILE = Path(__file__).parent / "legal_rules.csv"


def load(*, file: Path = FILE) -> dict[str, Counts]:
    """Add the rules of the file that are not there yet; a second time changes nothing.

    A rule that is there stays as it is, also when an administrator ended it: a change of the law comes as
    a new key. Only an end that the file states is carried over to a rule without one.
    """
    created = ended = unchanged = 0
    with transaction.atomic():
        there = {rule.key: rule for rule in LegalRule.objects.exclude(key=None)}
        for row in read_rows(file):
            rule, end = there.get(row["key"]), day_or_none(row["valid_to"])
            if rule is None:
                LegalRule.objects.create(**_values(row))
                created += 1
            elif end and rule.valid_to is None:
                LegalRule.objects.filter(pk=rule.pk).update(valid_to=end)
                ended += 1
            else:
                unchanged += 1
        counts = Counts(created=created, unchanged=unchanged, ended=ended)
        if counts.touched:
            raise_version(legal.EDITION)
    legal.forget()
    return {"legal_rules": counts}


def _values(row: dict[str, str]) -> dict[str, object]:
    return {
        **row,
        "needs_document": row["needs_document"] == "yes",
        "valid_from": day_or_none(row["valid_from"]),
        "valid_to": day_or_none(row["valid_to"]),
        "order": int(row["order"]),
    }

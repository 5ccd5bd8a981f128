"""Every column that can concern a person says what for, how sensitive it is, and how long it is kept."""

import pytest
from django.apps import apps

from schakel.foundation.vault.classification import Personal, collect, columns, unknown_columns

pytestmark = pytest.mark.pure

ZONES = ("schakel.register.", "schakel.insight.", "schakel.care.", "schakel.linkage_unit")
FOUNDATION = ("schakel.foundation.accounts", "schakel.foundation.audit", "schakel.foundation.vault")
WATCHED = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.name.startswith(ZONES) or config.name in FOUNDATION
)


@pytest.mark.parametrize("label", WATCHED)
def test_every_column_is_classified(label: str) -> None:
    left_out = columns([apps.get_app_config(label)]) - collect().stated
    assert not left_out, f"say in {label}/retention.py what these are: {sorted(left_out)}"


def test_the_register_and_the_log_are_watched() -> None:
    assert {"intake", "persons", "accounts", "audit"} <= set(WATCHED)


def test_nothing_is_classified_that_does_not_exist() -> None:
    assert not unknown_columns(), "renamed, removed or mistyped"


def test_no_column_is_both_personal_and_not() -> None:
    assert not collect().contradictions


def test_every_personal_column_is_fully_stated() -> None:
    incomplete = {
        name
        for name, personal in collect().fields.items()
        if not isinstance(personal, Personal) or not (personal.activity and personal.retention)
    }
    assert not incomplete


def test_every_period_that_is_named_is_stated() -> None:
    """An app states its periods in `RETENTION`, by name; any app may use them."""
    found = collect()
    missing = {personal.retention for personal in found.fields.values()} - set(found.retention)
    assert not missing, f"no app's retention.py says how long: {sorted(missing)}"

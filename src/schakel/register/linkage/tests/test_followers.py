"""Everything that names a person goes along with a decision, or says why it stays."""

from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from schakel.register.intake.models import Report
from schakel.register.linkage import followers
from schakel.register.linkage.actions import join, split, undo
from schakel.register.linkage.followers import RowsOfAPerson, answered_for, pointing_to_persons
from schakel.register.linkage.tests.scene import certain, person, registrars, reports_of
from schakel.register.persons.models import Person


def test_every_table_that_names_a_person_follows_or_says_why_not():
    assert pointing_to_persons() == answered_for()


@isolate_apps("schakel.register.linkage")
def test_a_table_that_forgets_to_say_so_is_found():
    class Forgotten(models.Model):
        who = models.ForeignKey(Person, models.PROTECT, related_name="+")
        whom = models.ManyToManyField(Person, related_name="+")

        class Meta:
            app_label = "linkage"

        def __str__(self) -> str:
            return str(self.who_id)

    found = pointing_to_persons([Forgotten, Forgotten.whom.through])
    assert "linkage.Forgotten.who" in found
    assert "linkage.Forgotten_whom.person" in found
    assert not found & answered_for()


@pytest.fixture
def stays(db: None) -> Iterator[type[models.Model]]:
    """A table of an app above, such as placement will have: stays of a person, asked for by a report."""
    with isolate_apps("schakel.register.linkage"):

        class Stay(models.Model):
            person = models.ForeignKey(
                Person, models.PROTECT, related_name="+", db_constraint=False
            )
            report = models.ForeignKey(
                Report, models.PROTECT, related_name="+", db_constraint=False
            )

            class Meta:
                app_label = "linkage"

            def __str__(self) -> str:
                return str(self.person_id)

    columns = "id integer PRIMARY KEY, person_id bigint, report_id bigint"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE linkage_stay ({columns})")
    follower = RowsOfAPerson(Stay, report="report_id")
    followers.register(follower)
    yield Stay
    followers.unregister(follower)


def test_rows_of_other_apps_follow_both_ways(stays):
    first, _other = registrars()
    low, high = person(2023), person(2024, 2025)
    early, late = reports_of(high)
    for pk, (who, report) in enumerate(
        [(low, reports_of(low)[0]), (high, early), (high, late)], start=1
    ):
        stays.objects.create(pk=pk, person=who, report=report)

    def about() -> dict[int, int]:
        return dict(stays.objects.values_list("pk", "person"))

    before = about()
    joined = join(by=first, low=low, high=high, reason="Same", proposal=certain(low, high))
    assert set(about().values()) == {low.pk}
    undo(by=first, decision=joined, reason="By mistake")
    assert about() == before
    parted = split(by=first, person=high, reports=[late], reason="Another")
    assert about() == {**before, 3: parted.other_id}
    undo(by=first, decision=parted, reason="By mistake")
    assert about() == before

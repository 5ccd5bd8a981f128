"""A partner's own figures: exact for its own reports, protected for a region, and nobody else's."""

import pytest
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.knowledge.figures.tests.cubes import FORM, REGION, published
from schakel.register.persons.tests.people import report

pytestmark = pytest.mark.django_db
PAGE = "own-figures"


@pytest.fixture
def as_role(client, settings):
    settings.SCHAKEL_DEMO = True  # no second factor needed

    def sign_in(role, party):
        user = User.objects.create_user(f"{role}-{party.pk}@demo.example", name="Somebody")
        Mandate.objects.create(user=user, organisation=party, role=role)
        client.force_login(user)
        return client

    return sign_in


def test_a_reporter_counts_its_own_reports_and_no_others(as_role, django_assert_max_num_queries):
    own, other = (
        Organisation.objects.create(name=name, reporter_type="POLICE", police_unit_id="RT")
        for name in ("Own", "Other")
    )
    for number in range(3):
        report(2024, key=f"own-{number}", sender=own)
    report(2023, key="own-3", sender=own, forms=("LABOUR", "CRIMINAL"))
    report(2024, key="other", sender=other)
    client = as_role(Role.REPORTER, own)
    with django_assert_max_num_queries(10):
        shown = client.get(reverse(PAGE)).context["own"]
    assert shown["years"] == [("2023", 1), ("2024", 3)]
    assert shown["total"] == 4
    assert as_role(Role.REPORTER, other).get(reverse(PAGE)).context["own"]["total"] == 1


def test_a_municipal_adviser_sees_the_protected_figures_of_a_region_only(as_role):
    published(dimensions=(FORM, REGION))
    town = Organisation.objects.create(name="Town", reporter_type="MUNICIPALITY")
    client = as_role(Role.MUNICIPAL_ADVISER, town)
    shown = client.get(reverse(PAGE), {"region": "AMS"}).context
    assert shown["own"] is None
    assert shown["region"] == "Amsterdam"
    assert shown["numbers"]
    assert not {n for _name, counts in shown["numbers"] for n in counts} & {1, 2, 3, 4}
    unknown = client.get(reverse(PAGE), {"region": "NOWHERE"})
    assert unknown.status_code == 200


def test_before_anything_is_released_the_page_says_so(as_role):
    town = Organisation.objects.create(name="Town", reporter_type="MUNICIPALITY")
    assert as_role(Role.MUNICIPAL_ADVISER, town).get(reverse(PAGE)).context["regions"] is None


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.ANALYST, Role.EDITOR])
def test_it_is_no_page_of_the_centre(as_role, role):
    centre = Organisation.objects.create(name="Centre")
    assert as_role(role, centre).get(reverse(PAGE)).status_code == 403

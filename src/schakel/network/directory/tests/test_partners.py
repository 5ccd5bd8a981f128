"""Partners abroad: whom to call about a country, and who keeps the list."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from schakel.foundation.accounts.choices import Role
from schakel.network.directory.partner_keeping import keep_partner
from schakel.network.directory.partners import Partner
from schakel.network.directory.tests.scene import BY, signed_in, user

pytestmark = pytest.mark.django_db
URL = "/entries/abroad/"


def partner(name: str, **values: object) -> Partner:
    return keep_partner(by=BY, partner=None, name=name, **values)


def test_by_country_language_network_and_day(django_assert_max_num_queries) -> None:
    partner(
        "Haven BG", country_id="BG", languages="bg en", networks="LA_STRADA", phone="085-000 99 01"
    )
    partner("Brug RO", country_id="RO", languages="ro", valid_to=date(2026, 3, 1))
    partner("Kantoor", networks="GAATW", languages="en")
    client = signed_in(user(Role.EDITOR))

    def shown(query: str) -> list[str]:
        html = client.get(f"{URL}{query}").content.decode()
        return [name for name in ("Haven BG", "Brug RO", "Kantoor") if name in html]

    client.get(URL)
    with django_assert_max_num_queries(9):
        assert shown("") == ["Haven BG", "Kantoor"]
    assert shown("?country=BG") == ["Haven BG", "Kantoor"], "networks help for every country"
    assert shown("?country=RO&on=2026-02-28") == ["Brug RO", "Kantoor"]
    assert shown("?language=bg") == ["Haven BG"]
    assert shown("?network=GAATW") == ["Kantoor"]
    assert 'href="tel:0850009901"' in client.get(URL).content.decode()


def test_editors_keep_them_and_what_is_wrong_is_said() -> None:
    client = signed_in(user(Role.EDITOR))
    assert client.post(f"{URL}new/", {"name": "Nergens"}).status_code == 422
    client.post(f"{URL}new/", {"name": "Haven", "country": "BG", "languages": ["bg"]})
    row = Partner.objects.get()
    assert (row.country_id, row.languages) == ("BG", "bg")
    client.post(f"{URL}{row.pk}/", {"name": "Haven 2", "country": "BG", "networks": ["GAATW"]})
    row.refresh_from_db()
    assert (row.name, row.languages, row.networks) == ("Haven 2", "", "GAATW")
    with pytest.raises(PermissionDenied):
        keep_partner(by=user(Role.ANALYST), partner=row, name="x")

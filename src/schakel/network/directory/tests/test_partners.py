"""Partners abroad: whom to call about a country, and who keeps the list."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.network.directory.choices import CHECK_DAYS
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
    changed = {"name": "Haven 3", "country": "BG", "seen": str(row.versions.first().pk)}
    answer = client.post(f"{URL}{row.pk}/", changed)
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen veranderd" in answer.text
    twice = {"name": "Haven 2", "country": "BG"}
    assert client.post(f"{URL}new/", twice).status_code == 422, "the button pressed twice"
    page = client.get(f"{URL}{row.pk}/").text
    assert "naam: Haven → Haven 2" in page
    assert "Talen: Bulgaars → –" in page or "talen: Bulgaars → –" in page
    assert "editor" in page
    with pytest.raises(PermissionDenied):
        keep_partner(by=user(Role.ANALYST), partner=row, name="x")


def test_somebody_looks_every_half_year_and_others_read_along() -> None:
    row = partner("Haven", country_id="BG", phone="085-000 99 01")
    Partner.objects.update(last_checked=timezone.localdate() - timedelta(days=CHECK_DAYS))
    reader, address = signed_in(user(Role.SECRETARY)), f"{URL}{row.pk}/"
    assert "Het is tijd om te kijken" in reader.get(address).text
    assert "085-000 99 01" in reader.get(address).text
    assert reader.post(address, {"do": "right"}).status_code == 403
    client = signed_in(user(Role.EDITOR))
    for _press in range(2):
        assert client.post(address, {"do": "right"}).status_code == 302
    row.refresh_from_db()
    assert row.last_checked == timezone.localdate()
    assert row.versions.count() == 1
    assert len(about("partner", str(row.pk))) == 2, "made, and looked at once"

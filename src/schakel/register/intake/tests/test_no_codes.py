"""The centre may have neither a code of an identity nor a key, by whatever door it comes."""

from base64 import b64encode, urlsafe_b64encode

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schakel.register.intake.deliveries import UnusableFileError, deliver
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.secret_codes import holds_code
from schakel.register.intake.tests.programme import REPORT, Programme

CODE, KEY = bytes(range(64)), bytes(range(32))
WRITTEN = [
    b64encode(CODE).decode(),
    urlsafe_b64encode(CODE).decode().rstrip("="),
    CODE.hex(),
    b64encode(KEY).decode(),
    KEY.hex(),
]


@pytest.mark.pure
@given(st.binary(min_size=64, max_size=64))
def test_every_code_is_known_as_one(code: bytes) -> None:
    for text in (b64encode(code).decode(), code.hex()):
        assert holds_code(text)
        assert holds_code(f"zie: {text}, gemaakt vandaag")


@pytest.mark.pure
@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=42) | st.uuids().map(str))
def test_what_people_write_is_none(text: str) -> None:
    assert not holds_code(text)
    assert not holds_code(f"M-7K3F-9QX0 {text} 2026/0012345")


@pytest.mark.django_db
@pytest.mark.parametrize("secret", WRITTEN)
def test_a_programme_cannot_send_one(programme: Programme, secret: str) -> None:
    for field in ("note", "reporter_reference", "surname"):
        answer = programme.post("/reports", {**REPORT, field: secret})
        assert answer.status_code == 400
        assert "code_or_key" in answer.content.decode()
        assert secret not in answer.content.decode()
    for field in ("by_year", "by_day", "codes", "clk", "key"):
        answer = programme.post("/reports", {**REPORT, field: secret})
        assert answer.status_code == 400
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_a_file_with_one_is_not_kept(officer, police) -> None:
    content = f"kenmerk;toelichting\nA-1;{WRITTEN[0]}\n".encode()
    batch = deliver(by=officer, content=content, organisation=police).batch
    assert [one.code for one in batch.errors.all()] == ["code_or_key"]
    assert batch.content is None
    assert WRITTEN[0] not in "".join(one.value for one in batch.errors.all())


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["by_year", "by_day", "code", "sleutel"])
def test_a_file_with_a_column_for_one_is_refused(officer, police, column: str) -> None:
    content = f"kenmerk;{column}\nA-1;{WRITTEN[0]}\n".encode()
    with pytest.raises(UnusableFileError):
        deliver(by=officer, content=content, organisation=police)
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_not_even_a_draft_holds_one(client, officer, settings) -> None:
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts
    client.force_login(officer)
    page = client.get(reverse("intake:new"), follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else reverse("intake:new")
    answer = client.post(address, {"reporter_reference": WRITTEN[0], "note": WRITTEN[0]})
    assert answer.status_code != 500
    assert all(WRITTEN[0] not in str(draft.given()) for draft in ReportDraft.objects.all())

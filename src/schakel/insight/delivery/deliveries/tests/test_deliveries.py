"""Records that leave under an agreement: what is in the file, who can open it, and what is refused."""

import csv
import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.foundation.terms.models import Term
from schakel.foundation.terms.queries import forget
from schakel.insight.analysis.tests.people import user
from schakel.insight.delivery.deliveries import sealing, sets
from schakel.insight.delivery.deliveries.actions import (
    Terms,
    agree,
    deliver,
    deliver_again,
    end,
    set_key,
)
from schakel.insight.delivery.deliveries.faults import RefusedError, UnopenedError
from schakel.insight.delivery.deliveries.models import Delivery
from schakel.insight.delivery.deliveries.sealing import MAGIC, seal, seal_for, unseal, unseal_with
from schakel.insight.delivery.deliveries.standards import HTCDS, code_in
from schakel.insight.disclosure.tests.scene import Register, people
from schakel.knowledge.figures import queries as figures
from schakel.knowledge.figures.tests.cubes import published
from schakel.methods.encoding.envelopes import new_pair, write_pair

PASSPHRASE = "vijf losse woorden hardop"
FIELDS = ("reporter", "sex", "forms", "new_person")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """Guesses need not be dear here."""
    monkeypatch.setattr(sealing, "_COST", 2**10)


@pytest.fixture
def snapshot(db, monkeypatch, settings, tmp_path):
    settings.SCHAKEL_SNAPSHOTS = tmp_path / "snapshots"
    register = Register(monkeypatch)
    register.people = people(years=(2022, 2023, 2024, None), persons=20)
    return register.snapshot()


@pytest.fixture
def officer(db):
    return user(Role.DISCLOSURE_OFFICER)


@pytest.fixture
def analyst(db):
    return user(Role.ANALYST)


def agreed(officer, **other):
    told = {
        "receiver": "RAPPORTEUR",
        "name": "Bureau",
        "purpose": "Monitor",
        "legal_basis": "Art. 19",
        "fields": FIELDS,
        "first_year": 2023,
        "last_year": 2024,
        "until": timezone.localdate() + timedelta(days=1),
    }
    return agree(by=officer, terms=Terms(**(told | other)))


def opened(sealed):
    """The rows of the records, and the receipt."""
    with ZipFile(BytesIO(unseal(sealed, PASSPHRASE))) as archive:
        rows = list(csv.DictReader(StringIO(archive.read("records.csv").decode())))
        book = list(csv.DictReader(StringIO(archive.read("codebook.csv").decode())))
        return rows, json.loads(archive.read("receipt.json")), book


def delivered(analyst, agreement, snapshot):
    made, sealed = deliver(
        by=analyst, agreement=agreement, snapshot=snapshot, passphrase=PASSPHRASE
    )
    return made, sealed, *opened(sealed)


def test_the_agreed_columns_and_years_leave_and_nothing_else(officer, analyst, snapshot):
    made, sealed, rows, receipt, book = delivered(analyst, agreed(officer), snapshot)
    assert list(rows[0]) == ["person", "period", *FIELDS]
    assert {row["period"] for row in rows} == {"2023", "2024"}
    assert len(rows) == made.rows == 40
    assert made.file_digest == sha256(sealed).hexdigest()
    assert receipt["records_sha256"] == made.digest
    assert {row["sex"] for row in rows} <= {one["code"] for one in book if one["column"] == "sex"}
    assert {row["new_person"] for row in rows} == {"YES", "NO"}
    (line,) = about("delivery", made.number)
    assert line.event == "export"


def test_two_deliveries_cannot_be_joined_unless_that_was_agreed(officer, analyst, snapshot):
    def persons(agreement):
        return {row["person"] for row in delivered(analyst, agreement, snapshot)[2]}

    apart, together = agreed(officer), agreed(officer, joinable=True)
    assert not persons(apart) & persons(apart)
    assert persons(together) == persons(together)
    assert not persons(together) & persons(agreed(officer, joinable=True))


def test_the_same_can_be_made_again(officer, analyst, snapshot):
    made, sealed, rows, _receipt, _book = delivered(analyst, agreed(officer), snapshot)
    again = deliver_again(by=analyst, delivery=made, passphrase=PASSPHRASE)
    assert again != sealed
    assert opened(again)[0] == rows
    made.digest = "0" * 64
    with pytest.raises(RefusedError):
        deliver_again(by=analyst, delivery=made, passphrase=PASSPHRASE)


def test_nothing_leaves_without_an_agreement_in_force(officer, analyst, snapshot):
    ended = agreed(officer)
    end(by=officer, agreement=ended)
    ended.refresh_from_db()
    late = agreed(officer)
    late.until = timezone.localdate() - timedelta(days=1)
    late.save()
    early = agreed(officer, last_year=timezone.localdate().year)
    for agreement in (ended, late, early, agreed(officer, first_year=2001, last_year=2002)):
        with pytest.raises(RefusedError):
            delivered(analyst, agreement, snapshot)


def test_who_agrees_does_not_deliver_and_the_reverse(officer, analyst, snapshot):
    with pytest.raises(PermissionDenied):
        agreed(analyst)
    with pytest.raises(PermissionDenied):
        delivered(officer, agreed(officer), snapshot)


@pytest.mark.pure
def test_a_sealed_file_opens_with_its_passphrase_and_unchanged_only():
    sealed = seal(b"records", PASSPHRASE)
    assert unseal(sealed, f" {PASSPHRASE}\n") == b"records"
    assert b"records" not in sealed
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for content, passphrase in ((sealed, "another"), (changed, PASSPHRASE), (b"x", PASSPHRASE)):
        with pytest.raises(UnopenedError):
            unseal(content, passphrase)
    with pytest.raises(UnopenedError):
        unseal(MAGIC, PASSPHRASE)


@pytest.mark.pure
def test_the_receiver_opens_it_at_the_command_line(tmp_path):
    path, secret = tmp_path / "L-1.sealed", tmp_path / "secret"
    path.write_bytes(seal(b"zip", PASSPHRASE))
    secret.write_text("another one altogether")
    with pytest.raises(CommandError):
        call_command("open_delivery", str(path), passphrase_file=secret)
    secret.write_text(PASSPHRASE + "\n")
    call_command("open_delivery", str(path), passphrase_file=secret, stdout=StringIO())
    assert (tmp_path / "L-1.zip").read_bytes() == b"zip"


def test_an_agreement_is_written_down_and_delivered_under(client, officer, analyst, snapshot):
    client.force_login(officer)
    told = {
        "receiver": "RAPPORTEUR",
        "name": "Bureau",
        "purpose": "Monitor",
        "legal_basis": "Art. 19",
    }
    told |= {"first_year": 2023, "last_year": 2024, "until": str(timezone.localdate())}
    assert client.post("/deliveries/agreements/new/", told).status_code == 422
    page = client.post("/deliveries/agreements/new/", {**told, "fields_agreed": ["sex", "forms"]})
    address = page["Location"]
    client.force_login(analyst)
    assert b"40" in client.get(address).content
    words = {"passphrase": PASSPHRASE, "once_more": "something else entirely"}
    assert client.post(address, words).status_code == 422
    answer = client.post(address, {"passphrase": PASSPHRASE, "once_more": PASSPHRASE})
    assert answer["Content-Disposition"].endswith('.sealed"')
    assert len(opened(answer.content)[0]) == 40


def test_pages_ask_few_questions(client, analyst, officer, snapshot, django_assert_max_num_queries):
    agreement = agreed(officer)
    for _number in range(3):
        delivered(analyst, agreement, snapshot)
    client.force_login(analyst)
    with django_assert_max_num_queries(12):
        assert client.get("/deliveries/").status_code == 200


@pytest.mark.parametrize("slug", sorted(sets.BY_SLUG))
def test_a_standard_set_is_what_stands_published(db, client, analyst, slug):
    client.force_login(analyst)
    assert client.get(f"/deliveries/sets/{slug}/").status_code == 200
    published()
    assert client.get(f"/deliveries/sets/{slug}/").status_code == 200
    text = b"".join(client.get(f"/deliveries/sets/{slug}.csv").streaming_content).decode(
        "utf-8-sig"
    )
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert rows
    assert not sets.problems(list(sets.values(sets.BY_SLUG[slug])))
    by_sex = [row for row in rows if "sex" in (row["row_dimension"], row["column_dimension"])]
    assert by_sex
    if slug != sets.RATES:
        totals = {
            row["year"]: row["value"]
            for row in rows
            if row["row_code"] == row["column_code"] == "*"
        }
        assert totals == {year: str(figures.count(year, sets.PERSONS)) for year in totals}


def test_codes_of_a_standard_stand_beside_ours_and_are_never_guessed(db, client, analyst, request):
    request.addfinalizer(forget)
    published()
    client.force_login(analyst)
    page = client.get("/en/deliveries/sets/ic-tip/").content.decode()
    assert "have no known code in IC-TIP" in page
    Term.objects.filter(list_id="gender", code="FEMALE").update(ictip="SEX-F")
    forget()
    text = b"".join(client.get("/deliveries/sets/ic-tip.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    sexes = {
        r["row_code"]: (r["row_ictip"], r["row_htcds"]) for r in rows if r["row_dimension"] == "sex"
    }
    assert sexes["FEMALE"] == ("SEX-F", "Feminine")
    assert sexes["MALE"] == ("", "Masculine")
    assert sexes["*"] == ("", "")
    assert [code_in(HTCDS, "nationality", code) for code in ("PL", "EU")] == ["PL", ""]
    organisations = {
        r["row_code"]: r["row_htcds"] for r in rows if r["row_dimension"] == "reporter"
    }
    assert organisations["POLICE"] == "LawEnforcement"
    assert organisations["SHELTER"] == organisations["OTHER"] == ""


@pytest.mark.pure
def test_only_the_private_key_opens_what_was_sealed_for_its_public_one(tmp_path):
    own, other = new_pair("bureau"), new_pair("bureau")
    sealed = seal_for(b"zip", own.public)
    assert unseal_with(sealed, own) == b"zip"
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for content, key in ((sealed, other), (changed, own), (seal(b"zip", PASSPHRASE), own)):
        with pytest.raises(UnopenedError):
            unseal_with(content, key)
    with pytest.raises(UnopenedError):
        unseal(sealed, PASSPHRASE)
    path, private = tmp_path / "L-1.sealed", tmp_path / "bureau.private.json"
    path.write_bytes(sealed)
    write_pair(private, tmp_path / "bureau.public.json", own)
    with pytest.raises(CommandError, match="--key"):
        call_command("open_delivery", str(path))
    call_command("open_delivery", str(path), key=private, stdout=StringIO())
    assert (tmp_path / "L-1.zip").read_bytes() == b"zip"


def test_a_key_is_compared_by_telephone_used_and_changed_in_the_log(
    client, officer, analyst, snapshot, tmp_path
):
    pair = new_pair("bureau")
    public = tmp_path / "bureau.public.json"
    write_pair(tmp_path / "bureau.private.json", public, pair)
    row = agreed(officer)
    address = f"/deliveries/agreements/{row.number}/"

    def given(fingerprint, content=None):
        file = SimpleUploadedFile("k.json", content or public.read_bytes())
        return client.post(f"{address}key/", {"file": file, "fingerprint": fingerprint})

    client.force_login(analyst)
    assert given(pair.public.fingerprint).status_code == 403
    client.force_login(officer)
    assert given("0000-0000-0000-0000-0000-0000").status_code == 422
    assert given(pair.public.fingerprint, b"{}").status_code == 422
    heard = pair.public.fingerprint.upper().replace("-", " ")
    assert given(heard).status_code == 302
    assert pair.public.fingerprint in client.get(address).content.decode()
    client.force_login(analyst)
    answer = client.post(address)
    made = Delivery.objects.get()
    assert made.key_fingerprint == pair.public.fingerprint
    with ZipFile(BytesIO(unseal_with(answer.content, pair))) as archive:
        assert "records.csv" in archive.namelist()
    other = new_pair("bureau-2027")
    set_key(by=officer, agreement=row, key=other.public)
    assert unseal_with(deliver_again(by=analyst, delivery=made), other)
    set_key(by=officer, agreement=row, key=None)
    with pytest.raises(RefusedError):
        deliver_again(by=analyst, delivery=made)
    grounds = [line.ground for line in about("agreement", row.number) if line.event == "security"]
    assert grounds == [
        "key-taken-away",
        f"key-{other.public.fingerprint}",
        f"key-{pair.public.fingerprint}",
    ]

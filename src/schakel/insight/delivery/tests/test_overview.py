"""The annual overview: its numbers are the released ones, and its texts hold no others."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation
from schakel.insight.analysis.tests.people import user
from schakel.insight.delivery import actions, signing
from schakel.insight.delivery.faults import ClosedEditionError, RefusedError
from schakel.insight.delivery.models import Edition
from schakel.insight.delivery.overview.composing import composed
from schakel.insight.delivery.overview.numbers import PERSONS, NoFiguresError, Numbers, change
from schakel.insight.delivery.overview.placeholders import filled, values, wrong
from schakel.insight.delivery.tests.scene import release_years
from schakel.knowledge.figures.actions import withdraw
from schakel.knowledge.figures.queries import count
from schakel.knowledge.unseen.actions import publish
from schakel.knowledge.unseen.tests.test_page import estimate
from schakel.network.monitor.choices import CARE_COORDINATION
from schakel.network.monitor.outreach import note
from schakel.network.monitor.tests.scene import write
from schakel.network.signals.actions import Counted, hand_up

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")


@pytest.fixture
def figures(db):
    return release_years()


def offered(edition, by=SYSTEM):
    while signing.proceed(by=by, edition=edition).left:
        pass
    return signing.offer(by=by, edition=edition)


def published_by_two(year):
    edition = offered(actions.make_edition(by=SYSTEM, year=year))
    second = user(Role.DISCLOSURE_OFFICER)
    return signing.sign(by=second, edition=edition, content_hash=edition.content_hash), second


def section(content, code):
    return next(one for one in content["sections"] if one["code"] == code)


def table(content, chapter, code):
    return next(one for one in section(content, chapter)["blocks"] if one["code"] == code)


def test_every_layout_shows_released_numbers(figures):
    content = composed(Numbers.of(2024, "nl"), {})
    assert [one["code"] for one in content["sections"]] == [
        *("glance", "reporters", "compared", "regions", "dossiers", "forms", "groups", "sectors"),
        *("routes", "persons", "youth", "border", "window"),
    ]
    rows = {row[0]: row[1:] for row in table(content, "glance", "glance")["rows"]}
    for label, unit in (("Meldingen", "REPORTS"), ("Personen", PERSONS)):
        found = [int(text.replace(".", "")) for text in rows[label][:2]]
        assert found == [count("2023", unit), count("2024", unit)]
    window = table(content, "window", "window")["rows"]
    assert [row[0] for row in window] == ["2022", "2023", "2024"]
    reporters = table(content, "reporters", "reporters")["rows"]
    for row in reporters:
        numbers = [int(text.replace(".", "")) for text in row[1:]]
        assert sum(numbers[:-1]) == numbers[-1]
    dossiers = table(content, "dossiers", "dossier")["rows"]
    for place in (1, 3, 5):
        numbers = [int(row[place].replace(".", "")) for row in dossiers]
        assert sum(numbers[:-1]) == numbers[-1]
    sexual, others = (
        [row[0] for row in table(content, "sectors", code)["rows"]]
        for code in ("sector-sexual", "sector-other")
    )
    assert sexual == ["Sectoren van seksuele uitbuiting", "– Escort", "– Hotel"]
    assert "– Schoonmaak" in others
    assert others[-1] == "Totaal"


def test_no_number_below_the_base_and_no_percentage_of_few(figures):
    for language in ("nl", "en"):
        numbers = Numbers.of(2024, language)
        content = composed(numbers, {})
        cells = [
            cell
            for one in content["sections"]
            for block in one["blocks"]
            if block["kind"] == "table"
            for row in block["rows"]
            for cell in row[1:]
        ]
        assert cells
        assert not {"1", "2", "3", "4"} & set(cells)
        assert numbers.percentage(50, 99) == "–" != numbers.percentage(50, 100)
        assert change(50, 99) == "–"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In {year} waren het er {persons_total}.", []),
        ("In 2024 waren het er veel.", ["2024"]),
        ("Dat is 12% meer, {persons_total} dus.", ["12%"]),
        ("Er waren {slachtoffers}.", ["{slachtoffers}"]),
        ("Er waren {persons_total", ["{ }"]),
        ("Er waren ٣ personen.", ["٣"]),
    ],
)
def test_a_text_names_no_number_of_its_own(figures, text, found):
    assert wrong(text, values(Numbers.of(2024, "nl"))) == found


def test_a_paragraph_without_its_number_is_left_out(figures):
    known = values(Numbers.of(2022, "nl"))
    assert known["last_year"] is None
    text = "In {year}: {persons_total}.\n\nIn {last_year} waren het er {persons_last}."
    assert filled(text, known) == [f"In 2022: {known['persons_total']}."]


def test_a_year_without_figures_has_no_overview(figures, tmp_path):
    with pytest.raises(NoFiguresError):
        actions.make_edition(by=SYSTEM, year=2019)
    with pytest.raises(CommandError, match="No figures of 2019"):
        call_command("overview", 2019, out=tmp_path / "nothing", stdout=StringIO())


def test_an_editor_makes_writes_and_publishes(figures, client):
    editor = Client()
    editor.force_login(user(Role.EDITOR))
    assert editor.get("/overviews/").status_code == 200
    made = editor.post("/overviews/", {"year": 2024})
    edition = Edition.objects.get()
    assert made.url == f"/overviews/{edition.pk}/"
    texts = {"glance": "Wij telden {persons_total} personen in 2024."}
    refused = editor.post(f"/overviews/{edition.pk}/texts/nl/", texts)
    assert refused.status_code == 422
    assert "2024." in refused.content.decode()
    texts = {"glance": "Wij telden {persons_total} personen."}
    assert editor.post(f"/overviews/{edition.pk}/texts/nl/", texts).status_code == 302
    persons = f"{count('2024', PERSONS):,}".replace(",", ".")
    page = editor.get(f"/overviews/{edition.pk}/").content.decode()
    assert f"Wij telden {persons} personen." in page
    assert client.get("/figures/overview/2024/").status_code == 404
    while signing.progress_of(edition).left:
        assert editor.post(f"/overviews/{edition.pk}/proceed/").status_code == 302
    assert editor.post(f"/overviews/{edition.pk}/offer/").status_code == 302
    edition.refresh_from_db()
    answer = {"answer": "sign", "content_hash": edition.content_hash}
    assert editor.post(f"/overviews/{edition.pk}/sign/", answer).status_code == 403
    assert client.get("/figures/overview/2024/").status_code == 404
    officer = Client()
    officer.force_login(user(Role.DISCLOSURE_OFFICER))
    assert officer.post(f"/overviews/{edition.pk}/sign/", answer).status_code == 302
    public = client.get("/figures/overview/2024/").content.decode()
    assert f"Wij telden {persons} personen." in public
    assert "The picture of 2024" in client.get("/en/figures/overview/2024/").content.decode()
    version = edition.figures_version
    pdf = client.get(f"/figures/overview/2024/{version}/overview.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf.content
    late = editor.post(f"/overviews/{edition.pk}/texts/nl/", texts, follow=True)
    assert "(meer)" in late.content.decode()
    edition.refresh_from_db()
    with pytest.raises(ClosedEditionError):
        actions.write_text(by=SYSTEM, edition=edition, language="nl", texts=texts)


def test_an_overview_goes_with_its_figures(figures, client: Client):
    published_by_two(2024)
    assert client.get("/figures/overview/2024/").status_code == 200
    note = {"nl": "Er zat een fout in.", "en": "There was a mistake."}
    withdraw(by=SYSTEM, release_number="R-2025-0001", note=note)
    gone = client.get("/figures/overview/2024/")
    assert gone.status_code == 410
    assert "Er zat een fout in." in gone.content.decode()


def test_the_command_makes_the_whole_publication(figures, tmp_path):
    out = tmp_path / "overview"
    call_command("overview", 2024, out=out, stdout=(told := StringIO()))
    names = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert {"nl/index.html", "en/index.html", "times.json", "nl/form-chart.svg"} <= names
    assert (out / "nl/overview-2024-nl.pdf").read_bytes().startswith(b"%PDF-")
    assert set(json.loads((out / "times.json").read_text())) >= {"nl pdf", "en pdf", "nl glance"}
    assert "nl pdf" in told.getvalue()
    with pytest.raises(CommandError, match="not empty"):
        call_command("overview", 2024, out=out, stdout=StringIO())


def test_making_goes_on_where_it_was_and_begins_anew_after_a_change(figures, monkeypatch):
    edition = actions.make_edition(by=SYSTEM, year=2024)
    assert signing.proceed(by=SYSTEM, edition=edition).done == 1

    def killed(*_given):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(signing, "typeset", killed)
        with pytest.raises(MemoryError):
            signing.proceed(by=SYSTEM, edition=edition)
    assert signing.progress_of(edition).done == 1
    with pytest.raises(RefusedError):
        signing.offer(by=SYSTEM, edition=edition)
    while signing.proceed(by=SYSTEM, edition=edition).left:
        pass
    actions.write_text(by=SYSTEM, edition=edition, language="nl", texts={"glance": "Anders."})
    assert signing.progress_of(edition).done == 0


def test_nobody_signs_an_overview_of_their_own_or_another_one(figures):
    editor, second = user(Role.EDITOR), user(Role.DISCLOSURE_OFFICER)
    edition = offered(actions.make_edition(by=editor, year=2024), editor)
    for nobody in (editor, SYSTEM):
        with pytest.raises(PermissionDenied):
            signing.sign(by=nobody, edition=edition, content_hash=edition.content_hash)
    with pytest.raises(RefusedError):
        signing.sign(by=second, edition=edition, content_hash="0" * 64)
    with pytest.raises(ClosedEditionError):
        actions.write_text(by=editor, edition=edition, language="nl", texts={})
    refused = signing.refuse(by=second, edition=edition, reason="De kop klopt niet.")
    assert (refused.is_draft, refused.refused_because) == (True, "De kop klopt niet.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(published_by="U-1", offered_by="U-1")


def test_a_correction_stands_above_and_the_old_one_stays(figures, client):
    first, second = published_by_two(2024)
    old = client.get(f"/figures/overview/2024/{first.figures_version}/overview.pdf").content
    wrong = {"note_nl": "De kop was fout.", "note_en": "The heading was wrong."}
    with pytest.raises(RefusedError):
        actions.correct(by=SYSTEM, edition=first, note_nl="Fout.", note_en=" ")
    made = actions.correct(by=SYSTEM, edition=first, **wrong)
    with pytest.raises(RefusedError):
        actions.correct(by=SYSTEM, edition=first, **wrong)
    actions.write_text(by=SYSTEM, edition=made, language="nl", texts={"glance": "Nu goed."})
    ready = offered(made)
    signing.sign(by=second, edition=ready, content_hash=ready.content_hash)
    page = client.get("/figures/overview/2024/").content.decode()
    assert "De kop was fout." in page
    assert "Nu goed." in page
    assert f"/figures/overview/2024/{first.figures_version}/overview.pdf" in page
    assert client.get(f"/figures/overview/2024/{first.figures_version}/overview.pdf").content == old
    new = client.get(f"/figures/overview/2024/{first.figures_version}-1/overview.pdf")
    assert new.content != old
    assert client.get("/figures/overview/2024/x-1/overview.pdf").status_code == 404


def test_the_network_and_the_estimate_stand_in_it_as_they_are_known(figures):
    """Three municipalities, two pieces of advice, one signal: exact; and an estimate with its range."""
    for place, state in (("GM0153", "PRESENT"), ("GM0363", "PRESENT_REGIONAL"), ("GM0193", "NONE")):
        write(place, CARE_COORDINATION, state, date(2024, 3, 1))
    write("GM0363", CARE_COORDINATION, "NONE", date(2025, 1, 1))
    for asked, day in (
        (True, date(2024, 1, 1)),
        (False, date(2024, 12, 31)),
        (True, date(2025, 1, 1)),
    ):
        said = {"kind": "ADVICE", "on": day, "asked_for": asked, "text": ""}
        note(by=SYSTEM, municipalities=["GM0153"], said=said)
    shelter = Organisation.objects.create(name="Opvanghuis De Verzonnen Haven")
    days = {"since": date(2024, 4, 1), "until": date(2024, 6, 30)}
    hand_up(by=SYSTEM, counted=Counted("REGION_TIE", 3, organisation=shelter, **days))
    publish(by=SYSTEM, found=estimate())
    content = composed(Numbers.of(2024, "nl"), {"unseen": "Een eigen tekst."})
    rows = {row[0]: row for row in table(content, "network", "coordination")["rows"]}
    assert (rows["Aanwezig"][-2], rows["Aanwezig, in de regio"][-2], rows["Geen"][-2]) == ("1",) * 3
    assert len(rows["Totaal"]) == 3, "of the years before nothing was known, and nothing is told"
    regions = table(content, "network", "coordination-regions")["rows"]
    assert sum(int(row[2]) for row in regions[:-1]) == int(regions[-1][2]) == 2
    assert table(content, "network", "advice")["rows"][0][1:] == ["1", "1", "2"]
    assert table(content, "network", "signals")["rows"][-1] == ["Totaal", "1", "0", "0"]
    told = " ".join(section(content, "network")["paragraphs"])
    assert "in 2 van de" in told
    assert "2 adviezen en 0 presentaties aan gemeenten" in told
    assert shelter.name not in json.dumps(content, ensure_ascii=False)
    assert table(content, "unseen", "estimate")["rows"][1][1] == "5.000 (4.000–6.000)"
    assert "Pas op." in section(content, "unseen")["paragraphs"][-1], "whatever the editor writes"
    assert "5.000 (tussen 4.000 en 6.000)" in values(Numbers.of(2024, "nl"))["estimate"]
    left_out = content["annex"]["parts"][-1]["paragraphs"][0]
    assert left_out.endswith("in de opvang, trainingen.")
    shown = (
        values(Numbers.of(2024, "nl"))[name]
        for name in ("signals_raised", "municipalities_advised")
    )
    assert list(shown) == ["1", "1"]
    before = composed(Numbers.of(2023, "en"), {})
    left_out = before["annex"]["parts"][-1]["paragraphs"][0]
    assert all(name in left_out for name in ("care coordination", "signals", "advice", "training"))

"""Codes in words: in the language of the page, also after a code has ended."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.template import Context, Template
from django.utils.translation import override

from schakel.foundation.geography.freshness import raise_version
from schakel.foundation.terms import queries
from schakel.foundation.terms.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """These tests change terms; neither they nor later ones may see each other's."""
    queries.forget()
    yield
    queries.forget()


def end(list_name: str, code: str, on: date) -> None:
    Term.objects.filter(list_id=list_name, code=code).update(valid_to=on)
    queries.forget()


def test_labels_follow_the_language_of_the_page() -> None:
    with override("nl"):
        assert queries.label("reporter_type", "POLICE") == "Nationale Politie"
        assert ("FEMALE", "Vrouw") in queries.choices("gender")
    with override("en"):
        assert queries.label("reporter_type", "POLICE") == "National Police"
        assert ("FEMALE", "Female") in queries.choices("gender")


def test_a_code_that_ended_is_readable_but_not_offered() -> None:
    end("channel", "PHONE", date(2025, 7, 1))
    assert queries.label("channel", "PHONE") == "Telefoon"
    assert queries.known("channel", "PHONE")
    assert "PHONE" not in queries.codes("channel", on=date(2025, 7, 1))
    assert "PHONE" in queries.codes("channel", on=date(2025, 6, 30))
    assert queries.is_valid("channel", "PHONE", on=date(2025, 6, 30))
    assert not queries.is_valid("channel", "PHONE")


def test_a_code_is_not_offered_before_it_begins() -> None:
    Term.objects.filter(list_id="channel", code="API").update(valid_from=date(2026, 1, 1))
    queries.forget()
    assert not queries.is_valid("channel", "API", on=date(2025, 12, 31))
    assert queries.is_valid("channel", "API", on=date(2026, 1, 1))


def test_an_unknown_code_shows_itself_and_an_unknown_list_is_an_error() -> None:
    assert queries.label("gender", "NO_SUCH") == "NO_SUCH"
    assert not queries.is_valid("gender", "NO_SUCH")
    assert queries.mapped("gender", "NO_SUCH", "htcds") == ""
    with pytest.raises(queries.UnknownListError, match="load-reference"):
        queries.choices("no_such_list")


def test_sectors_come_in_groups_named_after_the_form() -> None:
    with override("nl"):
        groups = dict(queries.grouped_choices("sector", "exploitation_form"))
    assert list(groups)[:3] == ["Seksuele uitbuiting", "Arbeidsuitbuiting", "Criminele uitbuiting"]
    assert ("CLEANING", "Schoonmaak") in groups["Arbeidsuitbuiting"]
    assert [code for code, _ in groups[""]] == ["NOT_APPLICABLE", "UNKNOWN"]
    offered = [code for pairs in groups.values() for code, _ in pairs]
    assert sorted(offered) == sorted(queries.codes("sector"))


def test_nationality_is_a_country_or_stateless_or_not_known() -> None:
    assert [code for code, _ in queries.nationality_choices()][:2] == ["UNKNOWN", "STATELESS"]
    assert all(queries.is_nationality(code) for code in ("NL", "STATELESS", "UNKNOWN"))
    assert not any(queries.is_nationality(code) for code in ("XX", "", "nl", "NLD"))
    with override("en"):
        assert queries.nationality_label("DE") == "Germany"
        assert queries.nationality_label("STATELESS") == "Stateless"
        assert queries.nationality_label("??") == "??"


def test_codes_are_answered_without_a_query(django_assert_num_queries) -> None:
    queries.label("gender", "X")
    with django_assert_num_queries(0):
        for code in queries.codes("exploitation_form"):
            queries.label("exploitation_form", code)


def test_a_change_in_another_process_is_seen_within_the_recheck(settings) -> None:
    settings.SCHAKEL_REFERENCE_RECHECK_SECONDS = 3600
    with override("nl"):
        assert queries.label("gender", "X") == "Anders of non-binair (X)"
        with transaction.atomic():  # as a loader in another process does: this one is not told
            Term.objects.filter(list_id="gender", code="X").update(label_nl="Genderneutraal")
            raise_version("terms")
        assert queries.label("gender", "X") == "Anders of non-binair (X)", "not yet asked again"
        settings.SCHAKEL_REFERENCE_RECHECK_SECONDS = 0
        assert queries.label("gender", "X") == "Genderneutraal"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("POLICE", "Nationale Politie"), ("<b>", "<code>&lt;b&gt;</code>"), ("", ""), (None, "")],
)
def test_the_filter_shows_words_and_marks_what_it_does_not_know(code: str, shown: str) -> None:
    template = Template('{% load terms %}{{ code|term:"reporter_type" }}')
    with override("nl"):
        assert template.render(Context({"code": code})) == shown

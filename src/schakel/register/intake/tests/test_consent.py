"""Asking for consent: the page for reporters, and the sheets that people print and sign."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.models import User
from schakel.register.intake.leaflets import CHECKED, FOLDER, LANGUAGES, leaflet, read

DUTCH_WARNING = "Vertaling nog te controleren door een vertaler."
SHEETS = ("leaflet", "person", "parent")
SCRIPTS = {
    "bg": r"[Ѐ-ӿ]",
    "uk": r"[іїєґ]",
    "ar": r"[؀-ۿ]",
    "ti": r"[ሀ-፿]",
    "vi": r"[Ạ-ỹ]",
}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


def shape(texts: Any) -> Any:
    """The keys, and how many sentences there are; not what they say."""
    if isinstance(texts, dict):
        return {key: shape(value) for key, value in texts.items()}
    return [shape(one) for one in texts] if isinstance(texts, list) else type(texts)


def words(texts: Any) -> list[str]:
    if isinstance(texts, dict):
        return [word for value in texts.values() for word in words(value)]
    return [word for one in texts for word in words(one)] if isinstance(texts, list) else [texts]


@pytest.mark.pure
def test_every_language_has_a_file_and_every_file_a_language() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.pure
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    texts, dutch = read(language), read("nl")
    assert shape(texts) == shape(dutch)
    texts.pop("unverified")
    assert all(word.strip() for word in words(texts))
    if language != "nl":
        assert not {w for w in words(texts) if len(w) > 20} & set(words(dutch)), "left in Dutch"


@pytest.mark.pure
@pytest.mark.parametrize("language", SCRIPTS)
def test_every_text_is_in_the_script_of_its_language(language: str) -> None:
    assert re.search(SCRIPTS[language], " ".join(words(read(language)["form"])))
    assert (leaflet(language).direction == "rtl") is (language == "ar")


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_can_open_every_sheet(client: Client, language: str, sheet: str) -> None:
    answer = client.get(reverse("intake:leaflet", args=[language, sheet]))
    page = answer.content.decode()
    text = leaflet(language)
    assert answer.status_code == 200
    assert f'<article class="schakel-sheet" lang="{language}" dir="{text.direction}">' in page
    assert (DUTCH_WARNING in page) is (language not in CHECKED)
    assert bool(text.unverified) is (language not in CHECKED)
    assert text.unverified in answer.content.decode()
    assert page.count("data-quick-exit") == 1
    assert "<input" not in page
    for other in LANGUAGES:
        assert reverse("intake:leaflet", args=[other, sheet]) in page


@pytest.mark.django_db
def test_a_parent_signs_another_form_than_the_person(client: Client) -> None:
    person = client.get(reverse("intake:leaflet", args=["en", "person"])).content.decode()
    parent = client.get(reverse("intake:leaflet", args=["en", "parent"])).content.decode()
    assert "I am the parent or guardian" in parent
    assert "I am the parent or guardian" not in person


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "sheet"), [("xx", "leaflet"), ("nl", "other")])
def test_other_sheets_do_not_exist(client: Client, language: str, sheet: str) -> None:
    assert client.get(reverse("intake:leaflet", args=[language, sheet])).status_code == 404


@pytest.mark.django_db
def test_the_page_leads_a_reporter_to_every_sheet(client: Client, shelter_worker: User) -> None:
    client.force_login(shelter_worker)
    page = client.get(reverse("intake:consent")).content.decode()
    for language in LANGUAGES:
        for sheet in SHEETS:
            assert reverse("intake:leaflet", args=[language, sheet]) in page
    assert "advies van het centrum, geen wet" in page
    assert "hangt niet af van een handtekening" in page

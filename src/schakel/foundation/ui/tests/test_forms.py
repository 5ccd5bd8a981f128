"""What a form prints: labels, hints and errors that a screen reader can follow."""

import re

import pytest
from django import forms
from django.utils import translation

from schakel.foundation.ui.gallery import SampleForm, sample_errors

pytestmark = pytest.mark.pure


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def attribute(html: str, control: str, name: str) -> str:
    """The attribute `name` of the control with this id."""
    tag = next(tag for tag in re.findall(r"<[^>]+>", html) if f'id="{control}"' in tag)
    found = re.search(rf'{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def test_every_described_by_names_something_that_is_there() -> None:
    html = str(sample_errors())
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    for named in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(named.split()) <= ids
    assert len(re.findall(r'\bid="', html)) == len(ids), "an id stands twice"


def test_every_control_has_a_label() -> None:
    html = str(SampleForm())
    controls = re.findall(r'<(?:input|select|textarea)[^>]*\bid="([^"]+)"', html)
    assert len(controls) == 15
    for control in controls:
        assert f'for="{control}"' in html


def test_the_summary_links_each_error_to_its_control() -> None:
    form = sample_errors()
    html = str(form)
    summary = html[: html.index("</ul>")]
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == len(form.errors) == 6
    assert set(targets) <= ids
    assert "wrong_born_0" in targets, "a group of boxes is entered at its first"
    assert 'role="alert"' in summary
    assert 'tabindex="-1"' in summary
    assert "6 things are not right yet" in summary


def test_a_form_without_errors_has_no_summary() -> None:
    assert "data-error-summary" not in str(SampleForm())


def test_hint_and_error_are_read_with_the_control() -> None:
    html = str(sample_errors())
    assert attribute(html, "wrong_name", "aria-describedby") == (
        "wrong_name_helptext wrong_name_error"
    )
    assert attribute(html, "wrong_name", "aria-invalid") == "true"
    assert attribute(html, "wrong_name", "autocomplete") == "name"


def test_radios_and_dates_stand_in_a_fieldset_with_a_legend() -> None:
    html = str(SampleForm())
    legends = re.findall(r"<legend[^>]*>\s*([^<]+?)\s*<", html)
    assert legends == [
        "About you",
        "Date of birth",
        "Your choice",
        "Colour",
        "Several colours",
    ]


def test_the_exception_is_marked_and_that_is_optional() -> None:
    html = str(SampleForm())
    assert html.count("(optional)") == 4


def test_fields_outside_every_group_are_not_lost() -> None:
    class Grouped(forms.Form):
        groups = [("First", ["one", "not_there"]), ("Empty", ["nor_this"])]
        one = forms.CharField()
        two = forms.CharField()
        secret = forms.CharField(widget=forms.HiddenInput)

    html = str(Grouped())
    assert "Empty" not in html
    assert html.index('name="one"') < html.index("</fieldset>") < html.index('name="two"')
    assert html.count('name="secret"') == 1


def test_errors_about_the_whole_form_and_hidden_fields_are_shown() -> None:
    class Whole(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput, label="Token")

        def clean(self) -> None:
            raise forms.ValidationError("These two do not go <together>.")

    html = str(Whole({}))
    assert "These two do not go &lt;together&gt;." in html
    assert "Token: This field is required." in html
    assert "2 things are not right yet" in html


def test_texts_of_the_user_are_escaped() -> None:
    html = str(SampleForm({"name": '"><script>alert(1)</script>'}))
    assert "<script>" not in html


def test_a_control_keeps_its_own_class_beside_the_design_systems() -> None:
    class Own(forms.Form):
        number = forms.CharField(widget=forms.TextInput({"class": "wide"}))

    assert 'class="utrecht-textbox utrecht-textbox--html-input wide"' in str(Own()["number"])


def test_checkboxes_are_not_drawn_as_radios() -> None:
    html = str(SampleForm()["several"])
    assert "utrecht-checkbox" in html
    assert "utrecht-radio-button" not in html

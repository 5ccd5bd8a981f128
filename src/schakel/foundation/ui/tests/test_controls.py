"""Controls are drawn as Django's own templates draw them, whatever stands in them."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.ui.rendering import DesignSystemRenderer

pytestmark = pytest.mark.pure

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "class", "aria-label", "required", "disabled"]),
    st.one_of(TEXT, st.booleans()),
)
WIDGETS = (
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.HiddenInput,
    forms.CheckboxInput,
    forms.Textarea,
)
CHOICES = st.lists(
    st.one_of(
        st.tuples(TEXT, TEXT),
        st.tuples(TEXT.filter(bool), st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3)),
    ),
    max_size=4,
)


class Content(HTMLParser):
    """Every tag with its attributes and every text, without the white space between."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attributes, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def both(widget: forms.Widget, value: object, attributes: dict[str, object]) -> tuple[list, list]:
    """The content as we draw it, and as Django's templates print it."""
    ours, theirs = (
        widget.render("field", value, dict(attributes), renderer)
        for renderer in (DesignSystemRenderer(), DjangoTemplates())
    )
    assert isinstance(ours, SafeString)
    return Content(ours).found, Content(theirs).found


@given(st.sampled_from(WIDGETS), st.one_of(st.none(), TEXT), ATTRIBUTES)
def test_a_control_is_drawn_as_django_draws_it(
    kind: type[forms.Widget], value: str | None, attributes: dict[str, object]
) -> None:
    ours, theirs = both(kind(), value, attributes)
    assert ours == theirs


@given(CHOICES, TEXT, ATTRIBUTES)
def test_a_list_is_drawn_as_django_draws_it(
    choices: list, value: str, attributes: dict[str, object]
) -> None:
    for kind in (forms.Select, forms.SelectMultiple):
        ours, theirs = both(kind(choices=choices), value, attributes)
        assert ours == theirs


@given(CHOICES, TEXT)
def test_every_choice_has_its_label(choices: list, value: str) -> None:
    for kind in (forms.RadioSelect, forms.CheckboxSelectMultiple):
        ours, _theirs = both(kind(choices=choices), value, {"id": "field"})
        boxes = [dict(one[1]) for one in ours if isinstance(one, tuple) and one[0] == "input"]
        labels = [dict(one[1]) for one in ours if isinstance(one, tuple) and one[0] == "label"]
        assert [box["id"] for box in boxes] == [label["for"] for label in labels]
        flat = [pair for one in choices for pair in (one[1] if isinstance(one[1], list) else [one])]
        assert [box["value"] for box in boxes] == [code for code, _label in flat]


def test_what_was_chosen_is_marked() -> None:
    for kind, mark in ((forms.Select, "selected"), (forms.RadioSelect, "checked")):
        html = kind(choices=[("a", "A"), ("b", "B")]).render(
            "field", "b", renderer=DesignSystemRenderer()
        )
        assert html.count(mark) == 1
        assert html.index('value="a"') < html.index('value="b"') < html.index(mark)

"""Free text is looked at: the table of rules, and the second thought on sending."""

import json

import pytest

from schakel.foundation.ui.free_text import findings
from schakel.foundation.ui.tests.texts import EXAMPLES
from schakel.register.intake.forms.replies import AnswerForm, WithdrawForm

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("text", "found"), EXAMPLES)
def test_the_server_finds_it(text: str, found: list[str]) -> None:
    assert findings(text) == found


def test_the_table_travels_with_the_field() -> None:
    html = str(AnswerForm()["answer"])
    assert "data-free-text" in html
    assert json.loads(str(AnswerForm().fields["answer"].widget.attrs["data-free-text"]))["rules"]


@pytest.mark.parametrize(("form", "field"), [(AnswerForm, "answer"), (WithdrawForm, "reason")])
def test_a_doubtful_text_is_sent_after_a_second_thought(form, field) -> None:
    doubtful = {field: "bel Mirabella Zonnebloem op 06-12345678"}
    first = form(doubtful)
    assert not first.is_valid()
    assert len(first.errors[field]) == 2
    assert "text_confirmed" in str(first)
    assert form({**doubtful, "text_confirmed": "on"}).is_valid()
    assert "text_confirmed" not in str(form({field: "dubbel"}))


def test_a_service_number_cannot_be_confirmed() -> None:
    assert not AnswerForm({"answer": "nr. 123456782", "text_confirmed": "on"}).is_valid()

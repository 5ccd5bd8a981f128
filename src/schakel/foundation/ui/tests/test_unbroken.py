"""Numbers and days stay whole; what stands inside a tag is left alone."""

import pytest
from django.template import Context, Template

from schakel.foundation.ui.unbroken import unbroken

pytestmark = pytest.mark.pure


def test_numbers_and_days_stay_on_one_line() -> None:
    html = (
        '<a href="/p/P-7K3F-9QXA/" title="see P-7K3F-9QXA">P-7K3F-9QXA</a> 22-11-2026, 3 mei 2026'
    )
    assert unbroken(html) == (
        '<a href="/p/P-7K3F-9QXA/" title="see P-7K3F-9QXA"><span class="schakel-whole">P-7K3F-9QXA</span></a>'
        ' <span class="schakel-whole">22-11-2026</span>, <span class="schakel-whole">3 mei 2026</span>'
    )


def test_what_somebody_fills_in_is_no_markup() -> None:
    html = "<textarea>P-7K3F-9QXA</textarea>"
    assert unbroken(html) == html


def test_other_hyphens_may_break() -> None:
    html = "<td>Politie-eenheid 085-000 10 07, 2026-Q3, XP-7K3F-9QXAB</td>"
    assert unbroken(html) == html


def test_danger_leads_to_the_telephone() -> None:
    page = Template('{% emergency "In danger now?" text %}').render(Context({"text": "<b>"}))
    assert 'href="tel:112"' in page
    assert "&lt;b&gt;" in page

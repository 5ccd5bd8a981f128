"""The template tags, through templates as other apps write them."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

pytestmark = pytest.mark.pure


def render(source: str, path: str = "/", language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context({"request": RequestFactory().get(path), **context}))


def test_numbers_are_in_the_readers_notation() -> None:
    assert render("{% number 8684 %}", language="nl") == "8.684"
    assert render("{% number 8684 %}", language="en") == "8,684"
    assert render("{% number 2.5 1 %}", language="nl") == "2,5"
    assert render("{% number 66.67 0 %}") == "67", "rounded, not cut off"
    assert render("{% number None %}") == "–"
    assert render("{% number 0 %}") == "0"


def test_a_stat_says_what_it_counts_and_what_is_not_known() -> None:
    assert "8,684" in render('{% stat 8684 "reports" %}')
    assert "not known" in render('{% stat None "reports" %}')
    assert 'href="/x"' in render('{% stat 1 "reports" "/x" %}')


def test_texts_are_escaped() -> None:
    for source in (
        "{% badge evil %}",
        "{% stat 1 evil %}",
        "{% button_link evil evil %}",
        "{% empty_state evil evil %}",
        "{% alert 'info' evil %}{{ evil }}{% endalert %}",
        "{% table evil %}<tr><td>{{ evil }}</td></tr>{% endtable %}",
        "{% breadcrumb evil evil %}",
        "{% progress 1 2 evil %}",
        "{% dialog evil %}{{ evil }}{% enddialog %}",
    ):
        html = render(source, evil='"><script>x</script>')
        assert "<script" not in html, source
        assert "&lt;script" in html, source


def test_an_unknown_kind_is_an_error_not_a_grey_box() -> None:
    for source in (
        '{% badge "x" "purple" %}',
        '{% alert "x" %}{% endalert %}',
        '{% submit "x" "y" %}',
    ):
        with pytest.raises(TemplateSyntaxError):
            render(source)


def test_pages_keep_the_query() -> None:
    page = Paginator(range(100), 10).page(4)
    html = render("{% pagination page %}", path="/?q=a%26b&page=4", page=page)
    assert 'href="?q=a%26b&amp;page=5"' in html
    assert html.count('aria-current="page"') == 1
    assert "31–40 of 100" in html


def test_one_page_needs_no_pagination() -> None:
    assert render("{% pagination page %}", page=Paginator([1], 10).page(1)) == ""


def test_an_empty_fact_is_named_as_such() -> None:
    html = render("{% facts rows %}", rows=[("A", ""), ("B", None), ("C", 0), ("D", "x")])
    assert html.count("not filled in") == 2
    assert "<dd>0</dd>" in html


def test_a_table_has_a_caption_and_scrolls_under_its_name() -> None:
    html = render('{% table "By year" %}<tbody></tbody>{% endtable %}')
    assert "<caption" in html
    assert 'role="region" aria-label="By year" tabindex="0"' in html


def test_a_timeline_takes_dates_and_words() -> None:
    html = render(
        "{% timeline items %}",
        items=[{"time": date(2026, 3, 4), "title": "A"}, {"time": "later", "title": "B"}],
    )
    assert '<time datetime="2026-03-04">4 March 2026</time>' in html
    assert "later" in html


def test_tabs_show_where_you_are() -> None:
    items = [{"url": "/a", "label": "A", "count": 0, "current": True}, {"url": "/b", "label": "B"}]
    html = render("{% tabs items %}", items=items)
    assert html.count("aria-current") == 1
    assert html.count("schakel-tabs__count") == 1, "nought is a count, no count is none"


def test_a_filter_is_a_get_form_that_can_be_cleared() -> None:
    class Filter(forms.Form):
        q = forms.CharField(required=False, label="Number")

    source = "{% filter_bar form %}"
    assert "Clear filter" not in render(source, path="/list/", form=Filter({}))
    html = render(source, path="/list/?q=M", form=Filter({"q": "M"}))
    assert 'method="get" action="/list/"' in html
    assert '<a class="nl-link schakel-filter__reset" href="/list/">' in html


def test_a_breadcrumb_takes_pairs_or_a_list() -> None:
    one = render('{% breadcrumb "A" "/a" "B" "/b" %}')
    assert one == render("{% breadcrumb steps %}", steps=[("A", "/a"), ("B", "/b")])
    assert one.count("<li") == 2


def test_the_same_page_in_the_other_language() -> None:
    with translation.override("nl"):
        html = render('{% language_url "en" %}', path="/gallery/?a=1", language="nl")
    assert html == "/en/gallery/?a=1"
    assert render('{% language_url "nl" %}', path="/en/gallery/", language="en") == "/gallery/"

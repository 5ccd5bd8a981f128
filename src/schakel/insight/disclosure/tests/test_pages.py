"""The officers' pages: what each sees and may do, and how many questions a page asks the database."""

from math import comb

import pytest
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.insight.analysis.tests.people import user
from schakel.insight.disclosure.choices import WAYS, State
from schakel.insight.disclosure.definition import axes
from schakel.insight.disclosure.models import Release
from schakel.insight.disclosure.queries import waiting
from schakel.insight.disclosure.tests.scene import offered, published
from schakel.knowledge.figures.models import PublishedVersion

pytestmark = pytest.mark.django_db


def page(name, release, *more):
    return reverse(f"disclosure:{name}", args=[release.number, *more])


def text(response):
    return response.content.decode()


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.SCHAKEL_DEMO = True


def test_from_the_snapshot_to_the_public_figures(client, register, maker, second):
    client.force_login(maker)
    assert "nog geen momentopname" in text(client.get(reverse("disclosure:new")))
    register.snapshot()
    shown = client.get(reverse("disclosure:new"))
    assert [code for code, _label in shown.context["form"].fields["periods"].choices] == [
        "2023",
        "2024",
    ]
    response = client.post(reverse("disclosure:new"), {"periods": ["2023", "2024"]})
    release = Release.objects.get()
    assert response.url == page("release", release)
    steps = {"HX-Request": "true"}
    half = client.post(page("proceed", release), headers=steps)
    assert half.context["left"] == 1
    assert client.post(page("proceed", release), headers=steps)["HX-Redirect"]
    for _period in range(2):
        client.post(page("proceed", release), {"what": "attack"})
    seen = client.get(page("release", release))
    assert seen.context["may_offer"]
    assert not seen.context["sign"]
    client.post(page("offer", release))
    assert client.post(page("sign", release), {"answer": "sign"}).status_code == 403
    client.force_login(second)
    assert [row["count"] for row in waiting(second)] == [1, 0, 0]
    seen = client.get(page("release", release))
    told = {"content_hash": seen.context["sign"]["content_hash"].value()}
    assert client.post(page("sign", release), told | {"answer": "refuse"}).status_code == 422
    assert client.post(page("sign", release), told | {"answer": "sign"}).status_code == 302
    assert PublishedVersion.objects.get().release_number == release.number
    assert client.get(page("release", release)).context["release"].state == State.PUBLISHED


def test_a_release_is_withdrawn_with_two(client, register, maker, second):
    release = published(register, maker, second, "2024")
    client.force_login(maker)
    assert client.post(page("withdraw", release), {"note_nl": "Fout"}).status_code == 422
    client.post(page("withdraw", release), {"note_nl": "Fout", "note_en": "Wrong"})
    assert client.post(page("answer", release), {"answer": "agree"}).status_code == 403
    client.force_login(second)
    assert client.get(page("release", release)).context["answer"]
    client.post(page("answer", release), {"answer": "refuse", "reason": "Klopt wel"})
    release.refresh_from_db()
    assert release.state == State.PUBLISHED
    client.post(page("withdraw", release), {"note_nl": "Fout", "note_en": "Wrong"})
    client.force_login(maker)
    client.post(page("answer", release), {"answer": "agree"})
    assert "Fout" in text(client.get(page("release", release)))
    release.refresh_from_db()
    assert release.state == State.WITHDRAWN
    assert "Fout" in text(client.get(reverse("figures:index")))


def test_too_few_records_are_explained(client, register, maker):
    register.people = register.people[:50]
    register.snapshot()
    client.force_login(maker)
    response = client.post(reverse("disclosure:new"), {"periods": ["2023"]})
    assert response.status_code == 422
    assert "100" in text(response)


def test_a_period_shows_losses_and_protected_counts_and_is_built_again(client, register, maker):
    release = offered(register, maker, "2024")
    client.force_login(maker)
    shown = client.get(page("period", release, "2024"))
    assert len(shown.context["losses"]) == len(axes())
    assert len(shown.context["tables"]) == sum(comb(len(axes()), wide) for wide in range(WAYS + 1))
    whole, *dimensions = shown.context["counts"]
    assert [unit for unit, _count in whole["units"]] == ["Meldingen", "Personen", "Nieuwe personen"]
    numbers = {n for one in dimensions for row in one["rows"] for n in row["numbers"]}
    assert not numbers & {1, 2, 3, 4}
    bases = client.get(page("period", release, "2024"), {"bases": ""}).context["bases"]
    assert [one["base"] for one in bases] == [3, 5, 10]
    assert bases[0]["mean"] < bases[1]["mean"] < bases[2]["mean"]
    client.post(page("rebuild", release, "2024"))
    assert release.periods.get().rebuilt_same
    assert client.get(page("period", release, "2020")).status_code == 404


def test_pages_ask_a_bounded_number_of_questions(
    client, register, maker, django_assert_max_num_queries
):
    for _number in range(4):
        offered(register, maker, "2023", "2024")
    client.force_login(maker)
    with django_assert_max_num_queries(10):
        client.get(reverse("disclosure:releases"))
    with django_assert_max_num_queries(24):
        client.get(page("release", Release.objects.first()))


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REGISTRAR, Role.EDITOR])
def test_nobody_else_sees_a_release(client, register, maker, role):
    release = offered(register, maker, "2024")
    client.force_login(user(role))
    for address in (reverse("disclosure:releases"), page("release", release)):
        assert client.get(address).status_code == 403


def test_analysts_look_and_do_nothing(client, register, maker):
    release = offered(register, maker, "2024")
    client.force_login(user(Role.ANALYST))
    assert client.get(page("period", release, "2024")).status_code == 200
    for name in ("offer", "sign", "discard", "proceed", "withdraw"):
        assert client.post(page(name, release)).status_code == 403

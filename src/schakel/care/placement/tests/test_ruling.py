"""The rules about who fits where: stored in versions, changed by choosing, never made of a region."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.blocks import ALL, ANY, Blocks, Line, blocks_of
from schakel.care.placement.models import RuleVersion
from schakel.care.placement.rulebook import book
from schakel.care.placement.ruling import effect, end_rule, save_rule, with_rule
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.methods.placement import Level, Rule, standard_rules
from schakel.methods.placement.expressions import straightened

COSM = "scheme:COSM"


@pytest.fixture
def admin(db):
    return scene.somebody(Role.ADMINISTRATOR, scene.organisation("Centre", ""))


def today():
    return timezone.localdate()


def of_age(age: int, code: str = "cosm-grown", **more) -> Rule:
    data = {"fact": "client.age", "op": ">=", "value": age}
    text = {"nl": f"Minstens {age} jaar.", "en": f"At least {age} years."}
    return Rule.from_json(
        {"code": code, "level": "scheme", "owner": "COSM", "kind": "require", "expression": data}
        | {"text": text, "valid_from": today().isoformat(), **more}
    )


def refused(code: str):
    return pytest.raises(NotPossibleError, match=f"^{code}$")


@pytest.mark.django_db
def test_the_standard_rules_are_there_once_and_make_the_same_book() -> None:
    call_command("load_reference", verbosity=0)
    assert RuleVersion.objects.count() == len(standard_rules())
    assert {rule.to_json()["code"] for rule in book(today()).rules} == {
        rule.code for rule in standard_rules()
    }
    stored = {row.code: row.rule() for row in RuleVersion.objects.all()}
    assert stored == {rule.code: rule for rule in standard_rules()}


def test_a_version_replaces_from_its_first_day_and_an_end_is_an_end(admin) -> None:
    later = today() + timedelta(days=10)
    save_rule(by=admin, rule=of_age(18), after=0, why="Agreed.")
    save_rule(by=admin, rule=of_age(21, valid_from=later.isoformat()), after=1, why="Changed.")

    def said(day):
        return [rule.text.en for rule in book(day).rules if rule.code == "cosm-grown"]

    assert said(today()) == ["At least 18 years."]
    assert said(later) == ["At least 21 years."]
    with refused("rule_ended"):  # it would end before it began
        end_rule(by=admin, code="cosm-grown", after=2, on=later, why="No.")
    end_rule(by=admin, code="cosm-grown", after=2, on=later + timedelta(days=5), why="Over.")
    assert said(later) == ["At least 21 years."]
    assert said(later + timedelta(days=5)) == []  # nor does the version before it come back
    assert about("rule", "cosm-grown").count() == 3


def test_who_was_second_hears_so_and_nothing_is_changed_backwards(admin) -> None:
    save_rule(by=admin, rule=of_age(18), after=0, why="Agreed.")
    with refused("meanwhile"):
        save_rule(by=admin, rule=of_age(19), after=0, why="Agreed too.")
    with refused("past"):
        rule = of_age(19, valid_from=(today() - timedelta(days=1)).isoformat())
        save_rule(by=admin, rule=rule, after=1, why="Yesterday.")
    with refused("empty"):
        save_rule(by=admin, rule=of_age(19), after=1, why=" ")
    with pytest.raises(PermissionDenied):
        save_rule(by=scene.coordinator(), rule=of_age(19), after=1, why="I like it.")
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.filter(code="cosm-grown").update(weight=3)


def test_the_effect_counts_requests_and_units_alone(admin, django_assert_max_num_queries) -> None:
    site = scene.site(scene.organisation("Haven"))
    rooms = [scene.unit(site, f"Room {number}") for number in range(3)]
    for _number in range(4):
        scene.request()
    with django_assert_max_num_queries(16):
        before = book(today())
        found = effect(by=admin, before=before, after=with_rule(of_age(30), today(), before))
    assert (found.waiting, found.units, found.lost, found.without) == (4, len(rooms), 4, 4)
    assert (found.units_lost, found.gained) == (3, 0)


@pytest.mark.pure
@pytest.mark.parametrize("rule", standard_rules(), ids=lambda rule: rule.code)
def test_every_standard_rule_can_be_taken_apart_and_put_together(rule: Rule) -> None:
    blocks = blocks_of(rule.expression)
    assert blocks is not None
    assert blocks.expression() == straightened(rule.expression)


_lines = st.builds(
    Line,
    fact=st.just("client.age"),
    op=st.sampled_from(["<", ">="]),
    values=st.tuples(st.integers(0, 99).map(str)),
) | st.builds(
    Line,
    fact=st.just("client.b8_status"),
    op=st.sampled_from(["in", "not_in"]),
    values=st.sampled_from([("NONE",), ("GRANTED", "PLANNED")]),
)


@pytest.mark.pure
@given(
    between=st.sampled_from([ANY, ALL]),
    blocks=st.lists(st.lists(_lines, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3),
)
def test_blocks_come_back_with_the_same_meaning(between, blocks) -> None:
    made = Blocks(between, tuple(blocks))
    again = blocks_of(made.expression())
    assert again is not None
    assert again.expression() == made.expression()


def choose(client, url, *, do, **fields):
    base = {"mode": "blocks", "between": "any", "owner": COSM, "kind": "require"}
    base |= {"valid_from": today().isoformat(), "why": "Agreed with the shelters."}
    return client.post(url, {**base, **fields, "do": do})


def test_a_rule_is_made_by_choosing_and_only_saved_after_a_look(admin, client) -> None:
    client.force_login(admin)
    url = reverse("placement-rules:new")
    page = choose(client, url, do="add:0", **{"fact-0": "client.b8_status"})
    assert 'name="c-0-0-values" value="REFLECTION"' in page.content.decode()
    chosen = {
        "c-0-0-fact": "client.b8_status",
        "c-0-0-op": "in",
        "c-0-0-values": ["REFLECTION", "PLANNED"],
        "c-1-0-fact": "client.age",
        "c-1-0-op": ">=",
        "c-1-0-values": "23",
    }
    page = choose(client, url, do="preview", **chosen)
    assert page.context["effect"].waiting == 0
    made = choose(client, url, do="save", **chosen)
    row = RuleVersion.objects.latest("pk")
    assert made.url == reverse("placement-rules:rule", args=[row.code])
    assert row.expression["any"][1] == {"fact": "client.age", "op": ">=", "value": 23}
    assert (row.level, row.owner, row.by) == ("scheme", "COSM", admin.actor_id)
    assert client.get(made.url).status_code == 200


@pytest.mark.parametrize(
    "condition",
    [
        {"fact": "place.region", "op": "in", "value": ["ON"]},
        {"fact": "client.region_of_registration", "op": "==", "value": "ON"},
        {"not": {"fact": "place.region", "op": "not_in", "other": "client.excluded_regions"}},
    ],
)
def test_a_region_is_no_condition_and_the_page_says_why(admin, client, condition) -> None:
    client.force_login(admin)
    before = RuleVersion.objects.count()
    url = reverse("placement-rules:new")
    page = choose(client, url, do="save", mode="json", json=json.dumps(condition))
    assert page.status_code == 422
    assert "Regiobinding kan geen voorwaarde zijn" in page.content.decode()
    assert RuleVersion.objects.count() == before


def test_the_list_names_owners_in_few_queries(admin, client, django_assert_max_num_queries) -> None:
    site = scene.site(scene.organisation("Haven"))
    unit = scene.unit(site)
    owners = (
        (Level.ORGANISATION, str(site.organisation_id)),
        (Level.SITE, str(site.pk)),
        (Level.UNIT, unit.number),
    )
    for level, owner in owners:
        rule = of_age(18, code=f"own-{level}", level=level.value, owner=owner)
        save_rule(by=admin, rule=rule, after=0, why="Agreed.")
    client.force_login(admin)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("placement-rules:index")).content.decode()
    assert "Haven: Site" in page
    assert "Nergensstraat" not in page

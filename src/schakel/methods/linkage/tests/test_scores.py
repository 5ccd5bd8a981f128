"""Scores are symmetric, free of order, and not moved by what does not matter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.linkage.comparison import Name, compare
from schakel.methods.linkage.linking import DECISIONS, Decision, link, score_all
from schakel.methods.linkage.model import Frequencies, Parameters, Scorer, stored_parameters
from schakel.methods.linkage.records import Record, record_of

pytestmark = pytest.mark.pure

GIVEN = [
    "Anna",
    "Ana",
    "Maria",
    "Anna Maria",
    "Kovacs",
    "Abdi",
    "Fatima",
    "Ебрима",
    "Kasia",
    "Thi Van",
    "S.",
    "",
    "onbekend",
]
LAST = [
    "Jansen",
    "de Jansen",
    "Kovács",
    "Kovacs",
    "Diallo",
    "Farah",
    "Ana",
    "Jallow",
    "Abdi Farah",
    "",
    "Nowak",
]
DOB = ["1999-05-29", "1999-05-28", "1999-01-01", "1999", "2003-07-03", "", "1999-12"]
ROW = st.fixed_dictionaries(
    {
        "first_names": st.sampled_from(GIVEN),
        "last_name": st.sampled_from(LAST),
        "alias": st.sampled_from(["", "Lola", "Ana Kovacs"]),
        "sex": st.sampled_from(["V", "M", "O", ""]),
        "dob": st.sampled_from(DOB),
        "nationality": st.sampled_from(["NLD", "POL", "SOM", ""]),
        "birth_country": st.sampled_from(["", "NLD", "POL", "GIN"]),
        "birth_place": st.sampled_from(["", "Den Haag", "Lviv"]),
        "phone": st.sampled_from(["", "0612345678", "+31687654321"]),
        "v_number": st.sampled_from(["", "9123456789"]),
    }
)
ROWS = st.lists(ROW, min_size=2, max_size=14)


def records_of(rows: list[dict[str, str]]) -> list[Record]:
    return [record_of({"report_id": f"R{place:03}", **row}) for place, row in enumerate(rows)]


def by_name(records: list[Record]) -> dict[frozenset[str], tuple[float, Decision]]:
    return {
        frozenset(records[place].id for place in one.places): (one.score, one.decision)
        for one in score_all(records, stored_parameters())
    }


@given(ROWS)
def test_who_comes_first_makes_no_difference(rows: list[dict[str, str]]) -> None:
    one, other, *_rest = records = records_of(rows)
    scorer = Scorer(stored_parameters(), Frequencies.of(records))
    there = scorer.weight(one, other, compare(one, other))
    back = scorer.weight(other, one, compare(other, one))
    assert there == pytest.approx(back, abs=1e-9)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_list_makes_no_difference(
    rows: list[dict[str, str]], draw: object
) -> None:
    records = records_of(rows)
    shuffled = records.copy()
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    assert by_name(records) == by_name(shuffled)


@given(ROWS)
def test_many_at_once_weigh_as_one_by_one(rows: list[dict[str, str]]) -> None:
    records = records_of(rows)
    slow, quick = score_all(records, stored_parameters()), link(records, stored_parameters())
    assert [one.places for one in slow] == list(zip(quick.one, quick.other, strict=True))
    assert [one.weight for one in slow] == pytest.approx(quick.weight.tolist(), abs=1e-9)
    assert [one.decision for one in slow] == [DECISIONS[place] for place in quick.decision]


def test_a_list_of_one_person_over_and_over_is_found_whole() -> None:
    rows = [person(first_names="Anna Maria", alias="Lola Bos", phone="0612345678")] * 30
    assert len(link(records_of(rows), stored_parameters())) == 30 * 29 / 2


@given(ROWS)
def test_case_and_blanks_make_no_difference(rows: list[dict[str, str]]) -> None:
    loud = [
        {
            **row,
            "first_names": f"  {row['first_names'].upper()} ",
            "last_name": row["last_name"].upper(),
        }
        for row in rows
    ]
    assert by_name(records_of(rows)) == by_name(records_of(loud))


@given(ROWS)
@settings(max_examples=30)
def test_parts_of_a_weight_add_up_and_name_their_topic(rows: list[dict[str, str]]) -> None:
    one, other, *_rest = records = records_of(rows)
    scorer = Scorer(stored_parameters(), Frequencies.of(records))
    compared = compare(one, other)
    parts = scorer.parts(one, other, compared)
    assert scorer.prior + sum(parts.values()) == scorer.weight(one, other, compared)
    assert set(parts) <= {
        *("given", "last", "order", "birth", "nationality", "twins", "birth_country"),
        *("alias", "sex", "birth_place", "phone", "v_number"),
    }


def person(**row: str) -> dict[str, str]:
    base = {"first_names": "Femke", "last_name": "Hofhuis", "dob": "2005-06-16", "sex": "V"}
    return {**base, "nationality": "NLD", **row}


def test_twins_are_never_joined_without_a_person() -> None:
    crowd = [person(first_names=f"Kind{n}", last_name=f"Familie{n}", dob="1990") for n in range(40)]
    records = records_of([person(), person(first_names="Lotte"), *crowd])
    _score, decision = by_name(records)[frozenset({"R000", "R001"})]
    assert decision != Decision.AUTO


def test_twins_whose_names_are_exchanged_are_never_joined_without_a_person() -> None:
    crowd = [person(first_names=f"Kind{n}", last_name=f"Familie{n}", dob="1990") for n in range(40)]
    exchanged = person(first_names="Hofhuis", last_name="Lotte")
    records = records_of([person(), exchanged, *crowd])
    _score, decision = by_name(records)[frozenset({"R000", "R001"})]
    assert decision != Decision.AUTO


def test_parts_that_stand_in_the_other_column_are_the_same_parts() -> None:
    rows = [person(first_names="Anna Maria"), person(first_names="Anna", last_name="Maria Hofhuis")]
    compared = compare(*records_of(rows))
    assert (compared.given, compared.last) == (Name.SAME, Name.SAME)
    assert "maria" in compared.shared_last


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = [person(first_names="Sanne", last_name="Jansen", dob="") for _ in range(30)]
    rare = [person(first_names="Sanne", last_name="Zuiderkamp", dob="") for _ in range(2)]
    records = records_of([*common, *rare])
    scores = by_name(records)
    assert scores[frozenset({"R030", "R031"})][0] > scores[frozenset({"R000", "R001"})][0]


def test_what_is_not_known_counts_neither_for_nor_against() -> None:
    one, other = records_of([person(), person()])
    scorer = Scorer(stored_parameters(), Frequencies.of([one, other]))
    unknown = other._replace(birth_place="", phone="", v_number="")
    parts = scorer.parts(one, unknown, compare(one, unknown))
    assert not {"birth_place", "phone", "v_number"} & set(parts)


def test_a_model_survives_being_stored_and_another_version_is_refused() -> None:
    stored = stored_parameters()
    assert Parameters.from_json(stored.to_json()) == stored
    with pytest.raises(ValueError, match="version"):
        Parameters.from_json(stored.to_json().replace('"version": "2"', '"version": "0"'))


@pytest.mark.parametrize("alias", ["Fatima", "Фатима", "Fatimah; Diallo"])
def test_an_alias_that_writes_the_name_once_more_adds_nothing(alias: str) -> None:
    row = {"report_id": "1", "first_names": "Fatima", "last_name": "Diallo", "alias": alias}
    assert record_of(row).alias == ()
    assert record_of({**row, "alias": "Lola"}).alias

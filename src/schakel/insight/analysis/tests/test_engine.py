"""Numbers of the engine against a recount by hand, on DuckDB and, where it is installed, on Spark."""

from collections import defaultdict
from random import Random

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schakel.insight.analysis import engine
from schakel.insight.analysis.questions import Question, from_definition
from schakel.insight.analysis.schema import COLUMNS

pytestmark = pytest.mark.pure
FILES = ("reports", "registrations")
FORMS = ("SEXUAL", "LABOUR", "CRIMINAL", "LABOUR|SEXUAL", "CRIMINAL|LABOUR|SEXUAL", "UNKNOWN")
QUESTIONS = (
    Question("reports", "reporter"),
    Question("reports", "forms", "period"),
    Question("persons", "forms", "sex"),
    Question("persons", "period", "forms"),
    Question("persons", "forms", "reporters", first=2022, last=2023),
    Question("persons", "sex", first=2023, last=2023),
    Question(
        "persons", "sex", "minor", only=(("forms", ("LABOUR", "CRIMINAL")), ("sex", ("FEMALE",)))
    ),
    Question("new_persons", "reporters", "period"),
    Question("registrations", "forms", "sex", last=2022),
)


def _people() -> dict[str, list[dict]]:
    """Sixty persons over three years and an unknown one, some of them in several, with several forms."""
    draw = Random(5)
    found: dict[str, list[dict]] = {file: [] for file in FILES}
    for person in range(60):
        years = draw.sample([2022, 2023, 2024, None], draw.choice((1, 1, 2, 3)))
        for place, year in enumerate(sorted(years, key=lambda year: year or 9999)):
            row = dict.fromkeys(COLUMNS["registrations"], "UNKNOWN") | {
                "person": f"p{person}",
                "year": year,
                "period": str(year or "UNKNOWN"),
                "sex": draw.choice(("FEMALE", "MALE", "UNKNOWN")),
                "minor": draw.choice(("MINOR", "ADULT")),
                "forms": draw.choice(FORMS),
                "reporters": draw.choice(("POLICE", "KMAR|POLICE")),
                "reports": 2,
                "new_person": place == 0,
            }
            found["registrations"].append(row)
            for number in range(2):
                found["reports"].append(
                    {name: row.get(name, "UNKNOWN") for name in COLUMNS["reports"]}
                    | {"report": f"r{person}{year}{number}", "first_in_year": number == 0}
                    | {"reporter": draw.choice(("POLICE", "KMAR"))}
                )
    return found


ROWS = _people()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("files")
    for file, rows in ROWS.items():
        pq.write_table(pa.Table.from_pylist(rows), path / f"{file}.parquet")
    return path


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def asked(request, folder):
    if request.param == "duckdb":
        return engine.DuckDB(folder / "spill")
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    return engine.Spark("local[1]")


def by_hand(question: Question) -> engine.Counted:
    """The same numbers, one row after the other."""
    unit = question.counts
    met: dict[tuple, set] = defaultdict(set)
    for place, row in enumerate(ROWS[unit.file]):
        if unit.only and not row[unit.only]:
            continue
        if question.bounded and not (
            row["year"] is not None
            and (question.first or 0) <= row["year"] <= (question.last or 9999)
        ):
            continue
        if any(not set(row[name].split("|")) & set(codes) for name, codes in question.only):
            continue
        who = row[unit.distinct] if unit.distinct else place
        sides = [row[one.code].split("|") for one in question.axes]
        for first in [*sides[0], None]:
            for second in [*(sides[1] if len(sides) == 2 else []), None]:
                met[first, second].add(who)
    number = {key: len(each) for key, each in met.items()}
    rows = {first: n for (first, second), n in number.items() if first and second is None}
    cells = {
        (first, second): n for (first, second), n in number.items() if first and second is not None
    }
    columns = {second: n for (first, second), n in number.items() if first is None and second}
    return engine.Counted(
        cells if question.columns else {(first,): n for first, n in rows.items()},
        rows,
        columns,
        number.get((None, None), 0),
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.address)
def test_numbers_are_what_a_recount_by_hand_gives(asked, folder, question):
    path = folder / f"{question.counts.file}.parquet"
    assert engine.count(asked, path, question) == by_hand(question)


def test_who_stands_in_a_cell(asked, folder):
    question = Question("persons", "forms", "sex")
    found = engine.pseudonyms(
        asked, folder / "registrations.parquet", question, ("SEXUAL", None), "person"
    )
    wanted = {row["person"] for row in ROWS["registrations"] if "SEXUAL" in row["forms"].split("|")}
    assert found == sorted(wanted)


class _WrittenForSpark(engine.DuckDB):
    """Keeps what Spark would be asked, and finds nothing."""

    def __init__(self, spill):
        super().__init__(spill)
        self.asked = []

    def rows(self, asked):
        self.asked.append(ibis.to_sql(asked, dialect="pyspark"))
        return []


def test_every_question_can_be_put_to_spark(folder):
    """Also where it is not installed: the expressions are written in its language, the bar as a pattern."""
    spark = _WrittenForSpark(folder / "spill")
    for question in QUESTIONS:
        engine.count(spark, folder / f"{question.counts.file}.parquet", question)
    apart = [statement for statement in spark.asked if "SPLIT(" in statement]
    assert len(spark.asked) > len(QUESTIONS)
    assert apart
    assert all("'[|]'" in statement for statement in apart)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.address)
def test_a_question_survives_being_kept(question):
    assert from_definition(question.definition) == question

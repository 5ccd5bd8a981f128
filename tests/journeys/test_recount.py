"""The figures of the demo's closed years, counted again in plain SQL by rules that are written out here anew.

Shares no code with what counts: not the order of reports, nor who counts, nor what a file of a snapshot is.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pyarrow.parquet as pq
import pytest

from tests.demo import Demo

# Of the demo that is served for the browser's tests: another of its own would take a minute to fill.
pytestmark = pytest.mark.browser

# Who counted when the first snapshot was made: memberships and endings are kept, and can be read as of then.
COUNTED = """
WITH made AS (SELECT made_at AS at, cutoff FROM analysis_snapshot ORDER BY id LIMIT 1),
counted AS (
  SELECT m.person_id AS person, r.id AS report, r.year, r.reporter_type,
         COALESCE(r.police_unit_id, '') AS region, r.gender, r.domestic_crossborder AS route,
         ROW_NUMBER() OVER (
           PARTITION BY m.person_id, r.year
           ORDER BY CASE r.reported_on WHEN '' THEN '9' ELSE r.reported_on END, r.received_at, r.id
         ) AS place
  FROM persons_membership m JOIN intake_report r ON r.id = m.report_id, made
  WHERE m.since <= made.at AND (m.until IS NULL OR m.until > made.at)
    AND r.received_at <= made.cutoff AND r.year < 2026
    AND NOT EXISTS (
      SELECT 1 FROM intake_reportstatus s WHERE s.report_id = r.id AND s.at <= made.at
        AND s.status IN ('CORRECTED', 'WITHDRAWN', 'RETURNED'))
)
"""
# What the first report that answers it says, of each person in each year.
FIRST = """
SELECT year, {column}, COUNT(*) FROM counted c WHERE place = (
  SELECT MIN(place) FROM counted o WHERE o.person = c.person AND o.year = c.year
    AND o.{column} NOT IN ('', 'UNKNOWN', 'NOT_ASKED', 'REFUSED')
) GROUP BY 1, 2
"""
# What any report of the year says; a person counts once in each.
ANY = """
SELECT year, f.{column}, COUNT(DISTINCT person)
FROM counted JOIN intake_reportform f ON f.report_id = report
WHERE f.form NOT IN ('UNKNOWN', 'NOT_ASKED', 'REFUSED')
  AND f.{column} NOT IN ('', 'UNKNOWN', 'NOT_ASKED', 'REFUSED') GROUP BY 1, 2
"""
DOSSIER = """
SELECT year, kind, COUNT(*) FROM (
  SELECT year, person, CASE MIN(CASE p.purpose WHEN 'SHELTER' THEN 1 WHEN 'INFO_ADVICE' THEN 2 ELSE 3 END)
    WHEN 1 THEN 'REGISTRATION_SHELTER' WHEN 2 THEN 'REGISTRATION_INFO_ADVICE' ELSE 'REGISTRATION' END AS kind
  FROM counted LEFT JOIN intake_reportpurpose p ON p.report_id = report GROUP BY year, person
) GROUP BY 1, 2
"""
RECOUNTS = {
    "period": "SELECT year, year, COUNT(*) FROM counted GROUP BY 1, 2",
    "reporter_type": "SELECT year, reporter_type, COUNT(*) FROM counted GROUP BY 1, 2",
    "region": "SELECT year, region, COUNT(*) FROM counted WHERE region <> '' GROUP BY 1, 2",
    "person": "SELECT year, 'all', COUNT(DISTINCT person) FROM counted GROUP BY 1, 2",
    "new_person": "SELECT year, 'all', COUNT(*) FROM "
    "(SELECT MIN(year) AS year FROM counted GROUP BY person) GROUP BY 1, 2",
    "sex": FIRST.format(column="gender"),
    "domestic_crossborder": FIRST.format(column="route"),
    "forms": ANY.format(column="form"),
    "sectors": ANY.format(column="sector"),
    "dossier_type": DOSSIER,
}
OF_REPORTS = ("period", "reporter_type", "region")


@pytest.fixture(scope="module")
def register(served: Demo) -> Iterator[sqlite3.Connection]:
    """The demo's database, to be read only."""
    path = served.path / "schakel.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


def _snapshot(served: Demo) -> list[dict[str, object]]:
    first = min((served.path / "snapshots").glob("S-*"))
    rows = pq.read_table(first / "reports.parquet").to_pylist()
    return [row for row in rows if row["year"] is not None and row["year"] < 2026]


def _in_snapshot(rows: list[dict[str, object]], column: str) -> Counter:
    found: Counter = Counter()
    for row in rows:
        if column == "new_person" and not row["new_person"]:
            continue
        if column in OF_REPORTS or row["first_in_year"]:
            codes = ["all"] if column.endswith("person") else str(row[column]).split("|")
            found.update((row["year"], code) for code in codes)
    return found


def test_plain_sql_counts_what_the_snapshot_holds(
    served: Demo, register: sqlite3.Connection
) -> None:
    rows = _snapshot(served)
    for column, sql in RECOUNTS.items():
        counted = {
            (year, str(code)): number for year, code, number in register.execute(COUNTED + sql)
        }
        held = {
            key: number
            for key, number in _in_snapshot(rows, column).items()
            if key[1] not in ("UNKNOWN", "NOT_ASKED", "REFUSED", "NONE")
        }
        assert counted == held, column
        assert len({year for year, _code in counted}) == 7, column


def test_published_totals_are_within_the_rounding_of_plain_sql(
    served: Demo, register: sqlite3.Connection
) -> None:
    """A total is shown as it is, but for what rounding all that it consists of moves it."""
    counted = register.execute(COUNTED + RECOUNTS["period"])
    reports = {year: number for year, _same, number in counted}
    rows = register.execute(
        "SELECT period, parquet FROM figures_publishedcube WHERE chapter = 'register'"
    ).fetchall()
    assert rows
    for period, parquet in rows:
        cells = pq.read_table(BytesIO(parquet)).to_pylist()
        dimensions = [name for name in cells[0] if name not in ("unit", "count")]
        total = [
            cell["count"]
            for cell in cells
            if cell["unit"] == "REPORTS" and all(cell[name] == "*" for name in dimensions)
        ]
        assert total == [pytest.approx(reports[int(period)], abs=4)]

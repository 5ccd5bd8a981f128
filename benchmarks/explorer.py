"""The explorer on generated records, against the bare DuckDB query in the same run.

`python -m benchmarks.explorer 10000000` (the number of reports; perhaps part of a name, for some cases only).
Processor seconds of all threads, the median of three interleaved rounds; the peak of memory is that of the
process, in which the bare queries run too.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from schakel.insight.analysis.engine import DuckDB, count  # noqa: E402
from schakel.insight.analysis.questions import Question  # noqa: E402
from schakel.insight.analysis.schema import COLUMNS, FLAGS, IDS, NUMBERS  # noqa: E402

ROUNDS = 3
_SPREAD = 0x9E3779B97F4A7C15F39CC0605CEDC835  # so that numbers look like pseudonyms
BATCH = 500_000
AIM = 3.0
FORMS = ["SEXUAL", "LABOUR", "CRIMINAL", "LABOUR|SEXUAL", "CRIMINAL|SEXUAL", "UNKNOWN"]
CODES = {
    "reporter": ["POLICE", "KMAR", "NLA", "CARE_COORDINATION", "FAIRWORK", "SHELTER", "OTHER"],
    "region": ["AMS", "RT", "DH", "OB", "LB", "MN", "NH", "NN", "ON", "ZWB", "NONE", "UNKNOWN"],
    "sex": ["FEMALE", "MALE", "X", "UNKNOWN"],
    "minor": ["MINOR", "ADULT", "UNKNOWN"],
    "nationality": [f"{a}{b}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ"],
    "forms": FORMS,
    "sectors": [f"S{one}|S{other}" for one in range(9) for other in range(one, 9)],
}
# Each question beside what somebody would type into DuckDB for the same numbers, totals included; {margins}
# stands for all of them: GROUPING SETS over both names, each, and none.
CASES = {
    "reports by reporter and year": (
        Question("reports", "reporter", "period"),
        "SELECT reporter, period, COUNT(*) FROM '{reports}' {margins}",
    ),
    "reports by region and nationality": (
        Question("reports", "region", "nationality"),
        "SELECT region, nationality, COUNT(*) FROM '{reports}' {margins}",
    ),
    "reports by form, women of three years": (
        Question("reports", "forms", first=2022, last=2024, only=(("sex", ("FEMALE",)),)),
        "SELECT forms, COUNT(*) FROM (SELECT UNNEST(STR_SPLIT(forms, '|')) AS forms "
        "FROM '{reports}' WHERE year BETWEEN 2022 AND 2024 AND sex = 'FEMALE') GROUP BY 1",
    ),
    "new persons by form and sector": (
        Question("new_persons", "forms", "sectors"),
        "SELECT forms, sectors, COUNT(*) FROM (SELECT t.forms, UNNEST(STR_SPLIT(sectors, '|')) AS sectors "
        "FROM (SELECT UNNEST(STR_SPLIT(forms, '|')) AS forms, sectors "
        "FROM '{registrations}' WHERE new_person) AS t) GROUP BY ALL",
    ),
    "persons by sex and year": (
        Question("persons", "sex", "period"),
        "SELECT sex, period, COUNT(DISTINCT person) FROM '{registrations}' {margins}",
    ),
    "persons by reporter and minor": (
        Question("persons", "reporter", "minor"),
        "SELECT reporter, minor, COUNT(DISTINCT person) FROM '{registrations}' {margins}",
    ),
    "persons by form and sex": (
        Question("persons", "forms", "sex"),
        "SELECT forms, sex, COUNT(DISTINCT person) FROM (SELECT UNNEST(STR_SPLIT(forms, '|')) "
        "AS forms, sex, person FROM '{registrations}') {margins}",
    ),
}


def _margins(question: Question) -> str:
    names = [one.code for one in question.axes]
    sets = [", ".join(names), *names, ""] if len(names) == 2 else [names[0], ""]
    return f"GROUP BY GROUPING SETS ({', '.join(f'({one})' for one in sets)})"


def generate(folder: Path, reports: int) -> None:
    """Files of a snapshot with so many reports; nine registrations for every ten of them."""
    draw = np.random.default_rng(1)
    for file, rows in (("reports", reports), ("registrations", reports * 9 // 10)):
        writer = None
        for start in range(0, rows, BATCH):
            table = _table(file, min(BATCH, rows - start), start, draw, reports)
            writer = writer or pq.ParquetWriter(
                folder / f"{file}.parquet", table.schema, compression="zstd"
            )
            writer.write_table(table)
        if writer is not None:
            writer.close()


def _table(file: str, rows: int, start: int, draw: np.random.Generator, reports: int) -> pa.Table:
    year = draw.integers(2015, 2025, rows).astype(np.int32)
    columns: dict[str, pa.Array] = {}
    for name in COLUMNS[file]:
        if name in IDS:
            numbers = (
                draw.integers(0, reports, rows) if name == "person" else np.arange(rows) + start
            )
            columns[name] = pa.array(
                [
                    f"{number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}"
                    for number in numbers.tolist()
                ]
            )
        elif name == "period":
            columns[name] = pa.array(year).cast(pa.string()).dictionary_encode()
        elif name in NUMBERS:
            columns[name] = pa.array(year)
        elif name in FLAGS:
            columns[name] = pa.array(draw.random(rows) < 0.9)
        else:
            codes = CODES.get(name, ["A", "B", "UNKNOWN"])
            picked = draw.integers(0, len(codes), rows).astype(np.int32)
            columns[name] = pa.DictionaryArray.from_arrays(picked, codes)
    return pa.table(columns)


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main(reports: int, some: str = "") -> int:
    with tempfile.TemporaryDirectory(prefix="schakel-explorer-") as home:
        folder = Path(home)
        generate(folder, reports)
        size = sum(path.stat().st_size for path in folder.glob("*.parquet")) / 1024**2
        print(f"{reports:,} reports, {size:,.0f} MB of files; memory so far {_memory():.2f} GB")
        files = {path.stem: str(path) for path in folder.glob("*.parquet")}
        ours, bare = DuckDB(folder / "spill"), duckdb.connect()
        worst = 0.0
        for name, (question, statement) in CASES.items():
            if some not in name:
                continue
            path = folder / f"{question.counts.file}.parquet"
            sql = statement.format(**files, margins=_margins(question))
            pairs = [
                (
                    _spent(lambda sql=sql: bare.execute(sql).fetchall()),
                    _spent(lambda path=path, question=question: count(ours, path, question)),
                )
                for _round in range(ROUNDS)
            ]
            floor, mine = (statistics.median(each) for each in zip(*pairs, strict=True))
            worst = max(worst, mine / floor)
            print(
                f"{name}: {mine:.2f} CPU s, bare {floor:.2f}, ratio {mine / floor:.2f}; "
                f"memory {_memory():.2f} GB",
                flush=True,
            )
        print(f"worst ratio {worst:.2f}, aim at most {AIM}; peak memory {_memory():.2f} GB")
        return int(worst > AIM)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 10_000_000, *sys.argv[2:]))

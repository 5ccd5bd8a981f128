"""Weighing a long list in columns, against Splink on DuckDB with the same keys in the same run.

`python -m benchmarks.batch 100000` with the packages of requirements/bench.txt; takes minutes at a million.
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from schakel.methods.linkage import pairing
from schakel.methods.linkage.linking import Links, cluster, prepared
from schakel.methods.linkage.model import stored_parameters
from schakel.methods.linkage.names import Tokens
from schakel.methods.linkage.records import Record, record_of
from schakel.methods.linkage.tests.invention import reports

_PLAIN = ("sex", "nationality", "birth_country", "birth_place", "phone", "v_number")


def main(count: int) -> None:
    rows, truth = reports(round(count * 0.7), seed=1)
    spent, records = _timed(lambda: list(map(record_of, rows)))
    print(f"{len(records):,} reports standardised: {spent:.1f} CPU s")
    ours, links = _timed(lambda: _ours(records))
    print(f"ours: {len(links):,} pairs, {ours:.1f} CPU s")
    person = np.array([truth[record.id] for record in records])
    _quality(links, person)
    table = _table(records)
    print(f"peak memory so far: {_memory():.1f} GB")
    theirs, pairs = _timed(lambda: _theirs(table))
    print(f"Splink: {pairs:,} pairs, {theirs:.1f} CPU s; peak memory: {_memory():.1f} GB")
    print(f"ratio, ours to Splink's: {ours / theirs:.2f}")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _ours(records: list[Record]) -> Links:
    bulk = prepared(records, stored_parameters())
    one, other = pairing.candidate_pairs(bulk.columns)
    found = bulk.weigh(one, other)
    links = Links(len(records), one, other, found.weight, found.alone)
    cluster(links)
    return links


def _quality(links: Links, person: np.ndarray) -> None:
    right = person[links.one] == person[links.other]
    times = np.unique(person, return_counts=True)[1]
    true = int((times * (times - 1) // 2).sum())
    found = links.score >= 0.3
    f1 = 2 * int((found & right).sum()) / (int(found.sum()) + true)
    print(f"candidates recall {right.sum() / true:.3f}; F1 at .30 {f1:.3f}")


def _table(records: list[Record]) -> pa.Table:
    """The same records and the same keys, of which those that too many share are left out alike."""
    bulk = prepared(records, stored_parameters())
    keys, places = pairing.keys_once(bulk.columns)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.append(starts, len(keys)))
    allowed = pairing.allowed(sizes, pairing.LARGEST_BLOCK, len(records))
    there = np.repeat(np.isin(sizes, allowed), sizes)
    order = np.argsort(places[there], kind="stable")
    held, owner = keys[there][order], places[there][order]
    offsets = np.searchsorted(owner, np.arange(len(records) + 1))
    first = [_words(one.given) for one in records]
    last = [_words(one.last) for one in records]
    return pa.table(
        {
            "unique_id": pa.array(np.arange(len(records))),
            "keys": pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(held)),
            "given": first,
            "alias": [_words(one.alias) for one in records],
            "surname": last,
            "given_sound": [one.given[0].sound if one.given else None for one in records],
            "surname_sound": [one.last[0].sound if one.last else None for one in records],
            "born": [_born(one) for one in records],
            "year": [one.birth.year or one.claimed_year or None for one in records],
            **{name: [getattr(one, name) or None for one in records] for name in _PLAIN},
        }
    )


def _words(name: Tokens) -> str | None:
    return " ".join(token.text for token in name) or None


def _born(record: Record) -> str | None:
    birth = record.birth
    return f"{birth.year}-{birth.month:02}-{birth.day:02}" if birth.full else None


def _theirs(table: pa.Table) -> int:
    """Splink's own prediction and clustering with given m and u: names, dates, and what is plain."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=1e-6,
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        comparisons=[_name("given"), _name("surname"), _birth()]
        + [
            cl.ExactMatch(name).configure(m_probabilities=[0.95, 0.05], u_probabilities=[0.1, 0.9])
            for name in ("alias", *_PLAIN)
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table), settings)
    found = linker.inference.predict()
    linker.clustering.cluster_pairwise_predictions_at_threshold(found, 0.3)
    return int(found.as_duckdbpyrelation().count("*").fetchall()[0][0])


def _name(column: str) -> Any:
    levels = [
        cll.NullLevel(column),
        cll.ExactMatchLevel(column, term_frequency_adjustments=True),
        cll.ExactMatchLevel(f"{column}_sound"),
        cll.JaroWinklerLevel(column, 0.88),
        cll.JaroWinklerLevel(column, 0.8),
        cll.ElseLevel(),
    ]
    m, u = (0.7, 0.1, 0.1, 0.05, 0.05), (0.01, 0.02, 0.02, 0.05, 0.9)
    return _custom(levels, m, u)


def _birth() -> Any:
    levels = [
        cll.NullLevel("born"),
        cll.ExactMatchLevel("born"),
        cll.DamerauLevenshteinLevel("born", 1),
        cll.ExactMatchLevel("year"),
        cll.ElseLevel(),
    ]
    return _custom(levels, (0.8, 0.08, 0.1, 0.02), (0.0001, 0.002, 0.03, 0.96))


def _custom(levels: list[Any], m: tuple[float, ...], u: tuple[float, ...]) -> Any:
    for level, more, less in zip(levels[1:], m, u, strict=True):
        level.configure(m_probability=more, u_probability=less)
    return cl.CustomComparison(comparison_levels=levels)


if __name__ == "__main__":
    main(int(sys.argv[1]))

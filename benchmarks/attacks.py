"""What attackers learn from codes, and how well codes find the same person: for docs and the public page.

    python -m benchmarks.attacks        writes src/schakel/methods/encoding/measured.json (some minutes)

The attack and its people are those of the suite (methods/encoding/tests), where the same figures are held to
limits. All people are invented.
"""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from schakel.methods.encoding.bits import encode
from schakel.methods.encoding.comparison import alike
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.encoding.tests.test_codes import KEY, SIZE, attacked, invented
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.tests.invention import reports

OURS = EncodingParameters()
PLAIN = replace(OURS, salted=False, folded=False)
SEEDS = (1, 2, 3)
PERSONS = 6000
STRONG = 0.77
TARGET = Path(__file__).parents[1] / "src/schakel/methods/encoding/measured.json"


def attacks(parameters: EncodingParameters) -> dict[str, float]:
    """Shares of people named: by codes alone, with open facts besides, and by those facts without codes."""
    alone = [attacked(parameters, seed)[0] for seed in SEEDS]
    with_facts = [attacked(parameters, seed, facts=True) for seed in SEEDS]
    return {
        "codes": round(mean(alone), 3),
        "codes_most": round(max(alone), 3),
        "facts_and_codes": round(mean(named for named, _facts in with_facts), 3),
        "facts_alone": round(mean(facts for _named, facts in with_facts), 3),
    }


def with_the_key() -> float:
    """Share of people named by whoever has the list and the key: each code is looked up in the list's."""
    named = []
    for seed in SEEDS:
        records = invented(seed)
        owners: dict[object, set[int]] = {}
        for place, record in enumerate(records):
            owners.setdefault(encode(record, KEY, OURS), set()).add(place)
        codes = [encode(record, KEY, OURS) for record in records]
        named.append(mean(1 / len(owners[code]) for code in codes))
    return round(mean(named), 3)


def bands() -> dict[str, dict[str, float]]:
    """Of the pairs in each band the share that is one person, and of all true pairs the share found."""
    right = {"strong": 0, "weak": 0}
    in_band, true_pairs = {"strong": 0, "weak": 0}, 0
    for seed in SEEDS:
        rows, truth = reports(PERSONS, seed=seed)
        records = [record_of(row) for row in rows]
        codes = [encode(one, KEY, OURS) for one in records]
        times = Counter(truth.values())
        true_pairs += sum(count * (count - 1) // 2 for count in times.values())
        for one, other, likeness in alike(codes, OURS.threshold):
            band = "strong" if likeness >= STRONG else "weak"
            in_band[band] += 1
            right[band] += truth[records[one].id] == truth[records[other].id]
    return {
        band: {
            "precision": round(right[band] / in_band[band], 3),
            "recall": round(right[band] / true_pairs, 3),
        }
        for band in right
    }


def measured() -> dict[str, Any]:
    return {
        "people": SIZE,
        "seeds": len(SEEDS),
        "persons": PERSONS,
        "parameters": OURS.identifier,
        "plain": attacks(PLAIN),
        "ours": attacks(OURS),
        "with_the_key": with_the_key(),
        "bands": bands(),
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))

"""What is known about pairs: who is one person, who is not, read from a file in any of its usual forms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from schakel.methods.linkage.evaluation import Pair
from schakel.methods.linkage.lists import FileError, table

_PAIR_COLUMNS = (
    ("report_id_l", "report_id_r"),
    ("report_id_1", "report_id_2"),
    ("report_id_a", "report_id_b"),
)
_ANSWER_COLUMNS = ("label", "match", "is_match", "same", "same_person", "verdict")
_YES = frozenset(("1", "1.0", "true", "t", "yes", "y", "ja", "j", "match", "same"))
_NO = frozenset(
    (
        *("0", "0.0", "-1", "false", "f", "no", "n", "nee"),
        *("non-match", "nonmatch", "no_match", "not_same", "different"),
    )
)
_OPEN = frozenset(("", "?", "unsure", "unknown", "defer", "twijfel"))


@dataclass(frozen=True)
class Labels:
    """Pairs (lower identifier first) known to be one person, and known not to be.

    `people`: where persons are given, the person of each report: then every two of these reports are known.
    `named`: every report that a label names.
    """

    true: frozenset[Pair]
    false: frozenset[Pair] = frozenset()
    people: dict[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    @property
    def both_ways(self) -> bool:
        """It is also known of pairs that they are not one person."""
        return bool(self.false or self.people)

    def of(self, pair: Pair) -> bool | None:
        """Whether a pair is one person; None: not known."""
        one, other = pair
        if self.people:
            known = one in self.people and other in self.people
            return self.people[one] == self.people[other] if known else None
        if pair in self.true:
            return True
        return False if pair in self.false else None

    def judged(self, pair: Pair) -> bool:
        """Whether a found pair counts in precision: without a single "no", every pair does."""
        return not self.both_ways or self.of(pair) is not None


def ordered(one: str, other: str) -> Pair:
    """A pair, lower identifier first."""
    return (one, other) if one <= other else (other, one)


def read_labels(path: Path, reports: Collection[str] | None = None) -> Labels:
    """Labels about some of `reports`, without what is said of others; about all where none are named.

    Either two columns of report identifiers with an answer (without one every pair is true), or report_id
    and person_id. Raises FileError and OSError.
    """
    header, rows = table(path)
    held = None if reports is None else set(reports)
    columns = next((pair for pair in _PAIR_COLUMNS if set(pair) <= set(header)), None)
    if columns is not None:
        labels = _of_pairs(path, header, rows, columns, held)
    elif {"report_id", "person_id"} <= set(header):
        labels = _of_people(path, rows, held)
    else:
        raise FileError(
            f"{path.name} holds no labels: it needs the columns report_id_l and report_id_r (and label), "
            "or report_id and person_id."
        )
    if not labels.named:
        raise FileError(f"{path.name} names no report of the list. Are the two from one delivery?")
    return labels


def _of_pairs(
    path: Path,
    header: Sequence[str],
    rows: Sequence[dict[str, str]],
    columns: tuple[str, str],
    held: set[str] | None,
) -> Labels:
    answer = next((name for name in _ANSWER_COLUMNS if name in header), None)
    known: dict[bool, set[Pair]] = {True: set(), False: set()}
    named: set[str] = set()
    for line, row in enumerate(rows, start=2):
        pair = ordered(row[columns[0]], row[columns[1]])
        same = _answer(path, line, row[answer]) if answer else True
        if pair[0] == pair[1] or not _both_there(pair, held) or same is None:
            continue
        if pair in known[not same]:
            raise FileError(
                f"{path.name}, line {line}: this pair is both one person and not. Keep one of the two."
            )
        known[same].add(pair)
        named.update(pair)
    return Labels(frozenset(known[True]), frozenset(known[False]), named=frozenset(named))


def _both_there(pair: Pair, held: set[str] | None) -> bool:
    return held is None or set(pair) <= held


def _answer(path: Path, line: int, text: str) -> bool | None:
    word = text.strip().lower()
    if word in _OPEN:
        return None
    if word not in _YES | _NO:
        raise FileError(
            f"{path.name}, line {line}: the label is no answer. Write 1 or 0 (or true or false), and leave "
            "it empty where nobody knows."
        )
    return word in _YES


def _of_people(path: Path, rows: Sequence[dict[str, str]], held: set[str] | None) -> Labels:
    people: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        report, person = row["report_id"], row["person_id"]
        if people.get(report, person) != person:
            raise FileError(f"{path.name}, line {line}: this report has two persons. Keep one.")
        if (held is None or report in held) and person:
            people[report] = person
    groups: dict[str, list[str]] = {}
    for report, person in people.items():
        groups.setdefault(person, []).append(report)
    true = {ordered(*pair) for group in groups.values() for pair in combinations(group, 2)}
    return Labels(frozenset(true), people=people, named=frozenset(people))

"""Invented people and what becomes of them on paper: the same seed gives the same reports.

Errors and their shares follow what is known of reports (respelling .13, dropped given name .09, typing error
.08, names exchanged .05, date of birth missing .03 or 1 January .03, …); twins, siblings and namesakes make
it hard. Nobody in it exists.
"""

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

Row = dict[str, str]
RESPELLED = (
    *(("ou", "u"), ("oe", "u"), ("sj", "sh"), ("y", "i"), ("k", "c"), ("w", "v"), ("ph", "f")),
    *(("th", "t"), ("aa", "a"), ("ie", "i"), ("z", "s"), ("ss", "s"), ("ck", "k"), ("dj", "j")),
)
REPORTS_PER_PERSON = (0.68, 0.23, 0.07, 0.02)


@dataclass(frozen=True)
class Somebody:
    """An invented person, as the papers would say."""

    number: int
    given: str
    last: str
    sex: str
    born: tuple[int, int, int]
    nationality: str
    place: str


@cache
def pools() -> dict[str, dict]:
    """Nationality → names and shares."""
    text = Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    for one in found.values():
        for kind in ("women", "men"):
            one[kind] = one[kind].split("|") if "|" in one[kind] else one[kind].split()
        one["last"] = one["last"].split("|")
    return found


def people(count: int, draw: random.Random) -> Iterator[Somebody]:
    """Every thirtieth is a twin, and every twentieth a sibling, of the one before."""
    codes = list(pools())
    weights = [pools()[code]["share"] for code in codes]
    before = None
    for number in range(count):
        code = draw.choices(codes, weights)[0]
        if before is not None and number % 30 == 29:
            fresh = _somebody(number, before.nationality, draw)
            yield replace(fresh, last=before.last, born=before.born)
            continue
        fresh = _somebody(number, code, draw)
        if before is not None and number % 20 == 19:
            fresh = replace(
                _somebody(number, before.nationality, draw), last=before.last, place=before.place
            )
        before = fresh
        yield fresh


def _somebody(number: int, code: str, draw: random.Random) -> Somebody:
    pool = pools()[code]
    woman = draw.random() < 0.6
    names = pool["women" if woman else "men"]
    given = draw.choice(names)
    if draw.random() < 0.25:
        given = f"{given} {draw.choice(names)}"
    year = int(draw.triangular(1965, 2012, 1998))
    born = (year, draw.randint(1, 12), draw.randint(1, 28))
    if draw.random() < pool.get("first_of_january", 0.004):
        born = (year, 1, 1)
    return Somebody(
        number,
        given,
        _surname(pool["last"], draw),
        "V" if woman else "M",
        born,
        code,
        draw.choice(("Noordstad", "Zuidhaven", "Oosterdam", "Westmeer", "")),
    )


def _surname(names: list[str], draw: random.Random) -> str:
    """A frequent one, or the head of one and the tail of another: most surnames are rare."""
    one, other = draw.choice(names), draw.choice(names)
    if draw.random() < 0.4:
        return one
    head, tail = one.split()[-1], other.split()[-1]
    return head[: draw.randint(2, 4)].capitalize() + tail[-draw.randint(3, 5) :].lower()


def reports(persons: int, seed: int) -> tuple[list[Row], dict[str, int]]:
    """Report rows in the form of `schakel link`, and for each report_id its person."""
    draw = random.Random(seed)
    rows, truth = [], {}
    for one in people(persons, draw):
        times = draw.choices((1, 2, 3, 4), REPORTS_PER_PERSON)[0]
        for _time in range(times):
            row = _written(one, draw)
            row["report_id"] = f"M{len(rows):07}"
            truth[row["report_id"]] = one.number
            rows.append(row)
    draw.shuffle(rows)
    return rows, truth


def _written(one: Somebody, draw: random.Random) -> Row:
    year, month, day = one.born
    row = {
        "report_date": f"{draw.randint(2019, 2025)}-06-15",
        "first_names": one.given,
        "last_name": one.last,
        "sex": one.sex,
        "dob": f"{year}-{month:02}-{day:02}",
        "nationality": one.nationality if draw.random() > 0.04 else "",
        "birth_place": one.place if draw.random() < 0.35 else "",
        "phone": f"+316{10_000_000 + one.number:08}" if draw.random() < 0.15 else "",
        "v_number": f"9{one.number:09}" if draw.random() < 0.06 else "",
    }
    for chance, mistake in MISTAKES:
        if draw.random() < chance:
            mistake(row, draw)
    return row


def _respelled(row: Row, draw: random.Random) -> None:
    name = draw.choice(("first_names", "last_name"))
    for one, other in draw.sample(RESPELLED, len(RESPELLED)):
        if one in row[name].lower():
            row[name] = row[name].lower().replace(one, other, 1)
            return


def _mistyped(row: Row, draw: random.Random) -> None:
    name = draw.choice(("first_names", "last_name"))
    text = row[name]
    if len(text) > 3:
        place = draw.randrange(1, len(text) - 1)
        row[name] = draw.choice(
            (
                text[:place] + text[place + 1 :],
                text[:place] + text[place] + text[place:],
                text[:place] + text[place + 1] + text[place] + text[place + 2 :],
            )
        )


def _one_given_name(row: Row, _draw: random.Random) -> None:
    row["first_names"] = row["first_names"].split()[0]


def _exchanged(row: Row, _draw: random.Random) -> None:
    row["first_names"], row["last_name"] = row["last_name"], row["first_names"]


def _first_of_january(row: Row, draw: random.Random) -> None:
    row["dob"] = f"{int(row['dob'][:4]) + draw.choice((0, 0, 0, -1, 1, 2))}-01-01"


def _year_only(row: Row, _draw: random.Random) -> None:
    row["dob"] = row["dob"][:4]


def _no_date(row: Row, _draw: random.Random) -> None:
    row["dob"] = ""


def _wrong_digit(row: Row, draw: random.Random) -> None:
    row["dob"] = row["dob"][:-1] + str(draw.randint(0, 8))


def _day_and_month(row: Row, _draw: random.Random) -> None:
    year, month, day = row["dob"].split("-")
    if int(day) <= 12:
        row["dob"] = f"{year}-{day}-{month}"


def _no_surname(row: Row, _draw: random.Random) -> None:
    row["last_name"] = ""


def _placeholder(row: Row, draw: random.Random) -> None:
    row["last_name"] = draw.choice(("onbekend", "NN", "X", "n.v.t."))


def _shouted(row: Row, _draw: random.Random) -> None:
    row["last_name"] = row["last_name"].upper()


# Those of the date last: each of them takes the date as the papers have it, or as the one before left it.
MISTAKES: tuple[tuple[float, Callable[[Row, random.Random], None]], ...] = (
    (0.13, _respelled),
    (0.08, _mistyped),
    (0.09, _one_given_name),
    (0.04, _exchanged),
    (0.10, _shouted),
    (0.02, _no_surname),
    (0.012, _placeholder),
    (0.03, _wrong_digit),
    (0.01, _day_and_month),
    (0.04, _first_of_january),
    (0.02, _year_only),
    (0.03, _no_date),
)

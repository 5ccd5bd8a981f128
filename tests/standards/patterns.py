"""The published list membership of presumed victims in the Netherlands, 2010-2015.

On how many persons each combination of lists was seen; the letters are the kinds of reporter.
Source: Cruyff, Van Dijk and Van der Heijden (2017), "The challenge of counting victims of human
trafficking", Chance 30(3); the same table stands in the R packages `modslavmse` and `SparseMSE`.
"""

from collections import Counter

from tests.published import FOLDER

PUBLISHED = {
    "IOP": 4,
    "IO": 1,
    "IPZ": 4,
    "IP": 18,
    "IR": 3,
    "IZ": 16,
    "I": 352,
    "KO": 1,
    "KP": 44,
    "KZ": 4,
    "K": 1299,
    "OPR": 2,
    "OPZ": 7,
    "OP": 59,
    "OR": 2,
    "OZ": 57,
    "O": 403,
    "PRZ": 1,
    "PR": 82,
    "PZ": 125,
    "P": 4466,
    "RZ": 2,
    "R": 650,
    "Z": 632,
}
PERSONS = 8234
REPORTS = 8684
# Where the same facts lie as a file, on machines that have it.
LISTS = FOLDER / "netherlands_2010_2015_lists.csv"


def as_file() -> str:
    """The table as a file of reports: one row per person and list, in the order of the table."""
    rows = ["person,list"]
    person = 0
    for lists, frequency in PUBLISHED.items():
        for _ in range(frequency):
            person += 1
            rows += [f"P{person:05},{letter}" for letter in lists]
    return "\n".join(rows) + "\n"


def in_file(text: str) -> Counter[str]:
    """How often each combination of lists occurs in such a file."""
    seen: dict[str, set[str]] = {}
    for row in text.splitlines()[1:]:
        person, letter = row.split(",")
        seen.setdefault(person, set()).add(letter)
    return Counter("".join(sorted(lists)) for lists in seen.values())

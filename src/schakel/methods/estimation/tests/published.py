"""Published tables of people by the lists they stand on, and what others estimated from them.

Rows: the lists somebody stands on, by number, and how many people there are. The estimates are those of
the R packages SparseMSE 2.0.2, MultipleSystemsEstimation 1.2.0 and dga 2.0.2 on these very tables.
"""

from schakel.methods.estimation.tables import Table, table

# Name: the lists, then people by lists.
PUBLISHED: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {
    "Artificial_3": (("A", "B", "C"), {"1": 40, "2": 30, "3": 20, "12": 6}),
    "Korea": (("b", "c", "d"), {"3": 41, "2": 5, "1": 5, "12": 54, "13": 6, "23": 0, "123": 12}),
    "Kosovo": (
        ("EXH", "ABA", "OSCE", "HRW"),
        {
            "1": 1131,
            "2": 845,
            "3": 936,
            "4": 306,
            "12": 177,
            "13": 228,
            "14": 106,
            "23": 217,
            "24": 31,
            "34": 123,
            "123": 181,
            "124": 18,
            "134": 42,
            "234": 32,
            "1234": 27,
        },
    ),
    "UKdat_5": (
        ("LA", "NG", "PFNCA", "GO", "GP"),
        {
            "1": 54,
            "2": 463,
            "3": 995,
            "4": 695,
            "5": 316,
            "12": 15,
            "13": 19,
            "14": 3,
            "23": 62,
            "24": 19,
            "25": 1,
            "34": 76,
            "35": 11,
            "45": 8,
            "123": 1,
            "124": 1,
            "234": 4,
            "1234": 1,
        },
    ),
    "UKdat": (
        ("LA", "NG", "PF", "GO", "GP", "NCA"),
        {
            "1": 54,
            "2": 463,
            "3": 907,
            "4": 695,
            "5": 316,
            "6": 57,
            "12": 15,
            "13": 19,
            "14": 3,
            "23": 56,
            "24": 19,
            "25": 1,
            "26": 3,
            "34": 69,
            "35": 10,
            "36": 31,
            "45": 8,
            "46": 6,
            "56": 1,
            "123": 1,
            "124": 1,
            "234": 4,
            "236": 3,
            "346": 1,
            "1234": 1,
        },
    ),
    "Ned_5": (
        ("IO", "K", "P", "R", "Z"),
        {
            "1": 756,
            "2": 1299,
            "3": 4466,
            "4": 650,
            "5": 632,
            "12": 1,
            "13": 81,
            "14": 5,
            "15": 73,
            "23": 44,
            "25": 4,
            "34": 82,
            "35": 125,
            "45": 2,
            "134": 2,
            "135": 11,
            "345": 1,
        },
    ),
    "Ned": (
        ("I", "K", "O", "P", "R", "Z"),
        {
            "134": 4,
            "13": 1,
            "146": 4,
            "14": 18,
            "15": 3,
            "16": 16,
            "1": 352,
            "23": 1,
            "24": 44,
            "26": 4,
            "2": 1299,
            "345": 2,
            "346": 7,
            "34": 59,
            "35": 2,
            "36": 57,
            "3": 403,
            "456": 1,
            "45": 82,
            "46": 125,
            "4": 4466,
            "56": 2,
            "5": 650,
            "6": 632,
        },
    ),
}


def published(name: str) -> Table:
    """One of the tables."""
    names, people = PUBLISHED[name]
    rows = [[int(str(at + 1) in lists) for at in range(len(names))] for lists in people]
    return table(names, rows, list(people.values()))

"""`schakel protect` as it is called: whatever file and specification somebody brings."""

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.methods.disclosure import folders, program
from schakel.methods.disclosure.tests.microdata import SIZES, microdata

pytestmark = pytest.mark.pure
SPEC = 'dimensions = ["sex", "region", "form"]\n'
HOUSE = "out.not-for-publication.json"
HEADER = ("region", "form", "age", "sex")


def rows_of(records, seed=1):
    drawn = microdata(records, seed)
    return [
        (f"r{region}", f"form {form}, or so", f"{age}", "FMX"[min(sex, 2)])
        for region, form, age, sex in zip(drawn[6], drawn[3], drawn[1], drawn[2], strict=True)
    ]


def written(folder: Path, rows, header=HEADER, spec=SPEC):
    with (folder / "micro.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    (folder / "spec.toml").write_text(spec)


def protect(folder, *more, out="out"):
    arguments = [f"{folder}/micro.csv", "--spec", f"{folder}/spec.toml", "--out", f"{folder}/{out}"]
    return program.main([*arguments, *more])


def cells_in(folder, out="out", name="cube.csv"):
    with (folder / out / name).open(newline="") as file:
        head, *rows = csv.reader(file)
    return head, {tuple(row[:-1]): int(row[-1]) for row in rows}


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def micro(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    written(tmp_path, rows_of(900))
    return tmp_path


def test_the_cube_is_a_row_per_cell_with_a_star_for_a_sum(micro, capsys):
    assert protect(micro, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    head, cells = cells_in(micro)
    assert head == ["sex", "region", "form", "count"]
    assert told["verdict"]["passed"]
    assert told["cells"] == len(cells)
    assert told["house"]["records"] == 900
    assert abs(cells["*", "*", "*"] - 900) <= 2
    assert min(cells.values()) >= 5
    true = Counter(
        (
            sex if "s" in shown else "*",
            region if "r" in shown else "*",
            form if "f" in shown else "*",
        )
        for region, form, _age, sex in rows_of(900)
        for width in range(4)
        for shown in combinations("srf", width)
    )
    assert set(cells) <= set(true)
    assert abs(sum(cells.values()) / sum(true.values()) - 1) < 0.01
    head, table = cells_in(micro, name="tables/sex-region.csv")
    assert head == ["sex", "region", "count"]
    assert table == {
        cell[:2]: count
        for cell, count in cells.items()
        if cell[2] == "*" != cell[0] and cell[1] != "*"
    }


def test_the_report_beside_the_figures_tells_nothing_that_they_do_not(micro):
    written(micro, [*rows_of(900), ("r0", "rare", "1", "F")] + [("r0", "rare", "1", "F")] * 2)
    protect(micro)
    report = json.loads((micro / "out/report.json").read_text())
    house = json.loads((micro / HOUSE).read_text())
    assert report["records"] == cells_in(micro)[1]["*", "*", "*"]
    assert house["records"] == 903
    # A value whose records were rounded away is not named either.
    if ("*", "*", "rare") not in cells_in(micro)[1]:
        assert b"rare" not in b"".join(tree(micro / "out").values())
    assert not {"mean_error", "total_error", "largest_error"} & set(json.dumps(report).split('"'))
    assert (micro / HOUSE).stat().st_mode & 0o077 == 0


def test_what_stays_in_the_house_lies_beside_the_folder_and_goes_along_with_it(micro, capsys):
    assert protect(micro) == 0
    first = (micro / HOUSE).read_bytes()
    assert not list((micro / "out").rglob("*not-for*"))
    shutil.rmtree(micro / "out")
    written(micro, rows_of(901))
    assert protect(micro) == 0
    assert (micro / HOUSE).read_bytes() != first
    (micro / HOUSE).write_bytes(first)
    capsys.readouterr()
    assert protect(micro, "--previous", f"{micro}/out", out="next") == 2
    assert "changed" in capsys.readouterr().err
    (micro / HOUSE).write_text("my own notes")
    assert protect(micro) == 2
    assert (micro / HOUSE).read_text() == "my own notes"


def test_neither_the_order_of_records_nor_that_of_columns_shows(micro):
    protect(micro)
    rows = [tuple(reversed(row)) for row in reversed(rows_of(900))]
    written(micro, rows, tuple(reversed(HEADER)))
    protect(micro, out="again")
    one, other = tree(micro / "out"), tree(micro / "again")
    assert one == other


words = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n*", exclude_categories=["Cs"]),
    max_size=8,
)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=40))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_comes_through(micro, rows):
    written(micro, rows, ("a, b", 'the "c"'), "dimensions = ['a, b', 'the \"c\"']\n")
    assert protect(micro) == 0
    _head, cells = cells_in(micro)
    plain = {tuple(value if value.strip() else "UNKNOWN" for value in row) for row in rows}
    assert {cell for cell in cells if "*" not in cell} <= plain
    assert all(count >= 5 for count in cells.values())


SPELLINGS = [
    SPEC,
    '[[dimensions]]\nname = "sex"\n[[dimensions]]\nname = "region"\n[[dimensions]]\nname = "form"\n',
    "[dimensions.sex]\n[dimensions.region]\n[dimensions.form]\n",
    'base = 5\nways = 3\ndimensions = ["sex", "region", "form"]\n',
    'dimensions = ["sex", "region", "form"]\n[lattice]\nways = 3\nbase = 5\n',
    'dimensions = ["sex", "region", "form"]\n[lattice]\ntables = [["sex", "region", "form"]]\n',
]


@pytest.mark.parametrize("spec", SPELLINGS[1:])
def test_a_specification_may_be_written_in_several_ways(micro, spec):
    protect(micro)
    (micro / "spec.toml").write_text(spec)
    assert protect(micro, out="again") == 0
    assert cells_in(micro) == cells_in(micro, "again")


HIERARCHIES = [
    'dimensions = ["town"]\n[hierarchies.town]\na1 = "A"\na2 = "A"\nb1 = "B"\nA = "land"\nB = "land"\n',
    '[dimensions.town]\nhierarchy = {a1 = ["A", "land"], a2 = ["A", "land"], b1 = ["B", "land"]}\n',
    '[[dimensions]]\nname = "town"\nhierarchy = "towns.csv"\n',
    '[[dimensions]]\nname = "town"\nhierarchy = ["town", "part", "land"]\n',
    '[dimensions]\ntown = ["land", "part", "town"]\n',
    '[[dimensions]]\nname = "town"\n[dimensions.groups]\nA = ["a1", "a2"]\nB = ["b1"]\nland = ["A", "B"]\n',
]


@pytest.mark.parametrize("spec", HIERARCHIES)
def test_a_hierarchy_may_be_written_in_several_ways(micro, spec):
    rows = [("a1", "A", "land"), ("a2", "A", "land"), ("b1", "B", "land")] * 20
    written(micro, rows, ("town", "part", "land"), spec)
    (micro / "towns.csv").write_text("a1,A,land\na2,A,land\nb1,B,land\n")
    assert protect(micro) == 0
    found = {"*": 60, "land": 60, "A": 40, "B": 20, "a1": 20, "a2": 20, "b1": 20}
    assert cells_in(micro)[1] == {(name,): count for name, count in found.items()}


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ('dimensions = ["sex"]\nbasis = 5\n', "Did you mean base?"),
        ('[dimensions.sex]\nheirarchy = ["region"]\n', "Did you mean hierarchy?"),
        ('dimensions = ["sexe"]\n', "Did you mean sex?"),
        ("dimensions = []\n", "at least one dimension"),
        ("base = 5\n", "at least one dimension"),
        ('dimensions = ["sex", "sex"]\n', "twice"),
        ('dimensions = ["sex"]\nbase = -5\n', "whole number from 2"),
        ('dimensions = ["sex"]\nbase = 10000000000\n', "whole number from 2"),
        ('dimensions = ["sex"]\nways = "3"\n', "whole number from 1"),
        ('dimensions = ["sex"\n', "TOML"),
        ('dimensions = ["sex"]\nmethod = "suppress"\n', "one of rounding, cell-key"),
        ('dimensions = ["sex"]\nmethod = "cell-key"\n', "secret must be"),
        ('dimensions = ["sex"]\n[lattice]\ntables = [["sex", "age"]]\n', "no dimension"),
        ('[dimensions.sex]\nhierarchy = {F = "all"}\n', "no place for M"),
        ('[dimensions.sex]\nhierarchy = {F = "M", M = "F", X = "F"}\n', "own parent"),
        ('[dimensions.sex]\nhierarchy = "nowhere.csv"\n', "nowhere.csv"),
        ('dimensions = ["count"]\n', "taken by the counts"),
    ],
)
def test_a_specification_that_cannot_be_is_refused_in_words(micro, capsys, spec, text):
    (micro / "spec.toml").write_text(spec)
    assert protect(micro) == 2
    assert text in capsys.readouterr().err
    assert not (micro / "out").exists()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "no records"),
        (b"region,form,age,sex\n", "no records"),
        (b"region,form,age\nr1,f,1\n", "no column sex"),
        (b"region,form,age,sex\nr1,f,1,F\nr1,f,1\n", "line 3"),
        (b"region,form,sex,sex\nr1,f,1,F\n", "twice"),
        (b"region,form,age,sex\nr1,f,1,*\n", "another sign"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words(micro, capsys, content, text):
    (micro / "micro.csv").write_bytes(content)
    assert protect(micro) == 2
    told = capsys.readouterr().err
    assert text in told
    assert "r1,f" not in told


def test_the_words_are_dutch_for_who_reads_dutch(micro, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    (micro / "spec.toml").write_text('dimensions = ["sexe"]\n')
    assert protect(micro) == 2
    assert "Bedoelde u sex?" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_a_file_as_a_spreadsheet_writes_it_is_read(micro, encoding, mark):
    lines = [mark.join(HEADER), *([mark.join(("Fryslân", "vorm", "1", "F"))] * 9)]
    (micro / "micro.csv").write_bytes("\r\n".join(lines).encode(encoding))
    assert protect(micro) == 0
    assert cells_in(micro)[1]["F", "Fryslân", "vorm"] == 9


PERIODS = 'period = "year"\ndimensions = ["sex", "region"]\n'


def by_year(years, extra=()):
    return [(*row, year) for year, number in years for row in rows_of(number, seed=int(year))] + [
        *extra
    ]


def test_a_period_is_published_once_and_totals_are_plain_sums(micro, capsys):
    header = (*HEADER, "year")
    written(micro, by_year([("2022", 300), ("2023", 400)]), header, PERIODS)
    assert protect(micro) == 0
    first = cells_in(micro)[1]
    late = ("r1", "form 1", "1", "F", "2023")
    written(micro, by_year([("2022", 300), ("2023", 400), ("2024", 350)], [late]), header, PERIODS)
    previous = ("--previous", f"{micro}/out")
    assert protect(micro, *previous, out="next") == 0
    found = cells_in(micro, "next")[1]
    for year in ("2022", "2023"):
        assert {c: n for c, n in found.items() if c[0] == year} == {
            c: n for c, n in first.items() if c[0] == year
        }
    summed = Counter()
    for (year, *rest), count in found.items():
        if year != "*":
            summed[("*", *rest)] += count
    assert {c: n for c, n in found.items() if c[0] == "*"} == dict(summed)
    assert (
        protect(
            micro,
            *previous,
            "--revision",
            out="revised",
        )
        == 0
    )
    assert cells_in(micro, "revised")[1] != found


@pytest.mark.parametrize(("more", "code"), [(0, 0), (1, 1), (99, 1), (100, 0)])
def test_a_release_that_adds_few_records_is_refused(micro, capsys, more, code):
    assert protect(micro) == 0
    written(micro, rows_of(900) + rows_of(more, seed=9))
    capsys.readouterr()
    assert protect(micro, "--previous", f"{micro}/out", out="next") == code
    assert (micro / "next").exists() == (code == 0)
    assert ("fewer than 100" in capsys.readouterr().err) == (code == 1)


def test_another_specification_over_the_same_people_is_refused(micro, capsys):
    protect(micro)
    (micro / "spec.toml").write_text('dimensions = ["sex", "age"]\n')
    assert protect(micro, "--previous", f"{micro}/out", out="next") == 2
    assert "another specification" in capsys.readouterr().err


def test_cell_keys_need_their_secret_and_are_the_same_each_time(micro):
    (micro / "spec.toml").write_text(f'method = "cell-key"\n{SPEC}')
    (micro / "secret").write_text("k" * 40)
    for out in ("out", "again"):
        assert protect(micro, "--key", f"{micro}/secret", out=out) == 0
    cells = cells_in(micro)[1]
    assert cells == cells_in(micro, "again")[1]
    assert min(cells.values()) >= 3
    assert abs(cells["*", "*", "*"] - 900) <= 5
    written(micro, rows_of(900)[::-1], spec=f'method = "cell-key"\n{SPEC}')
    protect(micro, "--key", f"{micro}/secret", out="mixed")
    assert cells_in(micro, "mixed")[1] == cells
    (micro / "secret").write_text("l" * 40)
    protect(micro, "--key", f"{micro}/secret", out="other")
    assert cells_in(micro, "other")[1] != cells


def test_a_full_disk_leaves_what_was_there(micro, capsys, monkeypatch):
    protect(micro)
    before = tree(micro)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders.os, "fsync", full)
    capsys.readouterr()
    assert protect(micro) == 2
    assert "free space" in capsys.readouterr().err
    assert tree(micro) == before


def test_a_folder_with_something_else_in_it_is_not_written_over(micro, capsys):
    (micro / "out").mkdir()
    (micro / "out" / "thesis.txt").write_text("mine")
    assert protect(micro) == 2
    assert "Choose another" in capsys.readouterr().err
    assert tree(micro / "out") == {"thesis.txt": b"mine"}


def test_the_command_starts_without_the_system_and_without_pandas(micro):
    code = (
        "import sys; from schakel.config.cli import main\n"
        f"sys.argv[1:] = ['protect', '{micro}/micro.csv', '--spec', '{micro}/spec.toml',"
        f" '--out', '{micro}/out']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print({'django', 'pandas', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
    assert len(SIZES) == 8

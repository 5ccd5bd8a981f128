"""What is written down agrees with what is there."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from schakel.config import commands
from scripts.messages import missing
from scripts.reference import pages
from tests.architecture.source import REPOSITORY, SOURCE, files, named, product_files, tree

pytestmark = pytest.mark.pure

ENVIRONMENT = SOURCE / "config" / "settings" / "environment.py"
CONFIGURATION = REPOSITORY / "docs" / "reference" / "configuration.md"
GLOSSARY = REPOSITORY / "docs" / "glossary.md"
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s`/$])schakel +([a-z][a-z_-]+)", re.MULTILINE)
UNIT_COMMAND = re.compile(r"schakel +(linkage-unit +[a-z][a-z-]+)")
TARGET = re.compile(r"(?:^|[\s`$])make +([a-z][a-z-]+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
# Names that a reader may know from the outside: hosts of package registries and indexes.
REGISTRIES = re.compile(
    r"registry[.](?:npmjs|yarnpkg)|python[h]osted[.]|pypi[.](?:org|python)|index-url", re.I
)
MACHINE = re.compile(r"(?<![\w.:/~*}-])/(?:work|root|tmp|home/[a-z]+|Users/\w+)/\w")
PATTERNS_OF_OUR_OWN = {"tests/architecture/test_documents.py"}
TEXT = {
    *(
        ".py",
        ".md",
        ".html",
        ".css",
        ".js",
        ".json",
        ".toml",
        ".yml",
        ".yaml",
        ".txt",
        ".in",
        ".sh",
    ),
    *(".po", ".csv", ".svg", ".cfg", ".ini", ".npmrc", ".importlinter", ".gitignore", ""),
}


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def _code(path: Path) -> str:
    return "\n".join(CODE.findall(path.read_text(encoding="utf-8")))


def test_documents_name_only_commands_that_exist() -> None:
    known = {name.replace("_", "-") for name in get_commands()} | {"help", "version"}
    known |= set(commands.PROCESSES)
    unknown = [
        f"{named(path)}: schakel {word}"
        for path in documents()
        for word in COMMAND.findall(_code(path))
        if word.replace("_", "-") not in known
    ]
    assert not unknown, unknown
    assert commands.main.__doc__


def test_documents_name_only_commands_of_the_linkage_unit_that_exist() -> None:
    own = {commands.called(name) for name in commands.own_commands()}
    shared = {f"linkage-unit {name}" for name in ("create-user", "vault", "audit", "help")}
    shared |= {f"linkage-unit {name}" for name in ("carry-out-retention", "collectstatic")}
    unknown = [
        f"{named(path)}: schakel {word}"
        for path in documents()
        for word in UNIT_COMMAND.findall(_code(path))
        if word not in own | shared
    ]
    assert not unknown, unknown


def test_documents_name_only_make_targets_that_exist() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    unknown = [
        f"{named(path)}: make {word}"
        for path in documents()
        for word in TARGET.findall(_code(path))
        if word not in known
    ]
    assert not unknown, unknown


def _is_lookup(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node.value) == "os.environ"
    )


def _read_variables(path: Path) -> Iterator[str]:
    """Names of environment variables that a module reads (not those it sets for a child)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv"):
            yield ast.unparse(node.args[0]).strip("'\"")
        elif _is_lookup(node):
            yield ast.unparse(node.slice).strip("'\"")


def test_decisions_are_numbered_one_after_another() -> None:
    paths = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))
    names = [int(path.name[:4]) for path in paths]
    titles = [path.read_text(encoding="utf-8").split(".")[0] for path in paths]
    assert names == list(range(1, len(paths) + 1))
    assert titles == [f"# {number}" for number in names]


def test_links_in_documents_lead_somewhere() -> None:
    dead = [
        f"{path.relative_to(REPOSITORY)}: {target}"
        for path in documents()
        for target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))
        if not target.startswith(("http:", "https:", "mailto:"))
        and not (path.parent / target).exists()
    ]
    assert not dead


def test_every_setting_is_documented() -> None:
    read = {name for name in _read_variables(ENVIRONMENT) if name.startswith("SCHAKEL_")}
    table = [line for line in CONFIGURATION.read_text(encoding="utf-8").splitlines() if "|" in line]
    documented = set(re.findall(r"`(SCHAKEL_[A-Z_]+)`", "\n".join(table)))
    assert read, "environment.py reads nothing"
    assert read - documented == set(), "not in docs/reference/configuration.md"
    assert documented - read == set(), "documented, but never read"


def test_the_environment_is_read_in_one_place() -> None:
    elsewhere = {
        named(path): names
        for path in product_files()
        if path != ENVIRONMENT
        and (names := [n for n in _read_variables(path) if n.startswith("SCHAKEL_")])
    }
    assert not elsewhere, elsewhere


def _glossary() -> dict[str, tuple[str, str]]:
    rows = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3:
            rows[cells[0].strip("`")] = (cells[1], cells[2])
    return rows


def test_every_table_stands_in_the_glossary() -> None:
    rows = _glossary()
    own = {m.__name__ for m in apps.get_models() if m.__module__.startswith("schakel.")}
    assert own, "no models"
    assert sorted(own - set(rows)) == []
    assert [name for name, (dutch, meaning) in rows.items() if not (dutch and meaning)] == []


@pytest.mark.parametrize(
    "name",
    ["commands.md", "code-lists.md", "personal-data.md", "placement-facts.md", "roles.md"],
)
def test_generated_reference_is_up_to_date(name: str) -> None:
    assert (REPOSITORY / "docs" / "reference" / name).read_text(encoding="utf-8") == pages()[name]


def test_every_text_has_its_dutch() -> None:
    assert missing("nl") == []


def test_every_code_list_stands_in_the_glossary() -> None:
    with (SOURCE / "foundation" / "terms" / "data" / "lists.csv").open(encoding="utf-8") as file:
        lists = {row["code"] for row in csv.DictReader(file)}
    assert lists, "no code lists"
    assert sorted(lists - set(_glossary())) == []


def _texts() -> Iterator[tuple[Path, str]]:
    for path in files():
        if path.suffix in TEXT and named(path) not in PATTERNS_OF_OUR_OWN:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE], ids=["registry", "machine"])
def test_no_file_knows_where_it_was_made(pattern: re.Pattern[str]) -> None:
    found = [
        f"{named(path)}: {match.group(0)}"
        for path, text in _texts()
        for match in pattern.finditer(text)
    ]
    assert not found, found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /work/" + "main/x", True),
        ("cp /tmp/a b", True),
        ("https://host/work/x", False),
        ("docs/root/x", False),
        ("/home/jan/x", True),
    ],
)
def test_paths_of_a_machine_are_recognised(text: str, found: bool) -> None:
    assert bool(MACHINE.search(text)) is found


def test_the_lock_file_holds_no_addresses() -> None:
    lock = REPOSITORY / "package-lock.json"
    assert '"resolved"' not in lock.read_text(encoding="utf-8")

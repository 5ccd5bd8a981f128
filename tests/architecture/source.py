"""The source tree as the architecture tests read it: files, syntax trees, apps and their order."""

import ast
import configparser
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "schakel"
NOT_OURS = {".git", ".venv", "node_modules", "build", "dist", "var"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, those not yet committed included."""
    if (REPOSITORY / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(
            command, cwd=REPOSITORY, capture_output=True, text=True, check=True
        ).stdout
        found = [REPOSITORY / name for name in listed.split("\0") if name]
    else:
        found = [
            path
            for path in REPOSITORY.rglob("*")
            if not NOT_OURS & set(path.relative_to(REPOSITORY).parts)
        ]
    return tuple(sorted(path for path in found if path.is_file()))


def named(path: Path) -> str:
    """The path as a person reads it."""
    return path.relative_to(REPOSITORY).as_posix()


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(REPOSITORY).parts


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file but migrations, which Django writes."""
    return tuple(
        path for path in files() if path.suffix == ".py" and "migrations" not in path.parts
    )


@cache
def product_files() -> tuple[Path, ...]:
    """The Python files of the product itself, without its tests."""
    return tuple(path for path in python_files() if SOURCE in path.parents and not is_test(path))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module(path: Path) -> str:
    """``schakel.register.intake.models`` for the file of that module."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Each imported module or name as a dotted path, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


@cache
def app_folders() -> tuple[Path, ...]:
    """The folder of every Django app."""
    return tuple(
        path.parent for path in files() if path.name == "apps.py" and SOURCE in path.parents
    )


def app_of(dotted: str) -> str | None:
    """The app that the module `dotted` belongs to, as ``schakel.zone.app``; None outside apps."""
    names = [module(folder / "__init__.py") for folder in app_folders()]
    fitting = [name for name in names if dotted == name or dotted.startswith(f"{name}.")]
    return max(fitting, key=len, default=None)


@cache
def order() -> tuple[str, ...]:
    """Every package that has a place in the house, highest first, as `.importlinter` draws it."""
    contracts = configparser.ConfigParser()
    contracts.read(REPOSITORY / ".importlinter")
    zones = _layers(contracts["importlinter:contract:zones"]["layers"])
    places: list[str] = []
    for zone in zones:
        section = f"importlinter:contract:{zone}"
        inside = ()
        if contracts.has_section(section) and contracts[section]["type"] == "layers":
            inside = _layers(contracts[section]["layers"])
        places += [f"schakel.{zone}.{name}" for name in inside] or [f"schakel.{zone}"]
    return tuple(places)


def _layers(text: str) -> tuple[str, ...]:
    return tuple(line.strip().strip("()") for line in text.splitlines() if line.strip())


def height(app: str) -> int:
    """How high an app stands in the house: the larger, the higher. Raises KeyError without a place."""
    for index, place in enumerate(reversed(order())):
        if app == place or app.startswith(f"{place}."):
            return index
    raise KeyError(app)

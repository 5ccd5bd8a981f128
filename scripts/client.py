"""Build the sender's program as a wheel of its own: the modules that it imports, and no others.

The same source gives the same bytes.
"""

import ast
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from flit_core.wheel import make_wheel_in

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src"
PROJECT = REPOSITORY / "packaging" / "encode" / "pyproject.toml"
README = REPOSITORY / "docs" / "how-to" / "partner.md"
# What modules read beside themselves.
TABLES = ("schakel/methods/encoding/golden.json", "schakel/methods/linkage/variants.csv")
_DATE = "315532800"  # 1 January 1980, the first day a zip file knows


def modules() -> set[Path]:
    """The programs and every module of Schakel that they import, packages included."""
    scripts = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["scripts"]
    found: set[Path] = set()
    open_ = [name.partition(":")[0] for name in scripts.values()]
    while open_:
        for path in _files(open_.pop()):
            if path not in found:
                found.add(path)
                open_ += _imports(path)
    return found


def build(folder: Path) -> Path:
    """The wheel, written into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        stage = Path(place)
        for path in [*modules(), *(SOURCE / name for name in TABLES)]:
            to = stage / path.relative_to(SOURCE)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
        shutil.copyfile(PROJECT, stage / PROJECT.name)
        shutil.copyfile(README, stage / "README.md")
        os.environ["SOURCE_DATE_EPOCH"] = _DATE
        return make_wheel_in(stage / PROJECT.name, folder).file


def _files(module: str) -> Iterator[Path]:
    """The file of a module and those of the packages around it."""
    parts = module.split(".")
    for size in range(1, len(parts) + 1):
        path = SOURCE.joinpath(*parts[:size])
        yield path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    named = [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    ]
    return [name for name in named if name.split(".")[0] == "schakel"]


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "dist"))

"""The form of the source: sizes, names, style, and what may not stand where."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.source import (
    REPOSITORY,
    app_folders,
    files,
    named,
    product_files,
    python_files,
    tree,
)

pytestmark = pytest.mark.pure

MOST_LINES = 400
MEASURED = {".py", ".html", ".js", ".css"}
NO_NOUN = {"utils", "util", "core", "common", "helpers", "helper", "misc"}
FOLDERS = ("src", "tests", "benchmarks", "scripts", "conftest.py")
# Files that may import inside a function, each with its reason.
LATE_IMPORTS: dict[str, str] = {}
MODEL_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init"}


def test_no_file_is_too_long() -> None:
    long = {}
    for path in files():
        if path.suffix in MEASURED and "migrations" not in path.parts:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > MOST_LINES:
                long[named(path)] = lines
    assert not long, long


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--select", "C901"], ["format", "--check"]],
    ids=["style", "complexity", "format"],
)
def test_ruff_finds_nothing(arguments: list[str]) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    present = [folder for folder in FOLDERS if (REPOSITORY / folder).exists()]
    done = subprocess.run(
        [ruff, *arguments, "--no-cache", *present],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_are_named_after_what_they_hold() -> None:
    nameless = [
        named(path)
        for path in python_files()
        if NO_NOUN & {part.removesuffix(".py") for part in path.relative_to(REPOSITORY).parts}
    ]
    assert not nameless, nameless


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_imports_stand_at_the_top() -> None:
    late = [
        f"{named(path)}:{node.lineno}"
        for path in python_files()
        if named(path) not in LATE_IMPORTS
        for function in _functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not late, late


def test_every_exception_for_late_imports_is_needed() -> None:
    present = {named(path) for path in python_files()}
    assert set(LATE_IMPORTS) <= present
    assert all(LATE_IMPORTS.values())


def _only_refuses(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    body = [node for node in function.body if not _is_docstring(node)]
    return all(isinstance(node, ast.Raise) for node in body)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_no_model_works_in_save() -> None:
    """`save` may refuse (append-only tables do); whatever else must happen stands in an action."""
    busy = []
    for model in apps.get_models():
        own = model.__dict__.get("save")
        if own is None or not model.__module__.startswith("schakel."):
            continue
        path = Path(sys.modules[model.__module__].__file__ or "")
        functions = [f for f in _functions(path) if f.lineno == own.__code__.co_firstlineno]
        if not all(_only_refuses(function) for function in functions):
            busy.append(model._meta.label)
    assert not busy, busy


def test_no_signals_between_own_apps() -> None:
    """Signals of Django's models and signals of our own hide who calls whom."""
    hidden = []
    for path in product_files():
        for node in ast.walk(tree(path)):
            name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
            if name in MODEL_SIGNALS or (isinstance(node, ast.Call) and _named(node) == "Signal"):
                hidden.append(f"{named(path)}:{node.lineno}")
    assert not hidden, hidden


def _named(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


@pytest.mark.parametrize("folder", app_folders(), ids=named)
def test_every_app_says_what_it_is_for(folder: Path) -> None:
    text = ast.get_docstring(tree(folder / "__init__.py"))
    assert text, "no docstring"
    assert len(text.splitlines()) <= 5

"""The tests themselves: each one can fail."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import named, python_files, tree

pytestmark = pytest.mark.pure

CHECKS = ("assert", "expect", "raises", "fail", "warns", "django_assert", "run_state_machine")
TEST_FILES = tuple(path for path in python_files() if path.name.startswith("test_"))


def _names(node: ast.AST) -> set[str]:
    """Every function or method that is called somewhere inside."""
    found = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            function = call.func
            found.add(
                function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            )
    return found


def _checks(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Assert) for inner in ast.walk(node)) or any(
        name.startswith(CHECKS) for name in _names(node)
    )


@cache
def _checking_functions() -> frozenset[str]:
    """Functions anywhere in the tests that assert, so that a test may leave its asserting to them."""
    return frozenset(
        node.name
        for path in python_files()
        if "tests" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_") and _checks(node)
    )


@pytest.mark.parametrize("path", TEST_FILES, ids=named)
def test_every_test_can_fail(path: Path) -> None:
    idle = [
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not _checks(node)
        and not _names(node) & _checking_functions()
    ]
    assert not idle, f"{named(path)}: nothing is asserted in {idle}"


@pytest.mark.parametrize("path", TEST_FILES, ids=named)
def test_no_test_waits_by_the_clock(path: Path) -> None:
    """A fixed pause is too long on a fast machine and too short on a slow one."""
    assert not _names(tree(path)) & {"sleep", "wait_for_timeout"}

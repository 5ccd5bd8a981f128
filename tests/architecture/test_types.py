"""The types hold, Django's included."""

import pytest
from mypy import api

from tests.architecture.source import REPOSITORY

pytestmark = pytest.mark.pure


def test_mypy_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)  # where its settings and its memory stand
    found, trouble, status = api.run([])
    assert status == 0, found + trouble

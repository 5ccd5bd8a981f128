"""Nearly every test here publishes the same invented table, whose twelve pictures are always the same."""

import pickle

import pytest

from schakel.knowledge.figures import actions
from schakel.knowledge.figures.charts import draw

_drawn: dict[bytes, str] = {}


def drawn_once(*given: object) -> str:
    """What `draw` draws, kept for a table with the same content."""
    key = pickle.dumps(given)
    if key not in _drawn:
        _drawn[key] = draw(*given)
    return _drawn[key]


@pytest.fixture(autouse=True)
def pictures_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """How they are drawn has tests of its own, which call `draw` itself."""
    monkeypatch.setattr(actions, "draw", drawn_once)

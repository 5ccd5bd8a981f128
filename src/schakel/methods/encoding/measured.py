"""What was measured of codes: by attackers, and by linkage. `benchmarks/attacks.py` writes the figures."""

import json
from functools import cache
from pathlib import Path
from typing import Any

PLACE = Path(__file__).with_name("measured.json")


@cache
def measured() -> dict[str, Any]:
    """Shares between 0 and 1: `plain` and `ours` (attacks), `with_the_key`, `bands` (of likeness)."""
    found: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
    return found

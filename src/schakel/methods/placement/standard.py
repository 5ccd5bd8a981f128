"""The rules that a centre starts with: what the schemes say, as data with their sources.

Where a source is about practice it is named as such; nothing here adds to the law.
"""

import json
from functools import cache
from importlib.resources import files

from schakel.methods.placement.rules import Rule


@cache
def standard_rules() -> tuple[Rule, ...]:
    """All of them, as version 1 without an end."""
    text = files("schakel.methods.placement").joinpath("standard.json").read_text(encoding="utf-8")
    return tuple(Rule.from_json(one) for one in json.loads(text))

"""Published files that lie beside this folder where the project is built, and nowhere in it.

A test that reads one is left out where it is not; in CI it is read all the same, and fails if it is gone.
"""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def needs(path: Path) -> pytest.MarkDecorator:
    """Mark a test that reads `path`, a file or folder in `FOLDER`."""
    is_left_out = not path.exists() and not os.environ.get("CI")
    return pytest.mark.skipif(is_left_out, reason=f"{path.name} does not lie beside this folder")

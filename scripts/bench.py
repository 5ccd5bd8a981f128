"""`make bench`: every figure as a ratio to a floor measured in the same run, printed as one table.

Runs in a folder of its own; the data of an installation are neither used nor touched.
"""

import os
import sys
import tempfile
from io import StringIO
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))
HOME = Path(tempfile.mkdtemp(prefix="schakel-bench-"))
# Before Schakel is imported: its settings read the environment once.
for name in [name for name in os.environ if name.startswith("SCHAKEL_")]:
    del os.environ[name]
(HOME / "own").mkdir()
os.environ |= {"SCHAKEL_HOME": str(HOME / "own"), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
# As the console script does (config.cli), before NumPy is there.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import shutil  # noqa: E402

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import (  # noqa: E402
    api,
    crowd,
    disclosure,
    encoding,
    estimation,
    figures,
    finder,
    importing,
    keyboard,
    linkage,
    overview,
    pages,
    placement,
)
from benchmarks.timing import Figure, table  # noqa: E402
from tests.demo import serve_demo  # noqa: E402
from tests.faults.reporters import settings as own_code  # noqa: E402


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measure() -> list[Figure]:
    """All figures, in the order of docs/reference/performance.md."""
    say("[1/5] import")
    call_command("setup", stdout=StringIO())
    found = importing.figures(HOME)
    say("[2/5] protection")
    found += disclosure.figures()
    found += estimation.figures()
    found += figures.figures()
    found += finder.figures()
    found += overview.figures()
    found += placement.figures()
    say("[3/5] codes and links")
    found += encoding.figures()
    found += linkage.figures()
    say("[4/5] pages, API, keyboard")
    (HOME / "demo").mkdir()
    settings = {**own_code(), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with serve_demo(HOME / "demo", settings) as demo:
        found += pages.figures(demo)
        found += api.figures(demo)
        found += keyboard.figures(demo)
    say("[5/5] a hundred reporters")
    return found + crowd.figures()


def main() -> int:
    try:
        print(table(measure()))
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

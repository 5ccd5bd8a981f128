"""What takes long to load, loads when it is first asked for: not with every command, nor with a server."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.pure

HEAVY = (
    *("duckdb", "ibis", "pandas", "pyarrow", "splink", "opendp", "rdflib", "scipy"),
    *("openpyxl", "altair", "PIL", "lxml"),
)
# As a command starts, and as a server does when its first page is asked for.
START = """
import json, sys, django
django.setup()
command = set(sys.modules)
from django.urls import get_resolver
get_resolver().check()
print(json.dumps([sorted(command), sorted(sys.modules)]))
"""


def test_nothing_heavy_loads_at_the_start() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=True
    )
    command, server = (set(HEAVY).intersection(found) for found in json.loads(done.stdout))
    assert command == set(), "with every command"
    assert server == set(), "with the first page of a server"

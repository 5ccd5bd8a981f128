"""The sender's program can be installed without the rest, and needs no network, server or arrays."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from scripts.client import PROJECT, build
from tests.architecture.source import REPOSITORY

pytestmark = pytest.mark.pure

# A socket would end it, as would an import of what the wheel does not bring along.
WATCHED = """
import sys
def guard(event, args):
    if event.startswith("socket."):
        raise SystemExit(f"opened {event}")
sys.addaudithook(guard)
sys.modules.update(dict.fromkeys(["django", "numpy", "scipy", "rapidfuzz"]))
from schakel.methods.encoding import custody, program
assert program.__file__.startswith(sys.argv[1]), program.__file__
steps = ["key-pair custodian", "key-pair noord", "new-epoch 2026 --until 2099-12-31",
  "seal epoch-2026.key.json --own custodian.private.json --partner noord.public.json",
  "open epoch-2026.for-noord.json --own noord.private.json --custodian custodian.public.json"]
done = [custody.main(step.split()) for step in steps]
done.append(program.main(["list.csv", "--key", "epoch-2026.noord.key.json"]))
sys.exit(any(done))
"""


def test_the_wheel_alone_goes_from_key_to_codes(tmp_path: Path) -> None:
    wheel = build(tmp_path)
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "list.csv").write_text("report_id,last_name,dob\nR1,Bos,1999\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path / "installed")],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "encoded 1, not encodable 0" in done.stdout


def test_the_wheel_is_small_and_the_same_each_time(tmp_path: Path) -> None:
    wheels = [build(tmp_path / name) for name in ("one", "other")]
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    names = zipfile.ZipFile(wheels[0]).namelist()
    own = [name for name in names if name.endswith(".py")]
    assert all(
        name.startswith(("schakel/methods/encoding/", "schakel/methods/linkage/"))
        or name in ("schakel/__init__.py", "schakel/methods/__init__.py")
        for name in own
    )
    assert not [name for name in names if "/tests/" in name]


def test_the_wheel_has_the_version_and_the_packages_of_the_whole() -> None:
    whole, alone = (
        tomllib.loads(path.read_text("utf-8"))["project"]
        for path in (REPOSITORY / "pyproject.toml", PROJECT)
    )
    assert alone["version"] == whole["version"]
    pinned = (REPOSITORY / "requirements" / "base.txt").read_text("utf-8")
    assert all(f"{one} \\\n" in pinned for one in alone["dependencies"] if "==" in one)

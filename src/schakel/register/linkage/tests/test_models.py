"""A model is learned from labelled pairs at the command line, and taken into use in the register."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schakel.foundation.audit.models import Entry
from schakel.methods.linkage.model import Parameters, stored_parameters
from schakel.methods.linkage.tests.invention import reports
from schakel.register.linkage.modelling import model_in_use, parameters_of
from schakel.register.linkage.models import ModelVersion
from schakel.register.linkage.tests.test_link_command import COLUMNS


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of invented reports, and who is who in it."""
    folder = tmp_path_factory.mktemp("models")
    rows, truth = reports(500, seed=4)
    with (folder / "reports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    lines = ["report_id,person_id", *(f"{report},P{person}" for report, person in truth.items())]
    (folder / "truth.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "few.csv").write_text("\n".join(lines[:40]), encoding="utf-8")
    return folder


def train(folder: Path, labels: str, out: Path) -> str:
    told = StringIO()
    options = ("--labels", str(folder / labels), "--out", str(out))
    call_command("train_linkage", str(folder / "reports.csv"), *options, stdout=told)
    return told.getvalue()


@pytest.fixture(scope="session")
def trained(folder: Path) -> tuple[Path, str]:
    out = folder / "model.json"
    return out, train(folder, "truth.csv", out)


def test_what_is_learned_is_judged_on_people_kept_apart(trained: tuple[Path, str]) -> None:
    out, told = trained
    model = Parameters.from_json(out.read_text("utf-8"))
    assert model.fingerprint in told
    assert model.fingerprint != stored_parameters().fingerprint
    assert told.count("precision") == 6  # three thresholds, the new model beside the old one


def test_a_model_is_not_written_over(folder: Path, trained: tuple[Path, str]) -> None:
    out, _told = trained
    before = out.read_bytes()
    with pytest.raises(CommandError, match="another name"):
        train(folder, "truth.csv", out)
    assert out.read_bytes() == before


def test_too_few_pairs_teach_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="too few to learn from"):
        train(folder, "few.csv", tmp_path / "model.json")
    assert not (tmp_path / "model.json").exists()


@pytest.mark.django_db
def test_the_register_scores_by_it_and_keeps_the_earlier_version(trained: tuple[Path, str]) -> None:
    earlier = model_in_use()
    for _time in range(2):
        call_command("use_linkage_model", str(trained[0]), stdout=StringIO())
    now = model_in_use()
    assert now.pk != earlier.pk
    assert parameters_of(now).fingerprint == now.fingerprint
    assert list(ModelVersion.objects.filter(active=True)) == [now]
    assert ModelVersion.objects.filter(pk=earlier.pk).exists()
    assert Entry.objects.filter(object_type="linkage-model", object_id=now.version).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "[]", '{"version": "0"}', '{"version": "2"}'])
def test_what_is_no_model_changes_nothing(text: str, tmp_path: Path) -> None:
    before = model_in_use()
    (tmp_path / "model.json").write_text(text, "utf-8")
    with pytest.raises(CommandError, match="no model that this version can use"):
        call_command("use_linkage_model", str(tmp_path / "model.json"), stdout=StringIO())
    assert model_in_use() == before

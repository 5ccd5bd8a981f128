"""What can happen to released figures: they are published, or withdrawn. Nothing is ever changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from gzip import compress
from hashlib import sha256
from importlib import import_module

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.knowledge.figures.choices import LANGUAGES, UNKNOWN_YEAR
from schakel.knowledge.figures.content import Correction, Cube, EditionPart, SyntheticSet
from schakel.knowledge.figures.faults import UnfitCubeError, UnfitSetError
from schakel.knowledge.figures.models import (
    PublishedCube,
    PublishedEdition,
    PublishedEditionPart,
    PublishedSynthetic,
    PublishedTable,
    PublishedVersion,
    SyntheticWithdrawal,
    Withdrawal,
)
from schakel.knowledge.figures.reading import standing
from schakel.knowledge.figures.structure import written


@transaction.atomic
def publish_cubes(*, by: Actor, cubes: Sequence[Cube]) -> PublishedVersion:
    """Publish the cubes of one release, each of another period or chapter, as the next version.

    UnfitCubeError where one may not be published; then none is.
    """
    require(by, "publish", "figures.PublishedVersion")
    _require_one_release(cubes)
    first = cubes[0]
    files = [import_module("schakel.knowledge.figures.cells").checked(cube) for cube in cubes]
    published = PublishedVersion.objects.create(
        version=_next_version(),
        release_number=first.release_number,
        cutoff=first.cutoff,
        published_at=timezone.now(),
        method=first.method,
        change_note_nl=first.change_note.get("nl", ""),
        change_note_en=first.change_note.get("en", ""),
        cube_count=len(cubes),
    )
    PublishedCube.objects.bulk_create(
        PublishedCube(
            version=published,
            chapter=cube.chapter,
            period=cube.period,
            base=cube.base,
            ways=cube.ways,
            revision=cube.revision,
            content_hash=cube.content_hash,
            structure=written(cube),
            parquet=parquet,
            digest=digest,
            cell_count=count,
        )
        for cube, (parquet, digest, count) in zip(cubes, files, strict=True)
    )
    record(
        by=by,
        event=Event.RELEASE,
        object_type="published_version",
        object_id=published.release_number,
        data=["cells"],
    )
    return published


def _next_version() -> int:
    """Above every version that has an address already, of cubes or of single tables."""
    newest = [
        model.objects.aggregate(newest=Max("version"))["newest"] or 0
        for model in (PublishedVersion, PublishedTable)
    ]
    return max(newest) + 1


def _require_one_release(cubes: Sequence[Cube]) -> None:
    """One release, periods once each, and none that was published before unless as a revision."""
    parts = [(cube.chapter, cube.period) for cube in cubes]
    periods = [cube.period for cube in cubes]
    shared = {
        (cube.release_number, cube.cutoff, cube.method, *sorted(cube.change_note.items()))
        for cube in cubes
    }
    if not cubes or len(set(parts)) != len(parts) or len(shared) != 1:
        raise UnfitCubeError("These cubes are not one release with each period once.")
    if any(not (len(one) == 4 and one.isdigit()) and one != UNKNOWN_YEAR for one in periods):
        raise UnfitCubeError("A period is a year or UNKNOWN.")
    known = PublishedCube.objects.filter(period__in=periods)
    before = set(known.values_list("chapter", "period"))
    for cube in cubes:
        if ((cube.chapter, cube.period) in before) != cube.revision:
            raise UnfitCubeError(
                f"{cube.period} is published once; only a revision takes its place."
            )


@transaction.atomic
def withdraw(*, by: Actor, release_number: str, note: Mapping[str, str]) -> Withdrawal:
    """Take the figures of a release away; `note` (by language) stands in their place for everybody.

    UnfitCubeError where a language is missing, or the release is not there or was withdrawn before.
    """
    require(by, "withdraw", "figures.PublishedVersion")
    if any(not note.get(language, "").strip() for language in LANGUAGES):
        raise UnfitCubeError("The note is needed in every language.")
    version = PublishedVersion.objects.filter(
        release_number=release_number, withdrawal=None
    ).first()
    if version is None:
        raise UnfitCubeError("There is no such release to withdraw.")
    withdrawn = Withdrawal.objects.create(
        version=version,
        note_nl=note["nl"].strip(),
        note_en=note["en"].strip(),
        withdrawn_at=timezone.now(),
    )
    record(
        by=by,
        event=Event.CHANGE,
        object_type="published_version",
        object_id=version.release_number,
        data=["withdrawal"],
        ground="withdrawn",
    )
    return withdrawn


@transaction.atomic
def publish_edition(
    *,
    by: Actor,
    year: int,
    figures_version: int,
    parts: Sequence[EditionPart],
    correction: Correction | None = None,
) -> PublishedEdition:
    """Publish the annual overview of a year in every language, for everybody to read.

    UnfitCubeError where a language is missing, the figures it was made of do not stand, or a correction
    does not say what was wrong.
    """
    require(by, "publish", "figures.PublishedEdition")
    found = standing(figures_version)
    if found is None or str(year) not in found.cubes:
        raise UnfitCubeError("The figures of this overview do not stand.")
    if sorted(part.language for part in parts) != sorted(LANGUAGES):
        raise UnfitCubeError("The overview is not there in every language.")
    correction = correction or Correction()
    if correction.number and not (correction.nl and correction.en):
        raise UnfitCubeError("A correction says in every language what was wrong.")
    edition = PublishedEdition.objects.create(
        year=year,
        figures_version=figures_version,
        correction=correction.number,
        note_nl=correction.nl,
        note_en=correction.en,
        published_at=timezone.now(),
    )
    PublishedEditionPart.objects.bulk_create(
        PublishedEditionPart(
            edition=edition,
            language=part.language,
            content=dict(part.content),
            pdf=part.pdf,
            digest=sha256(part.pdf).hexdigest(),
        )
        for part in parts
    )
    record(
        by=by,
        event=Event.RELEASE,
        object_type="published_edition",
        object_id=f"{year}/{edition.address}",
        data=["content"],
    )
    return edition


@transaction.atomic
def publish_synthetic(*, by: Actor, found: SyntheticSet) -> PublishedSynthetic:
    """Let anybody take a set of synthetic records. UnfitSetError where it was published before."""
    require(by, "publish", "figures.PublishedSynthetic")
    if PublishedSynthetic.objects.filter(number=found.number).exists():
        raise UnfitSetError("These records were published before.")
    published = PublishedSynthetic.objects.create(
        number=found.number,
        first_year=found.years[0],
        last_year=found.years[1],
        rows=found.rows,
        thousandths=found.thousandths,
        published_at=timezone.now(),
        content={
            "lifetime": found.lifetime,
            "columns": [asdict(column) for column in found.columns],
            "statement": dict(found.statement),
            "quality": dict(found.quality),
        },
        csv=compress(found.csv, mtime=0),
        digest=sha256(found.csv).hexdigest(),
    )
    _note_synthetic(by, published, Event.RELEASE, "content")
    return published


@transaction.atomic
def withdraw_synthetic(*, by: Actor, number: str, note: Mapping[str, str]) -> SyntheticWithdrawal:
    """Take synthetic records away; `note` (by language) stands in their place for everybody.

    UnfitSetError where a language is missing, or there are no such records or they were withdrawn before.
    """
    require(by, "withdraw", "figures.PublishedSynthetic")
    published = PublishedSynthetic.objects.filter(number=number, withdrawal=None).first()
    if published is None or any(not note.get(one, "").strip() for one in LANGUAGES):
        raise UnfitSetError("There are no such records to withdraw, or a note is missing.")
    withdrawn = SyntheticWithdrawal.objects.create(
        records=published,
        note_nl=note["nl"].strip(),
        note_en=note["en"].strip(),
        withdrawn_at=timezone.now(),
    )
    _note_synthetic(by, published, Event.CHANGE, "withdrawal", ground="withdrawn")
    return withdrawn


def _note_synthetic(
    by: Actor, published: PublishedSynthetic, event: Event, what: str, ground: str = ""
) -> None:
    record(
        by=by,
        event=event,
        object_type="published_synthetic",
        object_id=published.number,
        data=[what],
        ground=ground,
    )

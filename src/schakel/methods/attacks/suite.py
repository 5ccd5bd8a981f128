"""All attacks on one release, each with its measure and its mark."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import numpy as np

from schakel.methods.attacks.audits import audit
from schakel.methods.attacks.knowledge import View
from schakel.methods.attacks.rebuilding import Folder, Write, fast, nothing_more, repeat, useful
from schakel.methods.attacks.releases import Names, Release
from schakel.methods.attacks.routes import agree, average
from schakel.methods.attacks.solving import solve
from schakel.methods.attacks.truths import Truth, coding_of, truth_of
from schakel.methods.attacks.updates import SMALLEST_BATCH, Build, Progress, Records, compare
from schakel.methods.attacks.verdicts import NAMES, Verdict, skipped

CODES = tuple(NAMES)
NO_BOX = "The protecting function was not given, so it cannot be run again."


def _silent(_text: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Box:
    """The protection as somebody sees it who can run it but not look inside.

    `build` makes a release of some records, `write` its files; `refuses` says whether a release that adds
    so many records would be refused.
    """

    build: Build
    write: Write | None = None
    refuses: Callable[[int], bool] | None = None


@dataclass(frozen=True)
class Settings:
    only: Collection[str] = CODES
    seed: int = 1
    pairs: int = 20
    builds: int = 4
    targets: int = 200
    batch: int = SMALLEST_BATCH
    progress: Progress = field(default=_silent)


@dataclass(frozen=True)
class Case:
    """A release, the records it was made of, and where both came from; why it comes without a `box`."""

    release: Release
    rows: list[Names]
    truth: Truth
    box: Box | None = None
    folder: Folder | None = None
    without: str = NO_BOX

    @classmethod
    def of(
        cls,
        release: Release,
        rows: list[Names],
        box: Box | None = None,
        folder: Folder | None = None,
        without: str = NO_BOX,
    ) -> "Case":
        coding = coding_of([release], rows)
        return cls(release, rows, truth_of(rows, coding, release.lattice), box, folder, without)

    @property
    def view(self) -> View:
        return View(self.truth.design, self.truth.shown(self.release), self.release.base)


def run(case: Case, settings: Settings | None = None) -> Iterator[Verdict]:
    """The verdicts, one by one, in the order of their codes."""
    settings = settings or Settings()
    for code in CODES:
        if code in settings.only:
            settings.progress(code)
            yield _ATTACKS[code](
                case, settings, np.random.default_rng([settings.seed, ord(code[1])])
            )


def _s1(case: Case, settings: Settings, rng: np.random.Generator) -> Verdict:
    return audit(case.truth, case.view, rng, settings.progress, settings.targets)


def _s2(case: Case, _settings: Settings, _rng: np.random.Generator) -> Verdict:
    return solve(case.truth, case.view)


def _s3(case: Case, _settings: Settings, _rng: np.random.Generator) -> Verdict:
    return average(case.truth, case.release)


def _s4(case: Case, settings: Settings, rng: np.random.Generator) -> Verdict:
    if case.box is None:
        return skipped("S4", case.without)
    records = Records.of(case.truth, case.rows, case.release.total)
    return compare(
        records,
        case.box.build,
        rng,
        settings.progress,
        settings.pairs,
        settings.batch,
        case.box.refuses,
    )


def _s5(case: Case, settings: Settings, rng: np.random.Generator) -> Verdict:
    if case.box is None or case.box.write is None or case.folder is None:
        return skipped("S5", case.without)
    return repeat(
        case.folder.files(), case.box.write, len(case.rows), rng, settings.progress, settings.builds
    )


def _s6(case: Case, _settings: Settings, _rng: np.random.Generator) -> Verdict:
    return agree(case.truth, case.release)


def _s7(case: Case, _settings: Settings, _rng: np.random.Generator) -> Verdict:
    return useful(case.truth, case.release)


def _s8(case: Case, settings: Settings, _rng: np.random.Generator) -> Verdict:
    if case.box is None:
        return skipped("S8", case.without)
    return fast(case.rows, case.release, case.box.build, settings.progress)


def _s9(case: Case, _settings: Settings, _rng: np.random.Generator) -> Verdict:
    if case.folder is None:
        return skipped("S9", "There are no files to look at.")
    write = case.box.write if case.box else None
    return nothing_more(case.folder, case.release, case.truth, case.rows, write)


_ATTACKS = dict(zip(CODES, (_s1, _s2, _s3, _s4, _s5, _s6, _s7, _s8, _s9), strict=True))

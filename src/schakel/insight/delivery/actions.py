"""What can happen to an edition of the overview: it is made, written, corrected; `signing` has the rest."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.delivery.choices import LANGUAGES, State
from schakel.insight.delivery.faults import ClosedEditionError, RefusedError, UnfitTextError
from schakel.insight.delivery.models import Edition, EditionText
from schakel.insight.delivery.overview.composing import Clock, Content, composed
from schakel.insight.delivery.overview.numbers import Numbers
from schakel.insight.delivery.overview.placeholders import values, wrong


@transaction.atomic
def make_edition(*, by: Actor, year: int) -> Edition:
    """The edition of `year` over the figures as they stand now, with the texts of the one before it.

    NoFiguresError where nothing of that year was released.
    """
    require(by, "make", "delivery.Edition")
    version = Numbers.of(year, LANGUAGES[0]).version
    before = Edition.objects.filter(year=year).first()
    if before is not None and before.figures_version == version:
        return before
    edition = Edition.objects.create(
        year=year, figures_version=version, made_at=timezone.now(), made_by=by.actor_id
    )
    _begin(edition, before, by)
    return edition


@transaction.atomic
def correct(*, by: Actor, edition: Edition, note_nl: str, note_en: str) -> Edition:
    """A new edition over the same figures, with the texts of the published one, that says what was wrong."""
    require(by, "make", edition)
    row = Edition.objects.select_for_update().get(pk=edition.pk)
    if row.state != State.PUBLISHED:
        raise RefusedError(_("Only what was published is corrected. Change the text of this one."))
    if not (note_nl.strip() and note_en.strip()):
        raise RefusedError(_("Say in both languages what was wrong: everybody can read it."))
    same = Edition.objects.filter(year=row.year, figures_version=row.figures_version)
    if same.exclude(state=State.PUBLISHED).exists():
        raise RefusedError(_("Somebody is correcting this overview already."))
    made = Edition.objects.create(
        year=row.year,
        figures_version=row.figures_version,
        correction=same.aggregate(last=Max("correction"))["last"] + 1,
        note_nl=note_nl.strip(),
        note_en=note_en.strip(),
        made_at=timezone.now(),
        made_by=by.actor_id,
    )
    _begin(made, row, by)
    return made


def _begin(edition: Edition, before: Edition | None, by: Actor) -> None:
    """With the texts of the one before it."""
    if before:
        EditionText.objects.bulk_create(
            EditionText(edition=edition, chapter=t.chapter, language=t.language, text=t.text)
            for t in before.texts.all()
        )
    record(by=by, event=Event.CREATE, object_type="edition", object_id=edition.number)


@transaction.atomic
def write_text(*, by: Actor, edition: Edition, language: str, texts: dict[str, str]) -> None:
    """Keep the texts of some chapters, by their code.

    UnfitTextError where a number stands in one that no placeholder brings.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require(by, "write", edition)
    if not edition.is_draft:
        raise ClosedEditionError(str(edition))
    known = values(Numbers.of(edition.year, language, edition.figures_version))
    found = [one for text in texts.values() for one in wrong(text, known)]
    if found:
        raise UnfitTextError(found)
    for chapter, text in texts.items():
        EditionText.objects.update_or_create(
            edition=edition, chapter=chapter, language=language, defaults={"text": text.strip()}
        )
    # What was made of the old texts is not what would be published.
    edition.proofs.all().delete()
    record(
        by=by,
        event=Event.CHANGE,
        object_type="edition",
        object_id=edition.number,
        data=["text"],
    )


def content_of(edition: Edition, language: str, clock: Clock | None = None) -> Content:
    """An edition in one language, as it stands."""
    numbers = Numbers.of(edition.year, language, edition.figures_version)
    return composed(numbers, edition.own_texts(language), clock)

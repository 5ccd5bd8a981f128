"""What can happen to an edition of the overview: it is made, written and published."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.delivery.choices import LANGUAGES, TRANSITIONS, State
from schakel.insight.delivery.models import Edition, EditionText
from schakel.insight.delivery.overview.composing import Clock, Content, composed
from schakel.insight.delivery.overview.numbers import Numbers
from schakel.insight.delivery.overview.placeholders import values, wrong
from schakel.insight.delivery.overview.typesetting import typeset
from schakel.knowledge.figures.actions import publish_edition
from schakel.knowledge.figures.content import EditionPart


class UnfitTextError(ValueError):
    """A text names a number that no placeholder brings; `found` says which."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__(", ".join(found))


class ClosedEditionError(ValueError):
    """The edition was published, and does not change any more."""


@transaction.atomic
def make_edition(*, by: Actor, year: int) -> Edition:
    """The edition of `year` over the figures as they stand now, with the texts of the one before it.

    NoFiguresError where nothing of that year was released.
    """
    require(by, "make", "delivery.Edition")
    version = Numbers.of(year, LANGUAGES[0]).version
    before = Edition.objects.filter(year=year).order_by("-figures_version").first()
    edition, new = Edition.objects.get_or_create(
        year=year,
        figures_version=version,
        defaults={"made_at": timezone.now(), "made_by": by.actor_id},
    )
    if new:
        if before:
            EditionText.objects.bulk_create(
                EditionText(edition=edition, chapter=t.chapter, language=t.language, text=t.text)
                for t in before.texts.all()
            )
        record(by=by, event=Event.CREATE, object_type="edition", object_id=edition.number)
    return edition


@transaction.atomic
def write_text(*, by: Actor, edition: Edition, language: str, texts: dict[str, str]) -> None:
    """Keep the texts of some chapters, by their code.

    UnfitTextError where a number stands in one that no placeholder brings.
    """
    require(by, "write", edition)
    _require_draft(edition)
    known = values(Numbers.of(edition.year, language, edition.figures_version))
    found = [one for text in texts.values() for one in wrong(text, known)]
    if found:
        raise UnfitTextError(found)
    for chapter, text in texts.items():
        EditionText.objects.update_or_create(
            edition=edition, chapter=chapter, language=language, defaults={"text": text.strip()}
        )
    record(
        by=by,
        event=Event.CHANGE,
        object_type="edition",
        object_id=edition.number,
        data=["text"],
    )


def _require_draft(edition: Edition) -> None:
    if State.PUBLISHED not in TRANSITIONS[State(edition.state)]:
        raise ClosedEditionError(str(edition))


def content_of(edition: Edition, language: str, clock: Clock | None = None) -> Content:
    """An edition in one language, as it stands."""
    numbers = Numbers.of(edition.year, language, edition.figures_version)
    return composed(numbers, edition.own_texts(language), clock)


@transaction.atomic
def publish(*, by: Actor, edition: Edition, at: datetime | None = None) -> None:
    """Hand the edition down to the figures, where everybody can read it; it does not change any more."""
    require(by, "publish", edition)
    _require_draft(edition)
    at = at or timezone.now()
    finished = []
    for language in LANGUAGES:
        content = content_of(edition, language)
        finished.append(EditionPart(language, content, typeset(content, at)))
    publish_edition(
        by=by, year=edition.year, figures_version=edition.figures_version, parts=finished
    )
    edition.state, edition.published_at = State.PUBLISHED, at
    edition.published_by = by.actor_id
    edition.save(update_fields=["state", "published_at", "published_by"])
    record(by=by, event=Event.RELEASE, object_type="edition", object_id=edition.number)

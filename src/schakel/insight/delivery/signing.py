"""From a written edition to a published one: made in steps, offered, and signed by another.

What is signed are the bytes of the proofs, and these are what everybody reads afterwards.
"""

import json
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.delivery.actions import content_of
from schakel.insight.delivery.choices import LANGUAGES, State
from schakel.insight.delivery.faults import RefusedError
from schakel.insight.delivery.four_eyes import require_person
from schakel.insight.delivery.models import Edition, Proof
from schakel.insight.delivery.overview.typesetting import typeset
from schakel.knowledge.figures.actions import publish_edition
from schakel.knowledge.figures.content import Correction, EditionPart
from schakel.knowledge.figures.faults import UnfitCubeError


@dataclass(frozen=True)
class Progress:
    """How many steps of how many are done: for each language the page with its charts, and the PDF."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


def progress_of(edition: Edition) -> Progress:
    """How far the making of an edition is; a killed step counts for nothing."""
    made = edition.proofs.count() + edition.proofs.exclude(pdf=None).count()
    return Progress(made, 2 * len(LANGUAGES))


def proceed(*, by: Actor, edition: Edition) -> Progress:
    """Make the next step; NoFiguresError where the figures were withdrawn."""
    require(by, "make", edition)
    proofs = {one.language: one for one in edition.proofs.all()}
    for language in LANGUAGES:
        proof = proofs.get(language)
        if proof is None or proof.pdf is None:
            _step(edition, language, proof)
            break
    return progress_of(edition)


def _step(edition: Edition, language: str, proof: Proof | None) -> None:
    # Outside of the transaction: it takes a moment, in which others must be able to write.
    content = proof.content if proof else content_of(edition, language)
    pdf = typeset(content, proof.made_at) if proof else None
    with transaction.atomic():
        row = Edition.objects.select_for_update().get(pk=edition.pk)
        if not row.is_draft:
            raise RefusedError(_("This edition has meanwhile changed. Look at it again."))
        if proof is None:
            row.proofs.get_or_create(
                language=language, defaults={"content": content, "made_at": timezone.now()}
            )
        else:  # nothing where the text was changed meanwhile: its proof is gone
            row.proofs.filter(pk=proof.pk).update(pdf=pdf)


def hash_of(edition: Edition) -> str:
    """SHA-256 over everything that would be published."""
    lines = [edition.number, edition.note_nl, edition.note_en]
    for proof in edition.proofs.order_by("language"):
        content = json.dumps(proof.content, sort_keys=True, ensure_ascii=False)
        told = (content.encode(), bytes(proof.pdf or b""))
        lines += [proof.language, *(sha256(one).hexdigest() for one in told)]
    return sha256("\n".join(lines).encode()).hexdigest()


@transaction.atomic
def offer(*, by: Actor, edition: Edition) -> Edition:
    """Ask somebody else to sign what was made. RefusedError where it is not all there."""
    row = _locked(edition, State.DRAFT)
    require(by, "make", row)
    if progress_of(row).left:
        raise RefusedError(_("Make the page and the PDF in both languages first."))
    row.state, row.offered_by, row.refused_because = State.OFFERED, by.actor_id, ""
    row.content_hash = hash_of(row)
    row.save(update_fields=["state", "offered_by", "refused_because", "content_hash"])
    _log(by, row, "offered")
    return row


def sign(*, by: Actor, edition: Edition, content_hash: str) -> Edition:
    """Publish what another offered; `content_hash` is what the signer had before them."""
    require_person(by)
    try:
        with transaction.atomic():
            row = _locked(edition, State.OFFERED)
            require(by, "sign", row)
            if not content_hash == row.content_hash == hash_of(row):
                raise RefusedError(_("This is not what was shown to you. Look at it again."))
            publish_edition(
                by=by,
                year=row.year,
                figures_version=row.figures_version,
                correction=Correction(row.correction, row.note_nl, row.note_en),
                parts=[
                    EditionPart(one.language, one.content, bytes(one.pdf or b""))
                    for one in row.proofs.all()
                ],
            )
            row.state, row.published_at = State.PUBLISHED, timezone.now()
            row.published_by = by.actor_id
            row.save(update_fields=["state", "published_at", "published_by"])
            _log(by, row, "signed", Event.RELEASE)
    except UnfitCubeError:
        raise RefusedError(_("The figures of this edition were withdrawn.")) from None
    return row


@transaction.atomic
def refuse(*, by: Actor, edition: Edition, reason: str) -> Edition:
    """Do not sign, and say why; the texts can be changed, and it can be offered again."""
    require_person(by)
    row = _locked(edition, State.OFFERED)
    require(by, "sign", row)
    if not reason.strip():
        raise RefusedError(_("Say why you do not sign."))
    row.state, row.refused_because = State.DRAFT, reason.strip()
    row.offered_by = row.content_hash = ""
    row.save(update_fields=["state", "refused_because", "offered_by", "content_hash"])
    _log(by, row, "refused")
    return row


def _locked(edition: Edition, state: State) -> Edition:
    row = Edition.objects.select_for_update().get(pk=edition.pk)
    if row.state != state:
        raise RefusedError(_("This edition has meanwhile changed. Look at it again."))
    return row


def _log(by: Actor, edition: Edition, ground: str, event: Event = Event.CHANGE) -> None:
    record(by=by, event=event, object_type="edition", object_id=edition.number, ground=ground)

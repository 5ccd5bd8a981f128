"""Why a pair has its score: what each field says for or against one person, as a model weighs it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.methods.linkage.comparison import compare
from schakel.register.linkage.looking import load, scorer_for
from schakel.register.linkage.modelling import parameters_of
from schakel.register.linkage.models import Proposal

TOPICS: dict[str, str | Promise] = {
    "prior": _("before anything is compared"),
    "last": _("surname"),
    "given": _("given names"),
    "order": _("order of the names"),
    "birth": _("date of birth"),
    "sex": _("gender"),
    "nationality": _("nationality"),
    "birth_country": _("country of birth"),
    "alias": _("aliases"),
    "birth_place": _("place of birth"),
    "phone": _("phone"),
    "v_number": _("V-number"),
    "twins": _("may be twins"),
}
# Less than this moves no score that anybody would notice.
_LEAST = 0.05


@dataclass(frozen=True)
class Weight:
    """What one topic says: bits for (positive) or against; `together` with all before it."""

    topic: str | Promise
    bits: float
    together: float

    @property
    def size(self) -> float:
        """Without its sign; the words beside it say which way."""
        return abs(self.bits)


def weights(pair: Proposal) -> list[Weight]:
    """Every topic that says something, in the order of `TOPICS`; empty where a record is gone.

    One bit doubles or halves the odds that both are one person.
    """
    # What the linkage unit says rests on codes that are not here.
    records = load([pair.low_id, pair.high_id]) if pair.version.parameters else []
    if len(records) != 2:
        return []
    one, other = sorted(records, key=lambda record: int(record.id))
    scorer = scorer_for([(one, [other]), (other, [one])], parameters_of(pair.version))
    parts = {"prior": scorer.prior, **scorer.parts(one, other, compare(one, other))}
    found, together = [], 0.0
    for topic, words in TOPICS.items():
        bits = parts.get(topic, 0.0)
        together += bits
        if abs(bits) >= _LEAST:
            found.append(Weight(words, bits, together))
    return found

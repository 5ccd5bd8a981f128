"""Rules and their conditions as pages show them, in the language of the page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.care.placement.blocks import Blocks
from schakel.care.placement.models import RuleVersion
from schakel.care.placement.owners import key_of
from schakel.care.placement.ruled import CRITERIA, KINDS
from schakel.care.placement.wording import said
from schakel.methods.placement import TERMS, Rule, Side, label_of
from schakel.methods.placement.vocabulary import CODES

OPS = {
    "==": gettext_lazy("is"),
    "!=": gettext_lazy("is not"),
    "<": gettext_lazy("is lower than"),
    "<=": gettext_lazy("is at most"),
    ">": gettext_lazy("is higher than"),
    ">=": gettext_lazy("is at least"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "overlaps": gettext_lazy("include at least one of"),
    "disjoint": gettext_lazy("include none of"),
    "within": gettext_lazy("are nothing but"),
    "not_within": gettext_lazy("are also something else than"),
}


@dataclass(frozen=True)
class Shown:
    """A version as a page shows it."""

    row: RuleVersion
    rule: Rule
    owner: str

    @property
    def text(self) -> str:
        return said(self.rule.text)

    @property
    def sentence(self) -> str:
        return said(self.rule.sentence)

    @property
    def kind(self) -> str:
        return str(KINDS[self.row.kind])

    @property
    def criterion(self) -> str:
        return str(CRITERIA[self.row.criterion]) if self.row.criterion else ""


def shown_of(row: RuleVersion, names: dict[str, str]) -> Shown:
    """A version with the name of whom it is for; `names` by `key_of`."""
    return Shown(row, row.rule(), names.get(key_of(row.level, row.owner), row.owner))


def fact_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a condition can be about; facts that may only make a place rank higher say so."""
    groups = [(Side.CLIENT, _("About the client")), (Side.PLACE, _("About the place"))]
    return [
        (heading, sorted((t.name, _fact(t.name)) for t in TERMS.values() if t.side == side))
        for side, heading in groups
    ]


def _fact(name: str) -> str:
    term = TERMS[name]
    label = said(term.label)
    return (
        _("%(fact)s (only for a preference)") % {"fact": label} if term.preference_only else label
    )


def drawn(blocks: Blocks) -> list[list[dict[str, Any]]]:
    """Each condition with the controls that fit its fact."""
    return [
        [
            {
                "name": f"c-{i}-{j}",
                "place": f"{i}:{j}",
                "label": said(line.term.label),
                "side": line.term.side,
                "fact": line.fact,
                "kind": "bool" if line.term.kind == "bool" and not line.other else "other",
                "number": line.term.kind == "number",
                "ops": [(op, OPS[op], op == line.op) for op in line.ops()],
                "codes": [
                    (code, said(label_of(line.term, code)), code in line.values)
                    for code in CODES.get(line.term.codes, {})
                ],
                "value": " ".join(line.values),
                "others": [
                    (term.name, said(term.label), term.name == line.other) for term in line.others()
                ],
            }
            for j, line in enumerate(lines)
        ]
        for i, lines in enumerate(blocks.blocks)
    ]

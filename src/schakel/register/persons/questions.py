"""Ready texts for a reporter, in Dutch whatever language the registrar works in: reporters read Dutch."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from schakel.register.persons.choices import ReadyQuestion
from schakel.register.persons.completeness import FACTS

LANGUAGE = "nl"


def ready_text(kind: str, report: object) -> str:
    """The text of a ready question about a row of `completeness.with_missing`; "" for one's own words."""
    with override(LANGUAGE):
        body = _body(kind, report)
        if not body:
            return ""
        ending = _("Do you not know it? Then write 'not known'. Please do not write any names.")
        return f"{body}\n\n{ending}"


def _body(kind: str, report: object) -> str:
    if kind == ReadyQuestion.MISSING:
        missing = [f"- {fact.name}" for fact in FACTS if getattr(report, fact.column)]
        if not missing:
            return ""
        opening = _("We miss something in your report. Can you tell us:")
        return "\n".join([opening, *missing])
    texts = {
        ReadyQuestion.DATES: _(
            "We do not understand a date in your report. On which day did you report, and when did "
            "it happen?"
        ),
        ReadyQuestion.SHELTER: _(
            "You ask for shelter. From when is it needed, for how many people, and whom can we call?"
        ),
        ReadyQuestion.CONSENT: _(
            "You ask for shelter or advice. Did the person consent to our passing data on, and when?"
        ),
        ReadyQuestion.ONE_PERSON: _(
            "Is your report about one person? Please send a report of its own for each person."
        ),
    }
    return texts.get(ReadyQuestion(kind), "") if kind in ReadyQuestion.values else ""


def first_choice(report: object) -> str:
    """The ready question that fits a report best: what is missing, else one's own words."""
    lacks = any(getattr(report, fact.column) for fact in FACTS)
    return ReadyQuestion.MISSING if lacks else ReadyQuestion.OWN_WORDS

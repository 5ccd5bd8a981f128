"""What a receipt says, in the active language.

It may lie in a police or care file for years and be read by many, so it holds no name, no date of birth, no
note and no name of a file: only that they were sent. The sender's own reference is in, because without it
the sheet belongs to nothing. Checksums of files are in: they prove which file was sent, and say nothing
else to whoever does not hold that file.
"""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.foundation.terms.queries import label
from schakel.register.intake.attachments.listing import attachments_of
from schakel.register.intake.consents import ground_in_words, standing_bases
from schakel.register.intake.legal import explained
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.queries import facts, identity_facts

AUTHOR = "Schakel"
_NUMBERS = 2_000


def of_report(report: Report, *, for_sender: bool = True) -> dict[str, Any]:
    """The receipt of one report. Wants `with_rows()`, and opens the sender's reference for the sender alone:
    the centre opens what says who somebody is on a ground, and elsewhere.
    """
    sections = [
        {"heading": _("Received"), "facts": _received(report, for_sender)},
        {"heading": _("Legal basis"), **_grounds(report)},
        {"heading": _("What was sent"), "lines": _left_out(report), "facts": _sent(report)},
    ]
    attachments = _attachments(report)
    if attachments:
        sections.append({"heading": _("Attachments"), **attachments})
    sections += [
        {"heading": _("What happens next"), "points": _next()},
        {"heading": _("If something changes"), "points": _changes(report)},
    ]
    title = _("Receipt of report %(number)s") % {"number": report.number}
    lead = _("Keep this sheet with your own file. It does not say who the person is.")
    return _sheet(report.number, title, lead, sections)


def of_delivery(batch: ImportBatch) -> dict[str, Any]:
    """The receipt of a file of reports: what became of its rows, in numbers only."""
    counts = [
        (_("Number"), batch.number),
        (_("Sent"), _moment(batch.created_at)),
        (_("Taken in"), _moment(batch.finished_at) if batch.finished_at else _("Not yet")),
        (_("Organisation"), str(batch.organisation or _("Not known"))),
        (_("Rows in the file"), str(batch.rows)),
        (_("New reports"), str(batch.reports)),
        (_("Rows that were there already"), str(batch.unchanged)),
        (_("Rows with errors, not taken in"), str(batch.rejected)),
    ]
    numbers = list(batch.received.order_by("number").values_list("number", flat=True)[:_NUMBERS])
    sections: list[dict[str, Any]] = [{"heading": _("Received"), "facts": counts}]
    if numbers:
        more = batch.reports - len(numbers)
        lines = [_("And %(count)s more, in the list of your reports.") % {"count": more}]
        sections.append(
            {
                "heading": _("Numbers of the new reports"),
                "lines": lines if more > 0 else [],
                "numbers": numbers,
            }
        )
    title = _("Receipt of file %(number)s") % {"number": batch.number}
    lead = _("Keep this sheet with your own file. It says of nobody who that is.")
    return _sheet(batch.number, title, lead, sections)


def file_name(number: str) -> str:
    """The name under which a receipt is saved: a number, nothing about anybody."""
    return _("receipt-%(number)s.pdf") % {"number": number}


def _sheet(number: str, title: str, lead: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "lang": (get_language() or "nl")[:2],
        "author": AUTHOR,
        "number": number,
        "title": title,
        "lead": lead,
        "sections": sections,
    }


def _moment(at: Any) -> str:
    """Day and time in the centre's own time, which the sheet names."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y, H:i:s')} ({local.tzname()})"


def _received(report: Report, for_sender: bool) -> list[tuple[str, str]]:
    rows = [
        (_("Number"), report.number),
        (_("Received"), _moment(report.received_at)),
        (_("Organisation"), str(report.organisation or _("Not known"))),
        (_("Received through"), label("channel", report.channel)),
    ]
    if for_sender:
        reference = report.identity.reporter_reference
        rows.append((_("Your reference"), reference or _("Not known")))
    if report.corrects is not None:
        rows.append((_("Corrects"), report.corrects.number))
    return rows


def _grounds(report: Report) -> dict[str, Any]:
    """Per purpose the ground, and the rule of that day that names it."""
    on = timezone.localdate(report.received_at)
    kind = report.reporter_type
    names = ((_("Purpose"), 2), (_("Legal basis"), 3), (_("Why this legal basis"), 5))
    rows = [
        (
            label("purpose", one.purpose),
            ground_in_words(one),
            explained(kind, one.purpose, one.legal_basis, report.age, on) or "–",
        )
        for one in report.purposes.all()
    ]
    return {"columns": _columns(*names), "rows": rows}


def _left_out(report: Report) -> list[str]:
    closed = getattr(report, "closed_identity", None)
    if closed is not None and closed.erased:
        return [_("Consent was withdrawn. What said who the person is was erased.")]
    given = [
        _as_in_a_sentence(name)
        for name, _value in identity_facts(report)
        if name != _("Your reference")  # stands above
    ]
    if not given:
        return [_("Names, date of birth and note were not sent.")]
    return [_("Sent too, and not printed here: %(names)s.") % {"names": ", ".join(given)}]


def _as_in_a_sentence(name: str) -> str:
    """Without a capital, unless it is an abbreviation."""
    return name if name[1:2] in ("", "-") else name[0].lower() + name[1:]


def _sent(report: Report) -> list[tuple[str, str]]:
    """As the page of the report says it; what has a place of its own on this sheet is not said twice."""
    elsewhere = {_("Organisation"), _("Purpose and legal basis"), _("Why this legal basis")}
    return [(name, value) for name, value in facts(report) if name not in elsewhere]


def _attachments(report: Report) -> dict[str, Any]:
    rows = [
        (
            str(row.serial),
            str(row.form.label),
            filesizeformat(row.size),
            _moment(row.added_at),
            {"groups": [row.checksum[at : at + 8] for at in range(0, 64, 8)]},
        )
        for row in attachments_of(report)
    ]
    if not rows:
        return {}
    names = ((_("No."), 0), (_("Kind"), 0), (_("Size"), 0), (_("Added"), 0))
    return {"columns": _columns(*names, (_("Checksum (SHA-256)"), 1)), "rows": rows}


def _columns(*columns: tuple[str, int]) -> list[dict[str, Any]]:
    """Heads of a table: name and width, 0 as narrow as it can be, else its share of what is left."""
    return [{"name": name, "width": width} for name, width in columns]


def _next() -> list[str]:
    return [
        _("We register the report. For registration alone you do not have to do anything."),
        _("Did you ask for shelter, help or advice? Then we contact you."),
        _("Is something wrong or missing? We ask you, on the page of the report."),
    ]


def _changes(report: Report) -> list[str]:
    points = [
        _(
            "Correct: on the page of the report. The correction becomes a new report with a new number."
        ),
        _("Withdraw: on the page of the report. It stays in the history, and no longer counts."),
    ]
    if any(basis.startswith("CONSENT") for basis in standing_bases(report.purposes.all())):
        points.append(
            _(
                "Consent: the person can take it back at any time, without giving a reason. "
                "Do it on the page of the report, or tell us this number."
            )
        )
    return points

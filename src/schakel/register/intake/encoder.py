"""The frame in which a reporter types who a person is, and out of which only a code can go.

Its fields have no name and belong to no form that is sent; the script beside it makes the code and sends it
to the linkage unit. Here is only what that script has to be told, and the one address it may call.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.geography.queries import codes_of_three
from schakel.foundation.ui.dates import PartialDate
from schakel.methods.encoding.messages import NAME
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.models import Report
from schakel.register.intake.views.pages import page

# code of `gender` → as a list of reports says it
SEXES = {"FEMALE": "F", "MALE": "M"}


@dataclass(frozen=True)
class Bench:
    """What the script is told. `unit`: the address that takes messages; "" where there is none.

    `reported`: the year of the report, to which a stated age belongs. `asked`: gender, nationality, age and
    year of birth, where the page does not ask for them beside the frame.
    """

    partner: str
    reference: str
    reported: str
    unit: str
    asked: dict[str, str] | None = None
    today: str = field(default_factory=lambda: timezone.localdate().isoformat())
    countries: dict[str, str] = field(default_factory=codes_of_three)
    sexes: dict[str, str] = field(default_factory=lambda: SEXES)

    @property
    def fits(self) -> bool:
        """Does the linkage unit take this reference?"""
        return bool(NAME.fullmatch(self.reference))

    def told(self) -> str:
        """All this for the script, with what it says, as JSON."""
        return json.dumps({**asdict(self), "texts": _texts()})

    def boxes(self) -> list[tuple[str, str, int]]:
        """Of the date: name, label, length."""
        return [("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4)]


def bench(
    organisation: Organisation, reference: str, reported: str, asked: dict[str, str] | None = None
) -> Bench:
    """For a report of this sender under this reference."""
    address = settings.SCHAKEL_UNIT_URL
    return Bench(
        partner=organisation.number,
        reference=reference,
        reported=reported,
        unit=f"{address}/api/v1/messages" if address else "",
        asked=asked,
    )


def bench_of_draft(draft: ReportDraft) -> Bench:
    """For a report that is still being written."""
    reported = draft.given().get("reported_on_2") or [""]
    return bench(draft.organisation, draft.reference, reported[0])


def bench_of_report(report: Report, sender: Organisation) -> Bench:
    """For a report that was sent. Wants `with_rows()`, and opens the identity."""
    born = report.identity.date_of_birth
    asked = {
        "gender": report.gender,
        "nationality": next((one.code for one in report.nationalities.all()), ""),
        "age": "" if report.age is None else str(report.age),
        "year_of_birth": str(PartialDate.parse(born).year) if born else "",
    }
    return bench(sender, report.identity.reporter_reference, report.reported_on[:4], asked)


def with_encoder(
    request: SignedInRequest, name: str, context: dict[str, Any], made_with: Bench
) -> HttpResponse:
    """A page with the frame in it; besides us, it may call the linkage unit, and nobody else."""
    answer = page(request, name, {**context, "bench": made_with})
    if not made_with.unit:
        return answer
    parts = urlsplit(made_with.unit)
    allow = csp_update({"connect-src": [f"{parts.scheme}://{parts.netloc}"]})
    allow(lambda _request: answer)(request)
    return answer


def _texts() -> dict[str, str]:
    return {
        "key_ready": _(
            "Key of %(epoch)s, fingerprint %(fingerprint)s, may be used until %(until)s. It is in this "
            "page only: it is gone when you leave it."
        ),
        "key_missing": _("Choose the key file first."),
        "key_file": _(
            "This is no key file. Choose the file that you made from the sealed envelope."
        ),
        "key_damaged": _("This key file is damaged. Open the sealed envelope again."),
        "key_parameters": _("This key is for another way of encoding. Ask the key custodian."),
        "key_over": _("This key may not be used any more. Ask the key custodian for the new one."),
        "token_missing": _("Type the access code of the linkage unit, or save the code as a file."),
        "unsound": _(
            "This browser reads names in another way than it should, so it may make no codes. "
            "Use a recent version of Firefox, Chrome, Edge or Safari, or the program `schakel encode`."
        ),
        "date": _("This date cannot be right. Check day, month and year."),
        "no_name": _(
            "No code can be made: there is no name. You can go on without one; the report then counts "
            "without a code."
        ),
        "no_year": _(
            "No code can be made: there is no year of birth, and no age. You can go on without one; the "
            "report then counts without a code."
        ),
        "working": _("The code is being made …"),
        "sent": _(
            "The code has reached the linkage unit, under number %(number)s. Name, date and number have "
            "been wiped from this page."
        ),
        "saved": _(
            "The code has been saved as the file %(file)s, to be sent later. Name, date and number have "
            "been wiped from this page."
        ),
        "saved_missing": _("Choose the file with the code that you saved."),
        "unreachable": _(
            "The linkage unit cannot be reached now. Nothing is lost: save the code as a file and send it "
            "later, or try again."
        ),
        "token_wrong": _(
            "The linkage unit does not know this access code, or does not let it send."
        ),
        "refused": _("The linkage unit did not take the code. It says: %(reason)s"),
        "not_made": _(
            "You typed something in the frame, and no code was made of it yet. Make the code first, or "
            "empty the frame."
        ),
    }

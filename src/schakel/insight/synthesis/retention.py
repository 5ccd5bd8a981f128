"""Personal data in this app, and how long it is kept. Synthetic records are nobody's."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "synthesis": Retention(
        months=None,
        counted_from="answered_at",
        then="keep",
        ground="GDPR art. 5(2) and 89(1); what was given out, and what it cost, must be answerable for",
    )
}


def _kept(sensitivity: Sensitivity, note: str = "") -> Personal:
    return Personal(
        activity="statistics", sensitivity=sensitivity, retention="synthesis", note=note
    )


FIELDS = {
    "synthesis.SyntheticFile.asked_by": _kept(Sensitivity.STAFF),
    "synthesis.SyntheticFile.answered_by": _kept(Sensitivity.STAFF),
    "synthesis.SyntheticFile.receiver": _kept(Sensitivity.STAFF, "a researcher or institute"),
    "synthesis.SyntheticFile.purpose": _kept(Sensitivity.STAFF, "research; never about a person"),
    "synthesis.SyntheticFile.reason": _kept(
        Sensitivity.STAFF, "of an officer; never about a person"
    ),
    "synthesis.SyntheticFile.measures": _kept(
        Sensitivity.PERSONAL,
        "compares with the truth; seen by analysts and disclosure officers only",
    ),
    "synthesis.Spending.by": _kept(Sensitivity.STAFF),
}
NOT_PERSONAL = {
    *(
        f"synthesis.SyntheticFile.{name}"
        for name in (
            *("id", "number", "snapshot", "first_year", "last_year", "columns", "thousandths"),
            *("state", "asked_at", "answered_at", "content", "sha256", "rows", "statement"),
        )
    ),
    *(f"synthesis.Spending.{name}" for name in ("id", "file", "thousandths", "moment")),
}

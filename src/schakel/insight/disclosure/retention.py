"""Personal data in this app, and how long it is kept. A cube of protected counts points at nobody."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "release": Retention(
        months=None,
        counted_from="published_at",
        then="keep",
        ground="GDPR art. 5(2) and 89(1); what was published must be answerable for",
    )
}


def _kept(sensitivity: Sensitivity, note: str = "") -> Personal:
    return Personal(activity="statistics", sensitivity=sensitivity, retention="release", note=note)


_EXACT = "an exact number of reports in a year; seen by analysts and disclosure officers only"
FIELDS = {
    "disclosure.Release.created_by": _kept(Sensitivity.STAFF),
    "disclosure.Release.signed_by": _kept(Sensitivity.STAFF),
    "disclosure.Step.by": _kept(Sensitivity.STAFF),
    "disclosure.Step.note": _kept(Sensitivity.STAFF, "reasons of officers; never about a person"),
    "disclosure.Withdrawal.asked_by": _kept(Sensitivity.STAFF),
    "disclosure.Withdrawal.answered_by": _kept(Sensitivity.STAFF),
    "disclosure.ReleasePeriod.records": _kept(Sensitivity.PERSONAL, _EXACT),
    "disclosure.ReleasePeriod.changed_records": _kept(Sensitivity.PERSONAL, _EXACT),
}
_NOT_PERSONAL = {
    "Release": (
        *("id", "number", "kind", "snapshot", "cutoff", "state", "created_at", "published_at"),
        *("reason_nl", "reason_en", "revision_year", "base", "method", "content_hash"),
    ),
    "ReleasePeriod": (
        *("id", "release", "period", "first", "built_at", "cube", "content_hash", "cells"),
        *("small_before", "changed", "mean_error", "largest_error", "total_error"),
        *("rebuilt_same", "attacked_at"),
    ),
    "Loss": ("id", "period", "dimensions", "cells", "mean_error", "largest_error"),
    "Verdict": (*("id", "period", "code", "measured", "limit", "passed", "note", "worst_cell"),),
    "Step": ("id", "release", "at", "kind", "content_hash"),
    "Withdrawal": ("id", "release", "note_nl", "note_en", "asked_at", "answer"),
}
NOT_PERSONAL = {
    f"disclosure.{model}.{name}" for model, names in _NOT_PERSONAL.items() for name in names
}

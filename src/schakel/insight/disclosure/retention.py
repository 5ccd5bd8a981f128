"""Releases hold who made them, and the true counts of tables, kept to answer for what was published."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "release": Retention(
        months=None,
        counted_from="released_at",
        then="keep",
        ground="GDPR art. 5(2) and 89(1); what was published must be answerable for",
    )
}


def _kept(sensitivity: Sensitivity, note: str = "") -> Personal:
    return Personal(activity="statistics", sensitivity=sensitivity, retention="release", note=note)


FIELDS = {
    "disclosure.Release.created_by": _kept(Sensitivity.STAFF),
    "disclosure.Release.released_by": _kept(Sensitivity.STAFF),
    "disclosure.ReleaseCell.before": _kept(
        Sensitivity.PERSONAL, "a small count may point at a person; removed with a discarded draft"
    ),
}
NOT_PERSONAL = {
    *(
        f"disclosure.Release.{name}"
        for name in (
            "id",
            "number",
            "table",
            "first_year",
            "last_year",
            "unknown_year",
            "cutoff",
            "created_at",
            "released_at",
            "state",
            "supersedes",
            "yearly_revision",
            "reason",
            "records",
            "base",
            "method",
            "content_hash",
            "passed",
            "small_before",
            "small_after",
            "broken_sums",
            "small_differences",
            "changed_cells",
            "mean_error",
            "largest_error",
        )
    ),
    *(
        f"disclosure.ReleaseCell.{name}"
        for name in ("id", "release", "unit", "period", "kind", "value")
    ),
}

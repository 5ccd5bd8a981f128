"""Personal data in this app, and how long it is kept. Counts by list may be of one person: kept inside."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "estimation": Retention(
        months=None,
        counted_from="made_at",
        then="keep",
        ground="GDPR art. 89(1); a published estimate must be repeatable from what went in",
    )
}


def _kept(sensitivity: Sensitivity, note: str = "") -> Personal:
    return Personal(
        activity="statistics", sensitivity=sensitivity, retention="estimation", note=note
    )


_COUNTS = "counts of people by lists; small ones may be of one person, seen inside only"
FIELDS = {
    **{f"estimation.Run.{name}": _kept(Sensitivity.PERSONAL, _COUNTS) for name in ("content",)},
    "estimation.Step.result": _kept(Sensitivity.PERSONAL, _COUNTS),
    "estimation.Run.plan": _kept(Sensitivity.STAFF, "reasons of an analyst; never about a person"),
    "estimation.Run.title": _kept(Sensitivity.STAFF, "never about a person"),
    "estimation.Run.reason": _kept(Sensitivity.STAFF, "of an officer; never about a person"),
    **{
        f"estimation.Run.{name}": _kept(Sensitivity.STAFF)
        for name in ("made_by", "offered_by", "answered_by")
    },
}
NOT_PERSONAL = {
    *(
        f"estimation.Run.{name}"
        for name in (
            *("id", "number", "snapshot", "first_year", "last_year", "sha256", "state", "light"),
            *("refused", "warned", "version", "made_at", "finished_at", "offer", "offered_at"),
            "answered_at",
        )
    ),
    *(f"estimation.Step.{name}" for name in ("id", "run", "place", "part", "name", "done_at")),
}

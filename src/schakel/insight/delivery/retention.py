"""Editions hold who made and published them; their texts are about nobody."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "edition": Retention(
        months=None,
        counted_from="made_at",
        then="keep",
        ground="GDPR art. 5(2); what was published must be answerable for",
    )
}
FIELDS = {
    f"delivery.Edition.{name}": Personal(
        activity="statistics", sensitivity=Sensitivity.STAFF, retention="edition"
    )
    for name in ("made_by", "offered_by", "published_by")
}
NOT_PERSONAL = {
    *(
        f"delivery.Edition.{name}"
        for name in (
            *("id", "year", "figures_version", "state", "made_at", "published_at", "correction"),
            *("note_nl", "note_en", "content_hash", "refused_because"),
        )
    ),
    *(
        f"delivery.Proof.{name}"
        for name in ("id", "edition", "language", "made_at", "content", "pdf")
    ),
    *(f"delivery.EditionText.{name}" for name in ("id", "edition", "chapter", "language", "text")),
}

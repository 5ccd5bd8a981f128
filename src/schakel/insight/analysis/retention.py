"""A snapshot's row says what figures were counted from; its files hold pseudonymised persons."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "snapshot": Retention(
        months=None,
        counted_from="made_at",
        then="keep",
        ground="GDPR art. 5(2) and 89(1); figures must be answerable for. Its files: pseudonyms, no identity",
    )
}
FIELDS = {
    "analysis.Snapshot.made_by": Personal(
        activity="statistics", sensitivity=Sensitivity.STAFF, retention="snapshot"
    )
}
NOT_PERSONAL = {
    f"analysis.Snapshot.{name}"
    for name in (
        *(
            "id",
            "number",
            "cutoff",
            "made_at",
            "schema",
            "rows",
            "registrations",
            "digest",
            "reason",
        ),
    )
}

"""A snapshot's row says what figures were counted from; its files hold pseudonymised persons."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "snapshot": Retention(
        months=None,
        counted_from="made_at",
        then="keep",
        ground="GDPR art. 5(2) and 89(1); figures must be answerable for. Its files: pseudonyms, no identity",
    ),
    "saved_table": Retention(
        months=None,
        counted_from="saved_at",
        then="delete",
        ground="kept until its owner throws it away or leaves; holds codes, no numbers",
    ),
}
FIELDS = {
    "analysis.Snapshot.made_by": Personal(
        activity="statistics", sensitivity=Sensitivity.STAFF, retention="snapshot"
    ),
    **{
        f"analysis.SavedTable.{name}": Personal(
            activity="statistics", sensitivity=Sensitivity.STAFF, retention="saved_table"
        )
        for name in ("owner", "name", "definition", "snapshot", "shared", "saved_at")
    },
}
_OF_SNAPSHOTS = "id number cutoff made_at schema rows registrations digest reason"
NOT_PERSONAL = {
    "analysis.SavedTable.id",
    *(f"analysis.Snapshot.{name}" for name in _OF_SNAPSHOTS.split()),
}

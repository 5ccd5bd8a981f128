"""Statements say who made and signed them; they are about nobody else."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "statement": Retention(
        months=None,
        counted_from="made_at",
        then="keep",
        ground="GDPR art. 5(2); what was answered to the ministry must be answerable for",
    )
}
FIELDS = {
    f"accountability.{name}": Personal(
        activity="statistics", sensitivity=Sensitivity.STAFF, retention="statement"
    )
    for name in ("Statement.made_by", "Statement.signed_by", "StatementWithdrawal.withdrawn_by")
}
_NOT_PERSONAL = {
    "Statement": (
        *(
            "id",
            "number",
            "correction",
            "note_nl",
            "note_en",
            "snapshot",
            "state",
            "figures",
            "amounts",
            "made_at",
        ),
        *("content_hash", "refused_because", "published_at"),
    ),
    "StatementWithdrawal": ("id", "statement", "note_nl", "note_en", "withdrawn_at"),
    "StatementPart": ("id", "statement", "language", "content", "pdf", "digest"),
}
NOT_PERSONAL = {
    f"accountability.{model}.{name}" for model, names in _NOT_PERSONAL.items() for name in names
}

"""What of meetings is about a person: members, who does what, and papers, which may say anything."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "network"
RETENTION = {
    # Decisions are read back years later; the archive of the centre keeps them (Archiefwet 1995, art. 3).
    "meeting": Retention(
        months=None,
        counted_from="the meeting",
        then="keep",
        ground="Archiefwet 1995 art. 3: records are kept in good order; GDPR art. 6(1)(e)",
    ),
}


def _fields(sensitivity: Sensitivity, model: str, *names: str) -> dict[str, Personal]:
    return {
        f"meetings.{model}.{name}": Personal(_ACTIVITY, sensitivity, "meeting") for name in names
    }


FIELDS = {
    **_fields(Sensitivity.STAFF, "Membership", "user"),
    **_fields(Sensitivity.STAFF, "Action", "user"),
    **_fields(Sensitivity.STAFF, "ActionStep", "by"),
    **_fields(Sensitivity.STAFF, "AgendaItem", "written_by"),
    **_fields(Sensitivity.STAFF, "Paper", "added_by", "name"),
    **_fields(Sensitivity.PERSONAL, "PaperContent", "content"),
}

"""What each column of intake is, and how long it is kept.

No law names a period for this register. Anchors: five years after the last report of a person for what
says who someone is (Wet politiegegevens art. 8 and 14: five years, then five years closed); pseudonymous
report data for the long series of the statistics (GDPR art. 89). An operator decides; this is data.
"""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

ACTIVITY = "registration"


def _personal(
    sensitivity: Sensitivity, retention: str, model: str, *names: str
) -> dict[str, Personal]:
    return {
        f"intake.{model}.{name}": Personal(
            activity=ACTIVITY, sensitivity=sensitivity, retention=retention
        )
        for name in names
    }


FIELDS = {
    **_personal(
        Sensitivity.PSEUDONYM, "idempotency_key", "IdempotencyKey", "key_index", "content", "report"
    ),
    **_personal(
        Sensitivity.IDENTITY,
        "report_identity",
        "ReportIdentity",
        "surname",
        "name_prefix",
        "given_names",
        "birth_name",
        "aliases",
        "date_of_birth",
        "birth_basis",
        "birth_place",
        "v_number",
        "phone",
    ),
    **_personal(Sensitivity.SPECIAL, "report_identity", "ReportIdentity", "note"),
    **_personal(
        Sensitivity.PSEUDONYM,
        "report_identity",
        "ReportIdentity",
        "report",
        "reporter_reference",
        "person_key",
        "exact_index",
        "person_key_index",
        "reference_index",
    ),
    **_personal(
        Sensitivity.SPECIAL,
        "report",
        "Report",
        "domestic_crossborder",
        "place_municipality",
        "place_country",
        "police_report_status",
        "reflection_period_status",
        "residence_status",
        "sub3_only",
    ),
    **_personal(
        Sensitivity.PERSONAL,
        "report",
        "Report",
        "reported_on",
        "year",
        "age",
        "age_group",
        "age_low",
        "age_high",
        "start_age_low",
        "start_age_high",
        "gender",
        "country_of_birth",
        "share_level",
    ),
    **_personal(
        Sensitivity.PSEUDONYM, "report", "Report", "id", "number", "corrects", "fingerprint"
    ),
    **_personal(Sensitivity.STAFF, "report", "Report", "entered_by"),
    **_personal(Sensitivity.SPECIAL, "report", "ReportForm", "report", "form", "sector", "main"),
    **_personal(
        Sensitivity.PERSONAL, "report", "ReportNationality", "report", "country", "special"
    ),
    **_personal(Sensitivity.SPECIAL, "report", "ReportPlace", "report", "municipality", "country"),
    **_personal(Sensitivity.SPECIAL, "report", "ReportPeriod", "report", "start", "end", "ongoing"),
    **_personal(Sensitivity.SPECIAL, "report", "ReportCountry", "report", "country", "role"),
    **_personal(Sensitivity.SPECIAL, "report", "ReportCircumstance", "report", "code_list", "code"),
    **_personal(
        Sensitivity.PERSONAL,
        "report",
        "ReportPurpose",
        "report",
        "purpose",
        "legal_basis",
        "consent_date",
    ),
    **_personal(
        Sensitivity.PERSONAL, "report", "ReportStatus", "report", "status", "at", "reason", "note"
    ),
    **_personal(Sensitivity.STAFF, "report", "ReportStatus", "by"),
    **_personal(
        Sensitivity.PERSONAL,
        "report",
        "ConsentWithdrawal",
        "report",
        "withdrawn_on",
        "given_by",
        "recorded_at",
    ),
    **_personal(Sensitivity.STAFF, "report", "ConsentWithdrawal", "by"),
    **_personal(Sensitivity.PERSONAL, "report", "WithdrawnPurpose", "withdrawal", "purpose"),
    **_personal(
        Sensitivity.PERSONAL, "report", "WithdrawalConsequence", "withdrawal", "code", "count"
    ),
    **_personal(
        Sensitivity.PSEUDONYM,
        "report",
        "ClosedIdentity",
        "report",
        "withdrawal",
        "erased",
        "reference_mark",
    ),
    **_personal(
        Sensitivity.PERSONAL, "report", "ReportRestriction", "report", "reason", "note", "since"
    ),
    **_personal(Sensitivity.STAFF, "report", "ReportRestriction", "keeper", "by"),
    **_personal(
        Sensitivity.PERSONAL, "report", "RestrictionEnd", "restriction", "how", "at", "note"
    ),
    **_personal(Sensitivity.STAFF, "report", "RestrictionEnd", "by"),
    **_personal(Sensitivity.SPECIAL, "tip", "Tip", "text"),
    **_personal(Sensitivity.IDENTITY, "tip", "Tip", "contact"),
    **_personal(Sensitivity.STAFF, "tip", "Tip", "taken_by", "changed_by"),
    **_personal(Sensitivity.IDENTITY, "report_draft", "ReportDraft", "answers"),
    **_personal(Sensitivity.PSEUDONYM, "report_draft", "ReportDraft", "number", "token", "sent_as"),
    **_personal(Sensitivity.STAFF, "report_draft", "ReportDraft", "user"),
    # With a draft, files go when the draft goes.
    **_personal(Sensitivity.IDENTITY, "attachment", "Attachment", "name"),
    **_personal(
        Sensitivity.PSEUDONYM,
        "attachment",
        "Attachment",
        "draft",
        "report",
        "answer",
        "fingerprint",
        "checksum",
    ),
    **_personal(Sensitivity.STAFF, "attachment", "Attachment", "added_by"),
    **_personal(Sensitivity.SPECIAL, "attachment", "AttachmentContent", "attachment", "content"),
    **_personal(Sensitivity.STAFF, "import", "ImportBatch", "by"),
    **_personal(Sensitivity.SPECIAL, "import_file", "ImportBatch", "content"),
    **_personal(Sensitivity.PERSONAL, "import", "ImportBatch", "undo_reason"),
    **_personal(Sensitivity.IDENTITY, "import", "ImportRowError", "value"),
}

NOT_PERSONAL = {
    "intake.IdempotencyKey.id",
    "intake.IdempotencyKey.expires_at",
    *(
        f"intake.LegalRule.{name}"
        for name in (
            "id",
            "key",
            "reporter_type",
            "purpose",
            "age_group",
            "legal_basis",
            "needs_document",
            "valid_from",
            "valid_to",
            "citation_nl",
            "citation_en",
            "order",
        )
    ),
    *(
        f"intake.Report.{name}"
        for name in (
            "channel",
            "received_at",
            "organisation",
            "reporter_type",
            "police_unit",
            "batch",
        )
    ),
    "intake.ReportIdentity.scope",
    *(f"intake.Tip.{name}" for name in ("id", "number", "received_at", "state", "changed_at")),
    "intake.ConsentWithdrawal.id",
    "intake.ReportRestriction.id",
    "intake.RestrictionEnd.id",
    "intake.WithdrawnPurpose.id",
    "intake.WithdrawalConsequence.id",
    "intake.ReportForm.id",
    "intake.ReportNationality.id",
    "intake.ReportPlace.id",
    "intake.ReportPeriod.id",
    "intake.ReportCountry.id",
    "intake.ReportCircumstance.id",
    "intake.ReportPurpose.id",
    "intake.ReportStatus.id",
    "intake.ReportStatus.undone",
    *(
        f"intake.ImportBatch.{name}"
        for name in (
            "id",
            "number",
            "format",
            "sha256",
            "source",
            "organisation",
            "reporter_type",
            "on_error",
            "state",
            "rows",
            "next_line",
            "reports",
            "persons",
            "unchanged",
            "rejected",
            "created_at",
            "finished_at",
            "waits",
            "expires_at",
            "undo_corrections",
            "undone_at",
        )
    ),
    *(
        f"intake.ReportDraft.{name}"
        for name in ("id", "organisation", "step", "created_at", "updated_at", "expires_at")
    ),
    *(
        f"intake.Attachment.{name}"
        for name in ("id", "serial", "kind", "size", "scan", "scanned_at", "added_at")
    ),
    *(
        f"intake.ImportRowError.{name}"
        for name in ("id", "batch", "line", "column", "code", "hint")
    ),
}

# Of what is being written: long enough to ask a colleague and to be ill for a week.
DRAFT_DAYS = 14
# Of a file that a partner delivered: long enough to repair its wrong rows within a working week.
FILE_DAYS = 7

# A tip is looked into and passed on, not kept: a setting of the centre, no law names a period.
TIP_DAYS = 90

RETENTION = {
    "tip": Retention(
        months=0,
        days=TIP_DAYS,
        counted_from="last change",
        then="delete",
        ground="GDPR art. 5(1)(e): no registration",
    ),
    "idempotency_key": Retention(
        months=0,
        days=30,
        counted_from="the call",
        then="delete",
        ground="GDPR art. 5(1)(e): long enough to repeat a call that got no answer",
    ),
    "report_draft": Retention(
        months=0,
        days=DRAFT_DAYS,
        counted_from="last change",
        then="delete",
        ground="GDPR art. 5(1)(e): not a report yet",
    ),
    "report_identity": Retention(
        months=60,
        counted_from="last report about the person",
        then="pseudonymise",
        ground="GDPR art. 5(1)(e); anchor: Wpg art. 8",
    ),
    "attachment": Retention(
        months=60,
        counted_from="last report about the person",
        then="delete",
        ground="GDPR art. 5(1)(e); a file cannot be made pseudonymous; anchor: Wpg art. 8",
    ),
    "report": Retention(
        months=None,
        counted_from="receipt",
        then="keep",
        ground="GDPR art. 89: statistics on nature and extent",
    ),
    "import": Retention(months=12, counted_from="end of the import", then="delete"),
    "import_file": Retention(
        months=0,
        days=FILE_DAYS,
        counted_from="delivery",
        then="delete",
        ground="GDPR art. 5(1)(e): needed to repair wrong rows, else deleted when all is taken in",
    ),
}

"""What each column of the register of persons is, and how long it is kept.

The periods are a setting of the centre, not of the law: domain knowledge has no published period, so
each is counted from the last report and ends in a pseudonym (GDPR art. 5(1)(e)); counts stay.
"""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

ACTIVITY = "registration"
IDENTITY_PERIOD = "person_identity"
PERSON_PERIOD = "person"
DECISION_PERIOD = "person_decision"
SEARCH_PERIOD = "saved_search"

RETENTION = {
    IDENTITY_PERIOD: Retention(
        60, "the last report about the person", "delete", "UAVG art. 22 and 31; privacy regulations"
    ),
    PERSON_PERIOD: Retention(
        120, "the last report about the person", "pseudonymise", "GDPR art. 89: statistics"
    ),
    DECISION_PERIOD: Retention(
        120, "the end of the decision", "pseudonymise", "figures of any date can be made again"
    ),
    SEARCH_PERIOD: Retention(
        24, "the owner's last sign-in", "delete", "a convenience of the owner, no record"
    ),
}


def _personal(names: str, sensitivity: Sensitivity, retention: str) -> dict[str, Personal]:
    return {f"persons.{name}": Personal(ACTIVITY, sensitivity, retention) for name in names.split()}


FIELDS = {
    **_personal(
        "Identity.surname Identity.given_names Identity.date_of_birth",
        Sensitivity.IDENTITY,
        IDENTITY_PERIOD,
    ),
    **_personal(
        "Identity.person Identity.report Identity.exact_index",
        Sensitivity.PSEUDONYM,
        IDENTITY_PERIOD,
    ),
    **_personal("Identity.gender", Sensitivity.PERSONAL, IDENTITY_PERIOD),
    **_personal("Person.number", Sensitivity.PSEUDONYM, PERSON_PERIOD),
    **_personal("Person.created_at", Sensitivity.PERSONAL, PERSON_PERIOD),
    **_personal(
        "Person.created_by Membership.by DossierTypeChange.by IdentityOpening.by TriageStep.by "
        "TriageStep.assignee",
        Sensitivity.STAFF,
        DECISION_PERIOD,
    ),
    **_personal(
        "Membership.report Membership.person IdentityOpening.person IdentityOpening.report "
        "TriageStep.report",
        Sensitivity.PSEUDONYM,
        DECISION_PERIOD,
    ),
    **_personal(
        "Membership.since Membership.until Membership.kind Membership.reason IdentityOpening.at "
        "IdentityOpening.ground IdentityOpening.explanation TriageStep.kind TriageStep.at",
        Sensitivity.PERSONAL,
        DECISION_PERIOD,
    ),
    **_personal(
        "SavedSearch.owner SavedSearch.name SavedSearch.query SavedSearch.shared "
        "SavedSearch.created_at",
        Sensitivity.STAFF,
        SEARCH_PERIOD,
    ),
    **_personal(
        "Registration.person Registration.first_report Exploitation.person Exploitation.report "
        "DossierTypeChange.registration",
        Sensitivity.PSEUDONYM,
        PERSON_PERIOD,
    ),
    **_personal(
        "Registration.year Registration.registered_at Registration.ended_at "
        "DossierTypeChange.dossier_type DossierTypeChange.since",
        Sensitivity.PERSONAL,
        PERSON_PERIOD,
    ),
    **_personal(
        "Exploitation.form Exploitation.sector Exploitation.main",
        Sensitivity.SPECIAL,
        PERSON_PERIOD,
    ),
}

NOT_PERSONAL = {
    "persons.RegistrationsCounted.status",
    *(
        f"persons.{model}.id"
        for model in (
            "Person",
            "Identity",
            "IdentityOpening",
            "Membership",
            "Registration",
            "RegistrationsCounted",
            "DossierTypeChange",
            "Exploitation",
            "TriageStep",
            "SavedSearch",
        )
    ),
}

"""What is kept about people who work with the system. No victim is among them."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "access_control"

RETENTION = {
    # BIO2 8.15 asks that it can still be said, when a line of the log is questioned, who a number was.
    "account": Retention(
        months=60,
        counted_from="the account is closed",
        then="delete",
        ground="GDPR art. 6(1)(e) and 32; BIO2 8.15: the log must stay readable as long as it is kept",
    ),
    "credential": Retention(
        months=0,
        counted_from="the account is closed, or the factor is removed",
        then="delete",
        ground="GDPR art. 5(1)(e)",
    ),
}

FIELDS = {
    "accounts.User.number": Personal(_ACTIVITY, Sensitivity.PSEUDONYM, "account"),
    "accounts.User.email": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.User.name": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.User.password": Personal(_ACTIVITY, Sensitivity.STAFF, "credential", "argon2 hash"),
    "accounts.User.is_active": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.User.created_at": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.User.last_login": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.Mandate.user": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.Mandate.organisation": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.Mandate.role": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.Mandate.since": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
    "accounts.AccessToken.created_by": Personal(_ACTIVITY, Sensitivity.STAFF, "account"),
}
NOT_PERSONAL = {
    # A token stands for an organisation's programme, not for a person.
    "accounts.AccessToken.id",
    "accounts.AccessToken.number",
    "accounts.AccessToken.organisation",
    "accounts.AccessToken.name",
    "accounts.AccessToken.secret_index",
    "accounts.AccessToken.scopes",
    "accounts.AccessToken.addresses",
    "accounts.AccessToken.created_at",
    "accounts.AccessToken.expires_at",
    "accounts.AccessToken.last_used_at",
    "accounts.AccessToken.revoked_at",
    "accounts.User.id",
    "accounts.Mandate.id",
    "accounts.Organisation.id",
    "accounts.Organisation.number",
    "accounts.Organisation.name",
    "accounts.Organisation.reporter_type",
    "accounts.Organisation.police_unit",
    "accounts.Organisation.active",
}

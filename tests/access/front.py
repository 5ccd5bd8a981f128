"""Who opens the front door: the public pages, the first pages after signing in, and signing in."""

from schakel.foundation.accounts.choices import Role
from tests.access.lines import (
    CENTRE,
    CONFIRM,
    EVERYBODY,
    REPORTING,
    Row,
    public,
)

PORTAL = (
    public("health"),
    public("public:start"),
    public("public:about"),
    public("public:rights"),
    public("public:suspicion"),
    public("public:privacy"),
    public("public:codes"),
    public("public:accessibility"),
    public("geography:municipalities"),
    Row("own-figures", REPORTING | {Role.MUNICIPAL_ADVISER}),
    Row("home", EVERYBODY - CENTRE, others=302, what="leads the centre's people to their desk"),
    Row("desk", CENTRE),
    Row("ui:gallery", EVERYBODY),
)

SIGN_IN = (
    Row("account_login", EVERYBODY, opened=302, visitor=200),
    Row("mfa_authenticate", EVERYBODY, opened=302, visitor=302),
    Row("mfa_login_webauthn", EVERYBODY, opened=302, visitor=302),
    Row("account_logout", EVERYBODY, visitor=302),
    public("account_inactive"),
    public("account_reset_password"),
    public("account_reset_password_done"),
    public("account_reset_password_from_key", given=lambda world: {"uidb36": "1", "key": "x"}),
    public("account_reset_password_from_key_done"),
    Row("account_reauthenticate", EVERYBODY),
    Row("mfa_reauthenticate", EVERYBODY),
    Row("mfa_reauthenticate_webauthn", EVERYBODY, opened=302, leads=CONFIRM),
    Row("account_change_password", EVERYBODY),
    Row("mfa_index", EVERYBODY),
    Row("mfa_activate_totp", EVERYBODY, opened=302, leads=CONFIRM),
    Row("mfa_deactivate_totp", EVERYBODY, opened=302, leads=CONFIRM),
    Row("mfa_view_recovery_codes", EVERYBODY, opened=302, leads=CONFIRM),
    Row("mfa_generate_recovery_codes", EVERYBODY, opened=302, leads=CONFIRM),
    Row("mfa_download_recovery_codes", EVERYBODY, opened=302, leads=CONFIRM),
    Row("mfa_list_webauthn", EVERYBODY),
    Row("mfa_add_webauthn", EVERYBODY, opened=302, leads=CONFIRM),
    Row("mfa_edit_webauthn", EVERYBODY, lambda world: {"pk": 1}, opened=302, leads=CONFIRM),
    Row("mfa_remove_webauthn", EVERYBODY, lambda world: {"pk": 1}, opened=302, leads=CONFIRM),
)

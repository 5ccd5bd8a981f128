"""Sign-in: django-allauth with e-mail and password, a second factor or a passkey; no sign-up.

Throttling is allauth's own, counted in the database cache (`CACHES`). django-axes was looked at and left
out: it keeps the typed user names and the addresses of machines in clear in tables of its own, for as
long as nobody empties them. What is counted here are a keyed fingerprint of the machine's address and
a hash of the account, and both lapse within the hour.
"""

from schakel.config.settings import environment as env

# The password's hash must cost an attacker, the suite excepted: argon2 stands in base.py.
ACCOUNT_ADAPTER = "schakel.foundation.accounts.adapters.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An administrator enters the address and the person proves it by using the link sent there.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A stranger's address gets no mail, and the page says the same either way.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "schakel.foundation.accounts.forms.SignInForm",
    "change_password": "schakel.foundation.accounts.forms.PasswordChangeForm",
    "reset_password": "schakel.foundation.accounts.forms.PasswordForgottenForm",
    "reset_password_from_key": "schakel.foundation.accounts.forms.PasswordSetForm",
    "reauthenticate": "schakel.foundation.accounts.forms.ConfirmPasswordForm",
}

MFA_ADAPTER = "schakel.foundation.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Schakel"
# One step of 30 seconds either way: telephones' clocks drift.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = False
# Browsers give passkeys to http://localhost only; everywhere else the address must be https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.SETTINGS == "local"
MFA_FORMS = {
    "authenticate": "schakel.foundation.accounts.forms.CodeForm",
    "reauthenticate": "schakel.foundation.accounts.forms.ConfirmCodeForm",
    "activate_totp": "schakel.foundation.accounts.forms.AuthenticatorAppForm",
    "add_webauthn": "schakel.foundation.accounts.forms.PasskeyForm",
    "edit_webauthn": "schakel.foundation.accounts.forms.PasskeyNameForm",
}

# How many proxies of our own stand before the server, so that the throttle sees the visitor's address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES

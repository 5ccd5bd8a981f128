"""Who may see and change accounts. Administrators give rights, but never to themselves."""

from schakel.foundation.access.rules import acts_for, has_role, not_own, own, policy
from schakel.foundation.accounts.choices import STAFF_ROLES, Role

policy(
    "accounts.User",
    search=has_role(Role.ADMINISTRATOR, Role.AUDITOR),
    see=has_role(Role.ADMINISTRATOR, Role.AUDITOR) | own("pk"),
    create=has_role(Role.ADMINISTRATOR),
    # Four eyes: whoever needs another right, or lost a telephone, asks a colleague.
    manage=has_role(Role.ADMINISTRATOR) & not_own("pk"),
)
policy(
    "accounts.Organisation",
    see=has_role(*STAFF_ROLES) | acts_for("pk", *Role),
    manage=has_role(Role.ADMINISTRATOR),
)
# A token acts for its organisation, so whoever may act for an organisation may not hand out tokens.
policy(
    "accounts.AccessToken",
    see=has_role(Role.ADMINISTRATOR),
    create=has_role(Role.ADMINISTRATOR),
    revoke=has_role(Role.ADMINISTRATOR),
)

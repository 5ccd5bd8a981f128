"""Questions about notices."""

from collections.abc import Collection

from schakel.foundation.accounts.models import User
from schakel.foundation.notices.models import Preference


def preference_of(user: User) -> Preference:
    """What `user` chose; the usual where nothing was."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def unwilling(users: Collection[User]) -> frozenset[int]:
    """Those (primary keys) who want no mail."""
    rows = Preference.objects.filter(user__in=users, by_mail=False)
    return frozenset(rows.values_list("pk", flat=True))

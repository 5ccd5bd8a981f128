"""Who may read the log: the auditor. Not the administrator: whoever gives rights does not check their use."""

from schakel.foundation.access.rules import has_role, policy

policy("audit.Entry", see=has_role("auditor"))

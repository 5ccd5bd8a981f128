"""Who may do what: everybody chooses for oneself; only the worker sends."""

from schakel.foundation.access.rules import has_role, policy

policy("notices.Notice", send=has_role("system"))

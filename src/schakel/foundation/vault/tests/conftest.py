"""The specimen table for the vault's tests."""

from schakel.foundation.vault.tests.specimen import specimens

__all__ = ["specimens"]

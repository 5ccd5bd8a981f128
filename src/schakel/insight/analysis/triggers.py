"""The database itself refuses to change or remove what says which snapshot a figure was counted from."""

from schakel.foundation.vault.triggers import append_only

install, remove = append_only("analysis_snapshot", refusal="a snapshot cannot be changed")

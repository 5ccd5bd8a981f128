"""The linkage unit: which codes belong to one person? For its own administrators and for programmes.

Receives codes of identities, answers with cluster numbers and strength. Never holds a name, a date, a fact
from a report or the key; runs in a process and a database of its own (config.settings.linkage_unit)."""

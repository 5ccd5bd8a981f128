"""Pages of disclosure officers: making releases, and the second pair of eyes."""

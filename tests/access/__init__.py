"""Who opens what: every address for every role, lists and rows alike, and the public pages."""

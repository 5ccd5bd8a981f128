"""Counts over pseudonymised records, for analysts. Nothing here leaves without disclosure."""

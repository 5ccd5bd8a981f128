"""Schakel: the information system of a national coordination centre against human trafficking."""

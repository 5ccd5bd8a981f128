"""Informing and training; knows no victims."""

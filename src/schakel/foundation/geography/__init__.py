"""Municipalities, regions, police units and countries, each with validity; and the tile map. For every app."""

"""Municipalities, regions, police units and countries, each with validity; and the tile map.

For every app. Never holds an address: a place here is a municipality or larger.
"""

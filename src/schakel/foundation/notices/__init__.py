"""Notices by mail to people who sign in: something waits for you, under this number.

Knows users and numbers, never what stands under a number. A mail names nobody and holds no link.
"""

"""Runs of the estimate of how many people are on no list: input frozen, method, interval, sensitivity.

For analysts, who make them, and disclosure officers, who let them out. Never prints a number that the
data cannot carry (`methods.estimation.honesty`), and never sends out an overlap that is small.
"""

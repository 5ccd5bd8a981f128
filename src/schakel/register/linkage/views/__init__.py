"""Pages of linkage: judging and reviewing pairs, deciding about persons, measured quality."""

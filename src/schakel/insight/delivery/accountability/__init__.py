"""The quarterly accountability to the ministry: what was done with the subsidy, in protected numbers.

For the ministry, which reads what was published, and for analysts and disclosure officers, who prepare and
sign it. Never a live counter, never a single record: each quarter has a protected cube of its own.
"""

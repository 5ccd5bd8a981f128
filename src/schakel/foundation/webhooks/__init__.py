"""Status messages to partners' own systems: an outbox, signed deliveries, retries, dead letters.

For organisations that asked for it and the administrator who helps them. Knows an organisation and the
number of a thing, never what stands in it: no message holds personal data.
"""

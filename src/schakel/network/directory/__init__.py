"""Organisations of the network: who to call where. For everybody; holds no client and no hidden address."""

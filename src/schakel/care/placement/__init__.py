"""First shelter: requests, places, offers, refusals, placements and stays, for those who place people.

For placement coordinators, shelters and care coordinators. A request is no offer, an offer no placement, a
placement no stay: each is a row of its own. Never shows an address or a name to who does not need it yet.
"""

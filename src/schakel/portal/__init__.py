"""Home pages that combine apps for the public, partners and staff; owns no table."""

"""Deliveries by agreement: pseudonymised records for the National Rapporteur, and standard sets of figures.

For analysts, who deliver, and disclosure officers, who agree to it. Standard sets hold released figures
alone; records leave in a sealed file, under pseudonyms that no other delivery has, and are logged.
"""

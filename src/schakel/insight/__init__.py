"""From records to knowledge: counts, protection, estimates and deliveries."""

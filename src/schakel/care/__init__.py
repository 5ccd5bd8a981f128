"""First reception and care: a safe place tonight, and help that goes on. Rests on the register."""

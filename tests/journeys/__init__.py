"""Each role's main work, done in a real browser against a served demo."""

"""Same person? The machine proposes and a registrar decides; for registrars and analysts.

Keeps each report in a form to compare, scores pairs, and remembers what people decided of them.
Never joins anybody by itself, and tells no partner of a pair."""

"""Same person? The machine proposes and a registrar decides; for registrars and analysts.

So far the command that links a list; never joins anybody by itself."""

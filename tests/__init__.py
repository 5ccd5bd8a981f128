"""What spans apps: architecture, access, accessibility, standards, journeys and faults."""

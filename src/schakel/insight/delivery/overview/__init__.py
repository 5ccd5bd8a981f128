"""Makes an edition of the annual overview: numbers, layouts, text, charts and the PDF."""

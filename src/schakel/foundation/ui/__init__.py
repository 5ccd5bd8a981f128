"""Page shells, components and forms of the design system; for every app that shows a page. Owns no table."""

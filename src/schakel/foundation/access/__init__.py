"""Who may see or do what: one definition, two faces (`may` for a row, `visible_to` for a table).

For every app that shows or changes rows. Never decides by address or by screen.
"""

"""Attacks on published counts, by somebody who did not write the protection; knows no database.

`releases` reads what is published, `truths` what only a judge may know. `audits`, `solving`, `routes`,
`updates` and `rebuilding` each try to learn more than was meant; `suite` runs them and names the worst cell.
It shares no code with `methods.disclosure`, so that one mistake cannot hide in both.
"""

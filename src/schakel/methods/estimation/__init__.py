"""How many people there are of whom only some stand on lists: multiple systems estimation.

A library on arrays; no Django, no database. `estimate(table, method)` answers for every method in one
way, and `honesty` says when a number may not be given.
"""

from schakel.methods.estimation.estimating import METHODS as METHODS
from schakel.methods.estimation.estimating import Asked as Asked
from schakel.methods.estimation.estimating import Estimate as Estimate
from schakel.methods.estimation.estimating import estimate as estimate
from schakel.methods.estimation.reading import read as read
from schakel.methods.estimation.tables import Table as Table
from schakel.methods.estimation.tables import TableError as TableError
from schakel.methods.estimation.tables import table as table

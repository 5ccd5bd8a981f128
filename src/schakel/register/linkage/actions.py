"""What registrars decide about who is who. Each is one transaction, logged for both persons, reversible."""

from schakel.register.linkage.joining import join as join
from schakel.register.linkage.joining import move as move
from schakel.register.linkage.seconding import second as second
from schakel.register.linkage.splitting import split as split
from schakel.register.linkage.undoing import undo as undo

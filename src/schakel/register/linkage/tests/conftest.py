"""The registrar and the browser, as in the tests of persons."""

from schakel.register.persons.tests.conftest import browser as browser
from schakel.register.persons.tests.conftest import registrar as registrar

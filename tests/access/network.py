"""Who opens what of the network: directory, monitor, signals and meetings; part of the table in `matrix`."""

from tests.access.directory import DIRECTORY
from tests.access.meetings import MEETINGS
from tests.access.monitor import MONITOR
from tests.access.signals import SIGNALS

NETWORK = (*DIRECTORY, *MONITOR, *SIGNALS, *MEETINGS)

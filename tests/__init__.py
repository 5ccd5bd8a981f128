"""What spans apps: architecture, access, accessibility, standards, journeys and faults."""

import os

# As the console script does (config.cli), before NumPy is there.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

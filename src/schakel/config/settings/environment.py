"""The environment variables that Schakel reads, all of them.

docs/reference/configuration.md lists the same, and a test compares the two.
"""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]

SETTINGS = os.environ.get("SCHAKEL_SETTINGS") or "local"
HOME = Path(os.environ.get("SCHAKEL_HOME") or REPOSITORY / "var").resolve()
DATABASE_URL = os.environ.get("SCHAKEL_DATABASE_URL") or f"sqlite:///{HOME / 'schakel.sqlite3'}"
DEMO = os.environ.get("SCHAKEL_DEMO", "") == "1"
SECRET_KEY = os.environ.get("SCHAKEL_SECRET_KEY", "")
VAULT_KEYS = os.environ.get("SCHAKEL_VAULT_KEYS", "")
ALLOWED_HOSTS = [host for host in os.environ.get("SCHAKEL_ALLOWED_HOSTS", "").split(",") if host]
# Production stands behind TLS of its own, so at least one proxy is there.
TRUSTED_PROXIES = int(os.environ.get("SCHAKEL_TRUSTED_PROXIES") or SETTINGS == "production")
EMAIL_HOST = os.environ.get("SCHAKEL_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SCHAKEL_EMAIL_PORT", "25"))
EMAIL_USER = os.environ.get("SCHAKEL_EMAIL_USER", "")
EMAIL_PASSWORD = os.environ.get("SCHAKEL_EMAIL_PASSWORD", "")
EMAIL_FROM = os.environ.get("SCHAKEL_EMAIL_FROM", "schakel@localhost")
EVENT_SOURCE = os.environ.get("SCHAKEL_EVENT_SOURCE") or "urn:nld:schakel"
LOG_LEVEL = os.environ.get("SCHAKEL_LOG_LEVEL", "WARNING")
SCANNER = os.environ.get("SCHAKEL_SCANNER", "")
SPARK = os.environ.get("SCHAKEL_SPARK", "")
# Where the centre finds the linkage unit, and with which token it asks for clusters.
UNIT_URL = os.environ.get("SCHAKEL_UNIT_URL", "").rstrip("/")
UNIT_TOKEN = os.environ.get("SCHAKEL_UNIT_TOKEN", "")
# The linkage unit itself (settings/linkage_unit.py). It never reads the centre's database, folder or keys,
# also where both are tried out on one machine.
UNIT_HOME = Path(os.environ.get("SCHAKEL_UNIT_HOME") or HOME / "linkage-unit").resolve()
UNIT_DATABASE_URL = (
    os.environ.get("SCHAKEL_UNIT_DATABASE_URL") or f"sqlite:///{UNIT_HOME / 'unit.sqlite3'}"
)
UNIT_VAULT_KEYS = os.environ.get("SCHAKEL_UNIT_VAULT_KEYS", "")
UNIT_CENTRE_ORIGIN = os.environ.get("SCHAKEL_UNIT_CENTRE_ORIGIN", "").rstrip("/")

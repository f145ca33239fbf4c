"""The product's settings with what a test run needs.

The database is the one that DATABASE_URL names (a test database beside it), otherwise
an SQLite file. Everything else lives below a directory of its own, gone at the end:
a developer's ``var/`` is never touched.
"""

import os
import tempfile

_directory = tempfile.TemporaryDirectory(prefix="unionplan-tests-")
os.environ["VAR_DIR"] = _directory.name
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("LEDGER_KEY", "only-for-tests-ledger-" + "0123456789" * 3)
os.environ.setdefault("SWEEP_SECONDS", "5")

from unionplan.settings import *  # noqa: E402, F403
from unionplan.settings import (  # noqa: E402
    CACHES,
    DATABASES,
    IS_EMBEDDED,
    STORAGES,
    VAR_DIR,
)

# One round instead of a deliberately slow hash: most tests sign somebody in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests change rows past the audit trail, and are taken back: nothing drawn is kept.
CACHES["drawn"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# Nothing is collected here; the browser tests see the static files of production.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
(VAR_DIR / "static").mkdir(exist_ok=True)

# Test processes share one Redis: each talks to its own workers only.
CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

if IS_EMBEDDED:
    # A file, not memory: threads and connections then lock as they do in earnest.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA recursive_triggers=ON"
    )

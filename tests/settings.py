"""The project's own settings, for tests: everything that a run writes lies in a temporary folder of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Only named here: tests/conftest.py makes it and removes it. Type checking reads these settings too, and leaves nothing.
os.environ["CONFLICTMAP_VAR"] = str(Path(tempfile.gettempdir()) / f"conflictmap-test-{os.getuid()}-{os.getpid()}")
# The world's index takes half a minute to make: runs share it, and it is made anew where what it is made of changes.
os.environ.setdefault(
    "CONFLICTMAP_GAZETTEER", str(Path(tempfile.gettempdir()) / f"conflictmap-gazetteer-{os.getuid()}")
)
os.environ.setdefault("SECRET_KEY", "only for tests: nothing that it signs leaves this machine")
# The site's own variables must not leak from the shell into a test; DATABASE_URL chooses where the tests run.
for _name in ("CONFLICTMAP_PUBLISHED", "STATIC_ROOT", "REDIS_URL", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "TILE_URL"):
    os.environ.pop(_name, None)
# Playwright's event loop lives in the main thread, and Django would take every later query for one made inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from conflictmap.settings import *  # noqa: E402, F403
from conflictmap.settings import LOGGING, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
# Nothing is collected here, so names of static files stay as they are; the browser's tests see the collected ones.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}

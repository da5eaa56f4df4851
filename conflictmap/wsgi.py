"""The WSGI entry point: `gunicorn conflictmap.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictmap.settings")
application = get_wsgi_application()

# Only once Django is set up can the storage be asked.
from conflictmap.web.static_files import warn_of_stale  # noqa: E402

warn_of_stale()

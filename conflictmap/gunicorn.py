"""How gunicorn serves the site: `gunicorn -c python:conflictmap.gunicorn`, the same in `make run`, tests and the image."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

wsgi_app = "conflictmap.wsgi"
bind = [os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"]
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 1)
threads = int(os.environ.get("WEB_THREADS") or 8)
# Workers touch a file to show that they live; on a slow disk that can stall them.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
timeout = 60
graceful_timeout = 10
# Its default is a socket in the home directory, which need not exist.
control_socket_disable = True


def when_ready(server: Arbiter) -> None:
    """Say where the map is, once it can be opened."""
    for listener in server.LISTENERS:
        server.log.info("The map is at %s/ and its admin at %s/admin/", listener, listener)

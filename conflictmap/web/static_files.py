"""Static files where the collected ones are older than the program: said when the site starts, and no page breaks for it.

After an upgrade without `collectstatic` the manifest lacks what is new. Django's storage then refuses the whole page; here the file is
named as it is, without a hash: at worst that one file is missing.
"""

from __future__ import annotations

import logging

from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger(__name__)
#: What the pages for readers name.
NEEDED = ("conflict-map.js", "icon.svg", "no-script.css", "page.css")


class ForgivingStorage(CompressedManifestStaticFilesStorage):
    """Name files by their hashes, and those that were not collected as they are."""

    def stored_name(self, name: str) -> str:
        try:
            found: str = super().stored_name(name)
        except ValueError:
            return name
        return found


def not_collected() -> list[str]:
    """Return the files that the pages name and the collected static files lack."""
    if not isinstance(staticfiles_storage, ForgivingStorage):
        return []
    return [name for name in NEEDED if name not in staticfiles_storage.hashed_files]


def warn_of_stale() -> None:
    """Log what is missing, and what to do about it."""
    if missing := not_collected():
        names = ", ".join(missing)
        log.error(
            "The collected static files lack %s: run `manage.py collectstatic`, then start the site again.", names
        )

#!/usr/bin/env python
"""Run a management command of the conflict map."""

import os
import secrets
import sys

#: Commands that sign nothing and keep nothing: they run on a bare checkout, and `manage.py help` shows them there.
NEED_NO_INSTALLATION = {"derive", "geoparse"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictmap.settings")
    if NEED_NO_INSTALLATION & set(sys.argv[1:3]):
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are not right: {error}")
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)

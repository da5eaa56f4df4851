"""One installation of the site, set up and served by the image's commands, for tests that need it whole."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.services import SETUP_COMMAND, WEB_COMMAND, NotReady, Service, environment, free_port, run


@dataclass
class Site:
    """One installation in a folder of its own, set up and served by the image's commands."""

    folder: Path
    changes: dict[str, str | None] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    service: Service | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def env(self) -> dict[str, str]:
        own: dict[str, str | None] = {
            "CONFLICTMAP_VAR": str(self.var),
            "SECRET_KEY": "only for tests: nothing that it signs leaves this machine",
            "PORT": str(self.port),
        }
        return environment(**own | self.changes)

    @property
    def editor(self) -> tuple[str, str]:
        """The editor's name and password."""
        return "editor", (self.var / "editor_password").read_text().strip()

    def manage(self, *words: str) -> str:
        """Run a management command in this installation and return what it printed."""
        return run([sys.executable, "manage.py", *words], self.env)

    def set_up(self) -> None:
        """Make the database, load and publish the theatre, and make an editor."""
        self.var.mkdir(parents=True, exist_ok=True)
        run([*SETUP_COMMAND, "--editor", "editor"], self.env)

    def start(self) -> None:
        """Serve, and return when the site answers."""
        self.service = Service("the site", WEB_COMMAND, self.folder / "web.log", self.env, self._answers)
        self.service.start()

    def stop(self) -> None:
        if self.service is not None:
            self.service.stop()

    def log(self) -> str:
        """Return what the server has written."""
        return self.service.text() if self.service else ""

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            raise NotReady(f"/healthz answers {error.code}: {error.read(2000)!r}") from error
        except OSError:
            return False

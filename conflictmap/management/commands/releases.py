"""List a theatre's releases, point readers to an earlier one, or withdraw one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conflictmap.models import Release, Theatre
from conflictmap.pipeline.publish import PublishError
from conflictmap.pipeline.releases import roll_back, withdraw_release


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("theatre", help="its slug")
        change = parser.add_mutually_exclusive_group()
        change.add_argument(
            "--roll-back", metavar="HASH", help="point readers to this earlier release; publish no more by itself"
        )
        change.add_argument("--withdraw", metavar="HASH", help="delete this release's files; its address then says why")
        parser.add_argument("--reason", default="", help="why it is withdrawn, in a sentence for readers")

    def handle(self, *, theatre: str, roll_back: str | None, withdraw: str | None, reason: str, **options: Any) -> None:
        found = Theatre.objects.filter(slug=theatre).first()
        if found is None:
            known = ", ".join(Theatre.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no theatre {theatre!r}; there are: {known}.")
        try:
            if roll_back:
                self._roll_back(_find(found, roll_back))
            elif withdraw:
                self._withdraw(_find(found, withdraw), reason)
        except PublishError as refused:
            raise CommandError(str(refused)) from None
        except ValidationError as refused:
            raise CommandError("--reason: " + " ".join(refused.messages)) from None
        for release in found.releases.order_by("-published_at", "id"):
            standing = "current" if release.is_current else "withdrawn" if release.withdrawn_at else ""
            line = f"{release.hash}  {release.published_at:%Y-%m-%d %H:%M} UTC  {release.claim_count:>7,} claims  {standing:9}"
            self.stdout.write(f"{line}  {release.withdrawn_reason}".rstrip())

    def _roll_back(self, release: Release) -> None:
        roll_back(release=release)
        self.stdout.write(
            "Nothing more is published by itself: switch that on again in the theatre's form when it is mended."
        )

    def _withdraw(self, release: Release, reason: str) -> None:
        was_current = release.is_current
        withdraw_release(release=release, reason=reason)
        if was_current:
            self.stdout.write("Readers are pointed to the release before, and nothing more is published by itself.")


def _find(theatre: Theatre, hash_: str) -> Release:
    found = list(theatre.releases.filter(hash__startswith=hash_)[:2])
    if len(found) != 1:
        how = "more than one release" if found else "no release"
        raise CommandError(f"There is {how} of {theatre.slug} whose hash begins with {hash_!r}.")
    return found[0]

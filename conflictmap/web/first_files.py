"""The published files that a page's first picture is drawn from, so that its head can ask for them before its script has come."""

from __future__ import annotations

from django.urls import reverse

from conflictmap.core.timeline import CLOCKS

from .day_text import DayText

#: As `fewStrikes` in frontend/src/options.ts: up to so many come with the first picture.
FEW_STRIKES = 400


def first_files(theatre: str, text: DayText) -> list[str]:
    """Return the addresses of the files that `frontend/src/session.ts` fetches first for a view of the current release, in its order."""
    manifest = text.reading.manifest
    names = ["release.json", "network.json", "places.json", "basemap.json"]
    # Days as known on a third day are derived when they are asked for: no file of the release holds them.
    published = text.clock in CLOCKS
    pieces = manifest["timelines"][text.lens][text.clock]["pieces"]
    piece = pieces[text.reading.days.index(text.date) // manifest["piece_days"]]
    if published:
        names.append(piece["timeline"])
    if manifest["strikes"] <= FEW_STRIKES:
        names.append("strikes.json")
    if len(manifest["claims"]) == 1:
        names += manifest["claims"]
        if published:
            names.append(piece["evidence"])
    parts = [[theatre, text.reading.hash, name.removesuffix(".json")] for name in names]
    return [reverse("latest", args=[theatre]), *(reverse("release-file", args=part) for part in parts)]

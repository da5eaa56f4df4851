"""What the review desk shows of a report: its mentions as rows for the template and, by the same names, for the script."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from conflictmap.core.names import normalise
from conflictmap.core.toponyms import Entry
from conflictmap.models import Mention, Report

#: As many as there are keys to choose one by.
MOST_CANDIDATES = 9


def mentions_of(report: Report) -> list[Mention]:
    """Return what is reviewed in a report, in the order of the text."""
    rows = report.mentions.filter(demonym=False).select_related("place", "reviewed_by").order_by("start", "id")
    return list(rows)


def rows_of(mentions: list[Mention]) -> list[dict[str, Any]]:
    """Return a row for each mention; `alike` counts the others of its name that await review."""
    waiting = Counter(_likeness(one) for one in mentions if is_waiting(one))
    return [
        row_of(one, max(0, waiting[_likeness(one)] - is_waiting(one))) for one in mentions
    ]  # fmt: skip


def row_of(mention: Mention, alike: int) -> dict[str, Any]:
    """Return all that the page says about a mention. Coordinates in degrees."""
    place = mention.place
    decided = mention.status in Mention.DECIDED
    return {
        "id": str(mention.pk),
        "text": mention.text,
        "name": mention.name,
        "likeness": _likeness(mention),
        "status": mention.status,
        "status_shown": str(mention.get_status_display()),
        "precision": mention.precision,
        "is_waiting": is_waiting(mention),
        "is_decided": decided,
        "place": place
        and {
            "name": place.name,
            "kind": place.kind,
            "longitude": place.longitude,
            "latitude": place.latitude,
        },
        "decided_by": str(mention.reviewed_by or "somebody") if decided else "",
        "candidates": [_candidate(n, one) for n, one in enumerate(mention.candidates[:MOST_CANDIDATES])],
        "conflicts": [str(conflict) for conflict in mention.conflicts],
        "seen": mention.as_seen,
        "alike": alike,
    }


def is_waiting(mention: Mention) -> bool:
    """Tell whether an editor has still to look at it."""
    return mention.status in (Mention.GEOCODED, Mention.AMBIGUOUS, Mention.UNKNOWN)


def suggestion_of(entry: Entry) -> dict[str, Any]:
    """Return what the page says about an entry of the gazetteer. Coordinates in degrees."""
    return {
        "entry": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "country_code": entry.country_code,
        "population": entry.population or None,
        "is_of_theatre": bool(entry.slug),
        "longitude": entry.longitude,
        "latitude": entry.latitude,
    }


def following(report: Report) -> Report | None:
    """Return the next report with mentions that await review: the next older, else the newest."""
    others = waiting_reports().exclude(pk=report.pk)
    return others.filter(published_at__lte=report.published_at).first() or others.first()


def waiting_reports() -> QuerySet[Report]:
    """Select the reports with mentions that await review, newest first, without their texts."""
    waiting = Mention.objects.awaiting_review().values("report")
    return Report.objects.filter(pk__in=waiting).defer("text").order_by("-published_at", "id")


def _likeness(mention: Mention) -> str:
    """Return what mentions have in common that one answer settles, as in `pipeline.settle.alike`."""
    return f"{normalise(mention.name)} ({mention.kind})"


def _candidate(number: int, candidate: dict[str, Any]) -> dict[str, Any]:
    score = candidate.get("score")
    return {
        "number": number,
        "key": number + 1,
        "name": candidate.get("name", ""),
        "kind": candidate.get("kind", ""),
        "country_code": candidate.get("country_code") or "",
        "population": candidate.get("population"),
        "precision": candidate.get("precision", ""),
        "score": f"{score:.2f}" if isinstance(score, int | float) else "–",
        "reasons": [str(reason) for reason in candidate.get("reasons", [])],
        "longitude": candidate.get("longitude"),
        "latitude": candidate.get("latitude"),
    }

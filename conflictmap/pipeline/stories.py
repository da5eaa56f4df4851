"""Know the copies of one text, and the versions of one article."""

from __future__ import annotations

from django.db import transaction

from conflictmap.core.story import is_copy, story_key, story_marks
from conflictmap.models import Claim, Report, Source, StoryMark, Theatre

from .record import touch_theatre

#: So many texts that share a mark with a new one are compared with it, from the first.
COMPARED = 20


@transaction.atomic
def link_story(*, report: Report) -> Report:
    """Note which story a new report tells: one that is there already, if the report is a copy of it, else its own.

    A summary in our own words is nobody's copy. A link that changes whose words a claim is makes the map stale.
    """
    if report.is_summary:
        return report
    key, marks = story_key(report.text), dict.fromkeys(story_marks(report.text))
    alike = Report.objects.like_story(report.theatre, key, marks).exclude(pk=report.pk)
    first = next((other for other in alike[:COMPARED] if is_copy(report.text, other.text)), None)
    report.story = first.story if first is not None and first.story else key
    report.save(update_fields=["story"])
    StoryMark.objects.bulk_create([StoryMark(report=report, mark=mark) for mark in marks])
    if Claim.objects.filter(report__story=report.story, report__theatre=report.theatre).exists():
        touch_theatre(theatre=report.theatre)
    return report


def known_version(*, theatre: Theatre, source: Source, address: str) -> Report | None:
    """Return the newest version of a source's article at this address, if one is there, and keep it from others meanwhile."""
    if not address:
        return None
    found = Report.objects.filter(theatre=theatre, source=source, address=address).order_by("-version")
    return found.select_for_update().first()


def copies_of(report: Report) -> list[Report]:
    """Return the reports of other sources that tell the same story, the first published first."""
    if not report.story:
        return []
    others = Report.objects.filter(theatre=report.theatre_id, story=report.story).exclude(source=report.source_id)
    return list(others.select_related("source").defer("text").order_by("published_at", "id"))

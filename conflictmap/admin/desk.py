"""The review desk: one page a report, its text with every mention marked, the queue beside it, and a form for each act.

Every act is a POST to the page's own address. A browser without script is sent back to the page; a script asks for JSON.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from conflictmap import tasks
from conflictmap.models import Mention, Place, Report
from conflictmap.pipeline.review import DecidedMeanwhile, accept_mention, reject_mention
from conflictmap.pipeline.settle import place_by_hand, resolve_to_entry, settle_alike, suggested, undo_decisions

from .desk_keys import KEYS
from .desk_rows import following, is_waiting, mentions_of, rows_of, suggestion_of, waiting_reports
from .marked_text import pieces_of
from .rows import as_refusal, editor_of, messages_of

#: What is known of a place that is made on the spot, as most are.
KIND_BY_HAND, PRECISION_M_BY_HAND = "village", 2000
#: Mentions whose decisions may be taken back together.
MOST_UNDONE = 500


def first_view(request: HttpRequest) -> HttpResponse:
    """Send the editor to the first report with mentions that await review."""
    _must(request, "conflictmap.view_mention")
    report = waiting_reports().first()
    if report is None:
        messages.info(request, "No mention awaits review.")
        return HttpResponseRedirect(reverse("admin:conflictmap_report_changelist"))
    return HttpResponseRedirect(address_of(report))


def desk_view(request: HttpRequest, pk: UUID, context: dict[str, Any]) -> HttpResponse:
    """Show a report's desk, answer a search, or do an act. `context` is the admin site's."""
    _must(request, "conflictmap.view_report", "conflictmap.view_mention")
    report = Report.objects.select_related("theatre", "source").filter(pk=pk).first()
    if report is None:
        raise Http404("There is no such report.")
    if request.method == "POST":
        return _answer(request, report)
    if _wants_json(request):
        found = suggested(theatre=report.theatre, words=request.GET.get("q", ""))
        return JsonResponse({"results": [suggestion_of(entry) for entry in found]})
    return render(request, "admin/conflictmap/report/desk.html", context | _shown(request, report))


def address_of(report: Report, **query: str) -> str:
    """Return the address of a report's desk."""
    address = reverse("admin:conflictmap_report_desk", args=[report.pk])
    return f"{address}?{urlencode(query)}" if query else address


def _shown(request: HttpRequest, report: Report) -> dict[str, Any]:
    mentions = mentions_of(report)
    rows = rows_of(mentions)
    by_id = {row["id"]: row for row in rows}
    asked = request.GET.get("mention", "")
    chosen = by_id.get(asked) or next((row for row in rows if row["is_waiting"]), rows[0] if rows else None)
    words = request.GET.get("q", "")
    ahead = following(report)
    return {
        "title": report.title,
        "report": report,
        "pieces": [
            {"text": piece.text, "row": by_id[str(piece.mention.pk)] if isinstance(piece.mention, Mention) else None}
            for piece in pieces_of(report.text, mentions)
        ],
        "rows": rows,
        "keys": KEYS,
        "chosen": chosen,
        "waiting": sum(row["is_waiting"] for row in rows),
        "may_decide": request.user.has_perm("conflictmap.change_mention"),
        "may_make": _may_make(request),
        "may_claim": request.user.has_perm("conflictmap.add_claim"),
        "words": words,
        "results": [suggestion_of(entry) for entry in suggested(theatre=report.theatre, words=words)],
        "kinds": Place._meta.get_field("kind").flatchoices,
        "kind_by_hand": KIND_BY_HAND,
        "precision_m_by_hand": PRECISION_M_BY_HAND,
        "next_address": address_of(ahead) if ahead else "",
        "next_title": ahead.title if ahead else "",
    }


# --- Acts ---------------------------------------------------------------------------------------------------------
def _answer(request: HttpRequest, report: Report) -> HttpResponse:
    _must(request, "conflictmap.change_mention")
    mention = _mention(report, request.POST.get("mention", ""))
    status = 200
    try:
        done, said = _do(request, report, mention)
        level = messages.SUCCESS
    except DecidedMeanwhile as meanwhile:
        done, said, level, status = [meanwhile.mention], messages_of(meanwhile), messages.ERROR, 409
    except (ValidationError, IntegrityError, DataError) as error:
        done, said, level, status = [], messages_of(as_refusal(error)), messages.ERROR, 400
    if _wants_json(request):
        return JsonResponse({"said": said, "rows": _changed(report, done)}, status=status)
    messages.add_message(request, level, said)
    here = request.POST.get("act") == "undo" or status != 200
    return HttpResponseRedirect(address_of(report, mention=str(mention.pk)) if here else _next_address(report, mention))


def _do(request: HttpRequest, report: Report, mention: Mention) -> tuple[list[Mention], str]:
    act, seen, by = request.POST.get("act", ""), request.POST.get("seen", ""), editor_of(request)
    if act == "accept":
        mention = accept_mention(mention=mention, by=by, candidate=int(_number(request, "candidate", 0)), seen=seen)
    elif act == "reject":
        mention = reject_mention(mention=mention, by=by, seen=seen)
    elif act == "entry":
        mention = resolve_to_entry(mention=mention, entry=request.POST.get("entry", ""), by=by, seen=seen)
    elif act == "place":
        if not _may_make(request):
            raise PermissionDenied
        mention = place_by_hand(
            mention=mention,
            name=request.POST.get("name", ""),
            kind=request.POST.get("kind", KIND_BY_HAND),
            longitude=_number(request, "longitude"),
            latitude=_number(request, "latitude"),
            precision_m=int(_number(request, "precision_m", PRECISION_M_BY_HAND)),
            by=by,
            seen=seen,
        )
        tasks.claims_changed(report.theatre)
    elif act == "alike":
        settled = settle_alike(mention=mention, by=by)
        return [mention, *settled], f"“{mention.text}”: the same answer for {len(settled)} more."
    elif act == "undo":
        return _undo(request, report)
    else:
        raise ValidationError("There is no such act.")
    place = mention.place.name if mention.place else "no place"
    return [mention], f"“{mention.text}”: {mention.get_status_display().lower()}, {place}."


def _undo(request: HttpRequest, report: Report) -> tuple[list[Mention], str]:
    ids, seen = request.POST.getlist("mention")[:MOST_UNDONE], request.POST.getlist("seen")
    decided = [(_mention(report, one), seen[n] if n < len(seen) else "") for n, one in enumerate(ids)]
    undone = undo_decisions(decided=decided, by=editor_of(request))
    first = undone[0].text if undone else ""
    return undone, f"“{first}” awaits review again." if len(undone) == 1 else f"{len(undone)} await review again."


def _changed(report: Report, done: list[Mention]) -> list[dict[str, Any]]:
    """Return the rows of what was decided, and of all alike: what another editor has made of them is seen too."""
    rows = rows_of(mentions_of(report))
    changed = {str(mention.pk) for mention in done}
    alike = {row["likeness"] for row in rows if row["id"] in changed}
    return [row for row in rows if row["likeness"] in alike]


def _next_address(report: Report, mention: Mention) -> str:
    waiting = [one for one in mentions_of(report) if is_waiting(one)]
    after = next((one for one in waiting if one.start > mention.start), waiting[0] if waiting else mention)
    return address_of(report, mention=str(after.pk))


def _mention(report: Report, pk: str) -> Mention:
    try:
        found = report.mentions.select_related("report__theatre").filter(pk=UUID(pk)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404("The report has no such mention.")
    return found


def _number(request: HttpRequest, name: str, default: float | None = None) -> float:
    given = request.POST.get(name, "")
    if not given and default is not None:
        return default
    try:
        value = float(given)
    except ValueError:
        raise ValidationError({name: "is not a number"}) from None
    if not abs(value) < 1_000_000:
        raise ValidationError({name: "is out of range"})
    return value


def _must(request: HttpRequest, *permissions: str) -> None:
    if not all(request.user.has_perm(permission) for permission in permissions):
        raise PermissionDenied


def _may_make(request: HttpRequest) -> bool:
    return request.user.has_perm("conflictmap.change_mention") and request.user.has_perm("conflictmap.add_place")


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")

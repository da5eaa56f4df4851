"""What the API lists: for each kind of row its reads, filters, order and shape. Lists, exports and the schema follow this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from rest_framework.serializers import Serializer

from conflictmap.models import Actor, Claim, Place, Release, Report, Source, Strike, Theatre

from . import filters, serializers, statements
from .params import Given

Rows = QuerySet[Any]
#: A theatre's boundary is long and belongs to the theatre's own page; rows need its slug, time zone and rounding.
_THEATRE_BALLAST = tuple(
    f"theatre__{name}" for name in ("boundary", "lenses", "country_codes", "attribution", "data_licence")
)


def _as_given(rows: Rows, given: Given) -> Rows:
    return rows


@dataclass(frozen=True, slots=True)
class Listing:
    """One kind of row. `sort_key` ends in a unique field; `place_path` leads from a row to its place, empty for a place itself."""

    name: str
    thing: str
    rows: Callable[[], Rows]
    serializer: type[Serializer[Any]]
    sort_key: tuple[str, ...]
    filters: tuple[str, ...] = ()
    paths: dict[str, str] = field(default_factory=dict)
    narrow: Callable[[Rows, Given], Rows] = _as_given
    newest_first: bool = False
    properties: type[Serializer[Any]] | None = None
    place_path: str = ""
    lookup: str = "pk"

    def select(self, given: Given) -> Rows:
        """Return the rows that a list shows, unordered. Raises ProblemError (400) for values that name nothing."""
        return self.narrow(filters.select(self.rows(), given, self.paths), given)

    def place_of(self, row: Any) -> Place:
        place: Place = getattr(row, self.place_path) if self.place_path else row
        return place


def _of_theatre(model: type[Any]) -> Callable[[], Rows]:
    return lambda: model.objects.select_related("theatre").defer(*_THEATRE_BALLAST)


def _places() -> Rows:
    return Place.objects.select_related("theatre", "parent").defer(
        *_THEATRE_BALLAST, "parent__extent", "parent__names", "parent__note", "note"
    )


def _places_shown(rows: Rows, given: Given) -> Rows:
    return rows.in_bbox(given["bbox"]) if "bbox" in given else rows  # type: ignore[attr-defined]


def _reports() -> Rows:
    """Select reports with their text only where it is our own summary."""
    rows = Report.objects.select_related("theatre", "source").defer(*_THEATRE_BALLAST, "text", "notes", "source__note")
    own_words = Report.objects.filter(pk=OuterRef("pk"), is_summary=True).values("text")
    return filters.without_held_back(rows.annotate(summary=Subquery(own_words)), "published_at")


def _reports_shown(rows: Rows, given: Given) -> Rows:
    return filters.moments_between(rows, "published_at", given)


def _releases_shown(rows: Rows, given: Given) -> Rows:
    return filters.moments_between(rows.public(), "published_at", given)  # type: ignore[attr-defined]


def _statements(model: type[Claim] | type[Strike]) -> Rows:
    rows: Rows = (
        model.objects.signed_off()
        .select_related("theatre", "place", "source", "via")
        .defer(*_THEATRE_BALLAST, "place__names", "place__note", "source__note", "via__note")
    )
    return filters.without_held_back(rows.annotate(successor=F("superseded_by")), "reported_at")


def _claims() -> Rows:
    return _statements(Claim).select_related("actor")


def _strikes() -> Rows:
    return _statements(Strike).prefetch_related(Prefetch("attackers", Actor.objects.order_by("order", "slug")))


def _statements_shown(rows: Any, given: Given) -> Rows:
    if given.get("basis") == "retracted":
        rows = rows.filter(superseded_by__isnull=True, basis="retracted")
    else:
        rows = rows.active()
        if "basis" in given:
            rows = rows.filter(basis=given["basis"])
    if "grading" in given:
        rows = rows.filter(grading=given["grading"])
    if "bbox" in given:
        rows = rows.in_bbox(given["bbox"])
    shown: Rows = rows.overlapping(given.get("from"), given.get("to"))
    return shown


_STATEMENT_FILTERS = ("theatre", "place", "actor", "source", "alignment", "basis", "from", "to", "bbox")
_STATEMENT_PATHS = {
    "theatre": "theatre_id",
    "place": "place_id",
    "source": "source_id",
    "alignment": "source__alignment",
}

THEATRES = Listing(
    name="theatres",
    thing="theatre",
    rows=Theatre.objects.all,
    serializer=serializers.TheatreSerializer,
    sort_key=("slug",),
    lookup="slug",
)
ACTORS = Listing(
    name="actors",
    thing="actor",
    rows=_of_theatre(Actor),
    serializer=serializers.ActorSerializer,
    sort_key=("order", "slug", "id"),
    filters=("theatre",),
    paths={"theatre": "theatre_id"},
)
SOURCES = Listing(
    name="sources",
    thing="source",
    rows=_of_theatre(Source),
    serializer=serializers.SourceSerializer,
    sort_key=("slug", "id"),
    filters=("theatre", "alignment"),
    paths={"theatre": "theatre_id", "alignment": "alignment"},
)
PLACES = Listing(
    name="places",
    thing="place",
    rows=_places,
    serializer=serializers.PlaceSerializer,
    sort_key=("slug", "id"),
    filters=("theatre", "place", "bbox"),
    paths={"theatre": "theatre_id", "place": "pk"},
    narrow=_places_shown,
    properties=serializers.PlacePropertiesSerializer,
)
REPORTS = Listing(
    name="reports",
    thing="report",
    rows=_reports,
    serializer=serializers.ReportSerializer,
    sort_key=("published_at", "id"),
    newest_first=True,
    filters=("theatre", "source", "alignment", "from", "to"),
    paths={"theatre": "theatre_id", "source": "source_id", "alignment": "source__alignment"},
    narrow=_reports_shown,
)
CLAIMS = Listing(
    name="claims",
    thing="claim",
    rows=_claims,
    serializer=statements.ClaimSerializer,
    sort_key=("date_start", "id"),
    filters=_STATEMENT_FILTERS,
    paths={**_STATEMENT_PATHS, "actor": "actor_id"},
    narrow=_statements_shown,
    properties=statements.ClaimPropertiesSerializer,
    place_path="place",
)
STRIKES = Listing(
    name="strikes",
    thing="strike",
    rows=_strikes,
    serializer=statements.StrikeSerializer,
    sort_key=("date_start", "id"),
    filters=(*_STATEMENT_FILTERS, "grading"),
    paths={**_STATEMENT_PATHS, "actor": "attackers"},
    narrow=_statements_shown,
    properties=statements.StrikePropertiesSerializer,
    place_path="place",
)
RELEASES = Listing(
    name="releases",
    thing="release",
    rows=_of_theatre(Release),
    serializer=serializers.ReleaseSerializer,
    sort_key=("published_at", "id"),
    newest_first=True,
    filters=("theatre", "from", "to"),
    paths={"theatre": "theatre_id"},
    narrow=_releases_shown,
)
LISTINGS = (THEATRES, ACTORS, PLACES, SOURCES, REPORTS, CLAIMS, STRIKES, RELEASES)
EXPORTED = (PLACES, CLAIMS, STRIKES)

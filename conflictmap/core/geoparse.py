"""A text -> what `manage.py geoparse` answers: its mentions as JSON, GeoJSON (lon, lat in degrees) or lines to read.

The reading is `rank.geocode_text`, which the tasks use: what is printed here is what an editor would be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conflictmap.core.draft_records import drafts_json
from conflictmap.core.drafts import drafts_of
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.rank import geocode_text
from conflictmap.core.records import Actor, Source
from conflictmap.core.toponyms import Candidate, GeocodedMention

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a theatre knows: its actors and sources, by whose slugs drafts go, and its time zone. Without a theatre: nobody."""

    actors: tuple[Actor, ...] = ()
    sources: tuple[Source, ...] = ()
    time_zone: str = "UTC"


NOBODY = Cast()


def geoparse(text: str, gazetteer: Gazetteer, published_at: datetime | None = None, cast: Cast = NOBODY) -> Json:
    """Return `mentions` and `drafts` of a text. Offsets count characters of the text as given; `published_at` is aware."""
    found = geocode_text(text, gazetteer)
    drafts = drafts_of(text, found, published_at, cast.actors, cast.sources, cast.time_zone)
    return {"mentions": [mention_json(mention) for mention in found], "drafts": drafts_json(drafts)}


def mention_json(found: GeocodedMention) -> Json:
    """Return a mention with the place it stands for first among its candidates; null where no candidate is known."""
    span, best = found.mention, found.best
    entry = best.entry if best else None
    return {
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "name": entry.name if entry else span.name,
        "geonames_id": entry.geonames_id if entry else None,
        "latitude": entry.latitude if entry else None,
        "longitude": entry.longitude if entry else None,
        "kind": entry.kind if entry else span.kind_hint,
        "precision": best.precision if best else None,
        "score": best.score if best else None,
        "status": found.status,
        "demonym": span.demonym,
        "conflicts": list(found.conflicts),
        "candidates": [candidate_json(candidate) for candidate in found.candidates],
    }


def candidate_json(candidate: Candidate) -> Json:
    """Return a candidate with its score and the reasons for it in words."""
    entry = candidate.entry
    return {
        "name": entry.name,
        "geonames_id": entry.geonames_id,
        "slug": entry.slug,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "kind": entry.kind,
        "country_code": entry.country_code,
        "population": entry.population,
        "precision": candidate.precision,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
    }


def features(parsed: Json, **properties: Any) -> Iterator[Json]:
    """Return each mention as a Feature at its place's point; one without a place has no geometry."""
    for mention in parsed["mentions"]:
        known = mention["latitude"] is not None
        position = [mention["longitude"], mention["latitude"]]
        rest = {key: value for key, value in mention.items() if key not in {"latitude", "longitude"}}
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": position} if known else None,
            "properties": properties | rest,
        }


def lines(parsed: Json) -> Iterable[str]:
    """Return each mention in a line, what speaks for its place and what the text contradicts under it."""
    for mention in parsed["mentions"]:
        words = " ".join(mention["text"].split())
        at = f"{mention['start']}–{mention['end']}"
        if mention["latitude"] is None:
            yield f"{at:>12}  {words}: in no gazetteer"
            continue
        kind = "demonym of" if mention["demonym"] else mention["kind"]
        yield (
            f"{at:>12}  {words}: {kind} {mention['name']}, {mention['latitude']:.4f} N {mention['longitude']:.4f} E, "
            f"{mention['status']}, score {mention['score']:.2f}"
        )
        yield f"{'':14}{'; '.join(mention['candidates'][0]['reasons'])}"
        for conflict in mention["conflicts"]:
            yield f"{'':14}but {conflict}"

"""What the release's time is held against: cells of the nearest claim, dissolved by holder, for every day.

Coordinates are longitude, latitude in degrees. The simple method knows the latest claim of each place and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from conflictmap.core.records import Snapshot
from tests.benchmarks.truth import Floats

Cells = NDArray[np.object_]
Held = NDArray[np.str_]


def recomputed(snapshot: Snapshot) -> int:
    """Build the cells anew for every day, unite them by holder, and clip that to the theatre; return how many polygons."""
    land, count = shape(snapshot.theatre.boundary), 0
    for _, sites, held in _days(snapshot):
        cells = _cells(sites, land)
        for holder in np.unique(held).tolist():
            count += len(shapely.get_parts(shapely.intersection(shapely.union_all(cells[held == holder]), land)))
    return count


def cached(snapshot: Snapshot) -> int:
    """Build and clip the cells once for a set of sites, and unite them by holder, as the coverage they are, for every day."""
    land, count = shape(snapshot.theatre.boundary), 0
    known: tuple[str, ...] = ()
    cells: Cells = np.array([], dtype=object)
    for places, sites, held in _days(snapshot):
        if places != known:
            known, cells = places, shapely.intersection(_cells(sites, land), land)
        for holder in np.unique(held).tolist():
            count += len(shapely.get_parts(shapely.coverage_union_all(cells[held == holder])))
    return count


def _cells(sites: Floats, land: shapely.Geometry) -> Cells:
    whole = shapely.voronoi_polygons(shapely.MultiPoint(sites), extend_to=land, ordered=True)
    return np.asarray(shapely.get_parts(whole))


def _days(snapshot: Snapshot) -> Iterator[tuple[tuple[str, ...], Floats, Held]]:
    """Yield for every day the places with a claim, where they are, and who holds each by its latest claim."""
    where = {place.slug: (place.longitude, place.latitude) for place in snapshot.places}
    claims = sorted(snapshot.claims, key=lambda claim: claim.date_start, reverse=True)
    latest: dict[str, str] = {}
    for ordinal in range(snapshot.theatre.date_start.toordinal(), snapshot.theatre.date_end.toordinal() + 1):
        while claims and claims[-1].date_start.toordinal() <= ordinal:
            claim = claims.pop()
            latest[claim.place] = claim.actor
        places = tuple(sorted(latest))
        yield places, np.array([where[place] for place in places]), np.array([latest[place] for place in places])

"""Square kilometres and kilometres of what is drawn in longitude and latitude (degrees, WGS 84)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Path = Sequence[tuple[float, float]]

#: WGS 84: the semi-major axis in kilometres and the first eccentricity.
MAJOR_KM = 6378.137
ECCENTRICITY = 0.0818191908426215


def area_km2(rings: Sequence[Path]) -> float:
    """Return the area of a polygon, shell first, then holes, in square kilometres.

    By Lambert's cylindrical equal-area projection of the ellipsoid (Snyder 1987, equations 3-12 and 10-14). Edges are straight in
    longitude and latitude, which is how the map draws them.
    """
    shell, *holes = (abs(_shoelace(np.asarray(ring, dtype=np.float64))) for ring in rings)
    return float(shell - sum(holes))


def length_km(path: Path) -> float:
    """Return the length of a line in kilometres, by the great circle on the mean Earth between its points."""
    line = np.asarray(path, dtype=np.float64)
    return float(lengths_km(line[:-1], line[1:]).sum())


def lengths_km(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far (n, 2) points lie from others, lon, lat in degrees, by the great circle on the mean Earth."""
    one, other = np.radians(start), np.radians(end)
    half = np.sin((other - one) / 2) ** 2
    chord = half[:, 1] + np.cos(one[:, 1]) * np.cos(other[:, 1]) * half[:, 0]
    return np.asarray(2 * 6371.0088 * np.arcsin(np.sqrt(chord)))


def equal_area_plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project (n, 2) points, lon, lat in degrees, to a plane in kilometres on which areas are true."""
    return np.stack([np.radians(points[:, 0]) * MAJOR_KM, _authalic(np.radians(points[:, 1])) * MAJOR_KM / 2], axis=1)


def _shoelace(ring: NDArray[np.float64]) -> float:
    x, y = equal_area_plane(ring).T
    # Relative to the first point, so that large coordinates don't cost digits.
    x, y = x - x[0], y - y[0]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def _authalic(latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Snyder's q: twice the sine of the latitude, corrected for the ellipsoid."""
    e, s = ECCENTRICITY, np.sin(latitude)
    return (1 - e * e) * (s / (1 - (e * s) ** 2) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))

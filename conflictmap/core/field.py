"""States -> a control field over the network: layers of memberships, distance to evidence, confidence.

Memberships spread as a harmonic field on the triangulation, held softly to what each place's state says. An edge conducts by
its cotangent weight times its length: where places are far apart, what holds at one of them reaches further. Measured on fronts
of known truth, that beats plain cotangents, uniform weights and inverse distance wherever places are sparse.
The system matrix has no positive entry off its diagonal, so more of an actor at one place never means less of it anywhere.
Every layer is in whole numbers: memberships and confidence in 1/`QUANTUM`, support in tenths of a kilometre.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix, diags
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

from .mesh import Floats, Integers, Mesh
from .records import Actor, State, Status

# --- The options ----------------------------------------------------------------------------------------------------
QUANTUM = 1000  # a membership of 1
HOLD = 6.0  # a place outweighs all its neighbours together so many times: a contested holder's 0.6 still shows at its place
LEAST = 1e-3  # of the middle conductance: no edge conducts less, so that the matrix keeps its sign on the boundary
FAINT = 10  # thinner memberships are dropped: they decide nothing and cost bytes
FARTHEST = 9999  # support is given up to here, tenths of a kilometre
STATUSES: tuple[Status, ...] = ("held", "contested", "claimed")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Layers over the vertices of a mesh. `memberships` maps (actor, status) to thousandths, in the actors' order."""

    memberships: dict[tuple[str, Status], Integers]
    support: Integers
    confidence: Integers


def spread(mesh: Mesh, states: Sequence[State], actors: Sequence[Actor]) -> Field:
    """Spread the states of a day over the whole network.

    A contested holder's ground and that of its contenders is contested; of a place claimed by one side the claimant's part is
    claimed, and the last holder's remains held. Without any state every membership is 0 and support is `FARTHEST`.
    """
    size = len(mesh.vertices)
    known = [state for state in states if state.place in mesh.vertex_of and state.mass]
    wanted: dict[tuple[str, Status], Floats] = {}
    shared = np.zeros(size)
    confidence = np.zeros(size)
    for state in known:
        vertex = mesh.vertex_of[state.place]
        shared[vertex] += 1
        confidence[vertex] += state.confidence
        for actor, mass in state.mass:
            status: Status = "contested" if state.status == "contested" else state.status
            if actor != state.holder and state.status == "claimed":
                status = "held"
            wanted.setdefault((actor, status), np.zeros(size))[vertex] += mass
    if not known:
        nowhere = np.zeros(size, dtype=np.int64)
        return Field({}, np.full(size, FARTHEST, dtype=np.int64), nowhere)
    count = np.maximum(shared, 1)
    solve = _solver(mesh, tuple(np.flatnonzero(shared).tolist()))
    order = [(actor.slug, status) for actor in actors for status in STATUSES if (actor.slug, status) in wanted]
    memberships = {key: _quantise(solve(wanted[key] / count)) for key in order}
    totals = {actor.slug: np.zeros(size, dtype=np.int64) for actor in actors}
    for (actor, _), layer in memberships.items():
        totals[actor] += layer
    return Field(
        {key: np.where(totals[key[0]] < FAINT, 0, layer) for key, layer in memberships.items()},
        _distance_to_evidence(mesh, np.flatnonzero(shared)),
        _quantise(solve(confidence / count)),
    )


class _Solver:
    """Solve (L + W) u = W m for one set of places with a state; the factors serve every actor and day."""

    def __init__(self, mesh: Mesh, held: tuple[int, ...]) -> None:
        laplacian = _laplacian(mesh)
        self.weights = np.zeros(len(mesh.vertices))
        self.weights[list(held)] = HOLD * laplacian.diagonal()[list(held)]
        self.factors = splu((laplacian + diags(self.weights)).tocsc())

    def __call__(self, values: Floats) -> Floats:
        return np.asarray(self.factors.solve(self.weights * values), dtype=np.float64)


@lru_cache(maxsize=32)
def _solver(mesh: Mesh, held: tuple[int, ...]) -> _Solver:
    return _Solver(mesh, held)


@lru_cache(maxsize=8)
def _laplacian(mesh: Mesh) -> csc_matrix:
    """Return the graph Laplacian of conductances, kept positive so that its off-diagonal never is."""
    plane, triangles = mesh.plane, mesh.triangles
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    weights: list[Floats] = []
    for corner in range(3):
        apex, left, right = (triangles[:, (corner + step) % 3] for step in range(3))
        to_left, to_right = plane[left] - plane[apex], plane[right] - plane[apex]
        twice_area = np.abs(to_left[:, 0] * to_right[:, 1] - to_left[:, 1] * to_right[:, 0])
        cotangent = (to_left * to_right).sum(axis=1) / twice_area
        conductance = cotangent / 2 * np.hypot(*(plane[right] - plane[left]).T)
        rows += [left, right]
        columns += [right, left]
        weights += [conductance, conductance]
    size = len(plane)
    matrix = coo_matrix(
        (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))), shape=(size, size)
    ).tocsr()
    matrix.data = np.maximum(matrix.data, LEAST * np.median(matrix.data) if matrix.nnz else 0.0)
    return csc_matrix(diags(np.asarray(matrix.sum(axis=1)).ravel()) - matrix)


def _distance_to_evidence(mesh: Mesh, evidence: Integers) -> Integers:
    distance, _ = cKDTree(mesh.plane[evidence]).query(mesh.plane)
    tenths: Integers = np.minimum(np.round(distance * 10), FARTHEST).astype(np.int64)
    return tenths


def _quantise(values: Floats) -> Integers:
    whole: Integers = np.clip(np.round(values * QUANTUM), 0, QUANTUM).astype(np.int64)
    return whole


def weights_at(mesh: Mesh, states: Sequence[State], triangle: int, barycentric: Floats) -> dict[str, float]:
    """Return by how much each place with evidence decides a point: weights of at least 0 that add up to 1.

    `triangle` is a row of `mesh.triangles`, `barycentric` the point's weights of its corners. Spreading is linear, so each actor's
    membership at the point is the sum of weight x mass: the weights are one row of the estimator W (L + W)^-1, found by solving its
    adjoint once. Empty where no place has evidence.
    """
    known = [state.place for state in states if state.place in mesh.vertex_of and state.mass]
    if not known:
        return {}
    on = Counter(mesh.vertex_of[place] for place in known)
    solve = _solver(mesh, tuple(sorted(on)))
    point = np.zeros(len(mesh.vertices))
    point[mesh.triangles[triangle]] = barycentric
    weights = np.maximum(solve.weights * solve.factors.solve(point, "T"), 0.0)
    return {place: float(weights[mesh.vertex_of[place]] / on[mesh.vertex_of[place]]) for place in known}

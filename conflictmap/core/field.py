"""States -> a control field over the network: layers of memberships, distance to evidence, confidence.

Memberships spread as a harmonic field on the triangulation, held softly to what each place's state says. An edge conducts by
its cotangent weight times its length: where places are far apart, what holds at one of them reaches further. Measured on fronts
of known truth, that beats plain cotangents, uniform weights and inverse distance wherever places are sparse.
The system matrix has no positive entry off its diagonal, so more of an actor at one place never means less of it anywhere.
Every layer is in whole numbers: memberships and confidence in 1/`QUANTUM`, support in tenths of a kilometre.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
SOFTEST = 1e-12  # against all neighbours together: too little to show in any layer
FAINT = 10  # thinner memberships are dropped: they decide nothing and cost bytes
FARTHEST = 9999  # support is given up to here, tenths of a kilometre
STATUSES: tuple[Status, ...] = ("held", "contested", "claimed")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Layers over the vertices of a mesh. `memberships` maps (actor, status) to thousandths, in the actors' order."""

    memberships: dict[tuple[str, Status], Integers]
    support: Integers
    confidence: Integers


def spread(mesh: Mesh, states: Iterable[State], actors: Sequence[Actor]) -> Field:
    """Spread the states of a day over the whole network.

    A contested holder's ground and that of its contenders is contested; of a place claimed by one side the claimant's part is
    claimed, and the last holder's remains held. A doubted place shows the ground around it. Without any state every membership
    is 0 and support is `FARTHEST`.
    """
    return Spreader(mesh, actors).step({state.place: state for state in states})


class Spreader:
    """Spreads day after day: only layers of which a place changed are solved again. The result is that of `spread`."""

    def __init__(self, mesh: Mesh, actors: Sequence[Actor]) -> None:
        self.mesh, self.actors = mesh, actors
        self.known: dict[str, State] = {}
        self.at: dict[int, list[str]] = {}
        self.wanted: dict[tuple[str, Status], Floats] = {}
        self.confidence = np.zeros(len(mesh.vertices))
        self.solved: dict[tuple[str, Status] | None, Integers] = {}
        self.held: tuple[int, ...] = ()
        self.field: Field | None = None
        self.support = np.full(len(mesh.vertices), FARTHEST, dtype=np.int64)

    def step(self, changed: Mapping[str, State]) -> Field:
        """Take the states that differ from those of the last step, and return the field of them all; the same one if none does."""
        touched = set()
        for place, state in sorted(changed.items()):
            vertex = self.mesh.vertex_of.get(place)
            if vertex is None or self.known.get(place) == state:
                continue
            if state.mass:
                self.known[place] = state
            elif self.known.pop(place, None) is None:
                continue
            touched.add(vertex)
            here = self.at.setdefault(vertex, [])
            if (place in here) != (place in self.known):
                here.remove(place) if place in here else here.append(place)
                here.sort()
        stale: set[tuple[str, Status] | None] = set()
        for vertex in touched:
            stale |= self._place(vertex)
        held = tuple(sorted(vertex for vertex, places in self.at.items() if places)) if touched else self.held
        if held != self.held:
            self.held, self.solved = held, {}
            self.support = _distance_to_evidence(self.mesh, np.array(held, dtype=np.int64), len(self.support))
        self.solved = {key: layer for key, layer in self.solved.items() if key not in stale}
        if stale or self.field is None:
            self.field = self._field()
        return self.field

    def _place(self, vertex: int) -> set[tuple[str, Status] | None]:
        """Write what the places at a vertex amount to into the layers; return those that changed."""
        now: dict[tuple[str, Status], float] = {}
        confidence = 0.0
        here = [self.known[place] for place in self.at[vertex]]
        for state in here:
            confidence += state.confidence / len(here)
            for actor, mass in state.mass:
                status: Status = state.status
                if state.doubted or (actor != state.holder and state.status == "claimed"):
                    status = "held"
                now[actor, status] = now.get((actor, status), 0.0) + mass / len(here)
        stale: set[tuple[str, Status] | None] = set()
        for key in {*now, *self.wanted}:
            if key not in self.wanted:
                self.wanted[key] = np.zeros(len(self.confidence))
            layer = self.wanted[key]
            if layer[vertex] != now.get(key, 0.0):
                layer[vertex] = now.get(key, 0.0)
                stale.add(key)
        if self.confidence[vertex] != confidence:
            self.confidence[vertex] = confidence
            stale.add(None)
        return stale

    def _field(self) -> Field:
        if not self.held:
            return Field({}, self.support, np.zeros(len(self.support), dtype=np.int64))
        order = [
            (a.slug, s)
            for a in self.actors
            for s in STATUSES
            if (a.slug, s) in self.wanted and self.wanted[a.slug, s].any()
        ]
        missing = [key for key in (*order, None) if key not in self.solved]
        if missing:
            solve = _solver(self.mesh, self.held)
            for key in missing:
                self.solved[key] = _quantise(solve(self.confidence if key is None else self.wanted[key]))
        totals = {actor.slug: np.zeros(len(self.support), dtype=np.int64) for actor in self.actors}
        for actor, status in order:
            totals[actor] += self.solved[actor, status]
        memberships = {key: np.where(totals[key[0]] < FAINT, 0, self.solved[key]) for key in order}
        return Field(memberships, self.support, self.solved[None])


class _Solver:
    """Solve (L + W) u = W m for one set of places with a state; the factors serve every actor and day."""

    def __init__(self, mesh: Mesh, held: tuple[int, ...]) -> None:
        laplacian = _laplacian(mesh)
        self.weights = np.zeros(len(mesh.vertices))
        self.weights[list(held)] = HOLD * laplacian.diagonal()[list(held)]
        # An island without evidence would leave the matrix singular: it is held to nothing at all, ever so softly.
        self.factors = splu((laplacian + diags(self.weights + SOFTEST * laplacian.diagonal())).tocsc())

    def __call__(self, values: Floats) -> Floats:
        return np.asarray(self.factors.solve(self.weights * values), dtype=np.float64)


@lru_cache(maxsize=4)
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


def _distance_to_evidence(mesh: Mesh, evidence: Integers, size: int) -> Integers:
    if not len(evidence):
        return np.full(size, FARTHEST, dtype=np.int64)
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

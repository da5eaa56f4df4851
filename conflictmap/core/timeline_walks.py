"""Walks through days: pieces of one timeline that follow each other are made in one go, by whoever comes first to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .records import Snapshot
from .release_numbers import Numbers
from .release_store import Part, Store
from .timeline import Walk, walk_grounds
from .timeline_pieces import Piece, Plan, make_pieces

#: Where a release is made by several, each takes so many pieces at a time: beginning in the middle takes as long as some days.
SHARED_PIECES = 6
#: How often parts that somebody has taken away in the meantime are made again.
ROUNDS = 3

#: Is handed the walks that a release still needs, in the order in which they are made, for whoever can help from the last.
Share = Callable[[Sequence[Sequence[Piece]]], None]


def make_all(
    snapshot: Snapshot,
    numbers: Numbers,
    plan: Plan,
    store: Store,
    walk: Walk,
    share: Share | None,
    progress: Callable[[str], None],
) -> dict[str, Part]:
    """Make the pieces of all timelines that the store lacks; return all by their keys. Nobody is waited for.

    Raises OSError when the store loses what is put there.
    """
    for _ in range(ROUNDS):
        walks = walks_to_make(plan.values(), store, SHARED_PIECES if share else None)
        if walks and share:
            share(walks)
        for pieces in walks:
            progress(f"timeline {pieces[0].lens} {pieces[0].clock} from {pieces[0].first}")
            make_walk(snapshot, numbers, pieces, store, walk)
        made = {piece.key: store.get(piece.key) for pieces in plan.values() for piece in pieces}
        found = {key: part for key, part in made.items() if part is not None}
        if len(found) == len(made):
            return found
    raise OSError("Pieces of timelines were lost as soon as they were made.")


def walks_to_make(timelines: Iterable[Sequence[Piece]], store: Store, most: int | None = None) -> list[list[Piece]]:
    """Return the pieces that the store lacks, those that follow each other together, at most `most` of them."""
    walks: list[list[Piece]] = []
    for pieces in timelines:
        last: Piece | None = None
        for piece in pieces:
            if store.get(piece.key) is None:
                if last is None or last.number + 1 != piece.number or len(walks[-1]) == most:
                    walks.append([])
                walks[-1].append(piece)
                last = piece
    return walks


def make_walk(
    snapshot: Snapshot, numbers: Numbers, pieces: Sequence[Piece], store: Store, walk: Walk = walk_grounds
) -> None:
    """Make those of some pieces, which follow each other in one timeline, that the store still lacks."""
    missing = [piece for piece in pieces if store.get(piece.key) is None]
    if not missing:
        return
    # From the first to the last that is missing: what lies between was made by somebody else just now.
    wanted = [piece for piece in pieces if missing[0].number <= piece.number <= missing[-1].number]
    for number, _ in enumerate(make_pieces(snapshot, numbers, wanted, store, walk), 1):
        if all(store.get(piece.key) is not None for piece in wanted[number:]):
            return  # another has made the rest in the meantime

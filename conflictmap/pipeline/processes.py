"""Helping to publish by more processes of this machine, where no workers are."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import django

from conflictmap.core.records import Snapshot
from conflictmap.core.release_numbers import Numbers
from conflictmap.core.timeline import Walk, walk_grounds
from conflictmap.core.timeline_pieces import Piece, claim_texts, plan_pieces
from conflictmap.core.timeline_walks import Share, make_walk, walks_to_make

from .garbage import rare_collections
from .kept_parts import FolderStore

#: Of fewer days the start of another process takes longer than its help saves.
LEAST_DAYS = 400
#: More helpers would fill the memory of a usual machine.
MOST_HELPERS = 3

#: Makes pieces, given the keys of one walk after the other; it must be importable by name, and so must what it is bound to.
Work = Callable[[Sequence[Sequence[str]]], object]


@contextmanager
def helping_processes(work: Work, count: int | None = None) -> Iterator[Share]:
    """Yield what starts processes that make pieces, from the last; at the end of the block they are stopped, done or not.

    `count` is how many: one less than there are cores, unless told. For a few days' work none is started.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    helpers = min(cores - 1, MOST_HELPERS) if count is None else count
    children: list[BaseProcess] = []

    def share(walks: Sequence[Sequence[Piece]]) -> None:
        if sum(len(piece.made_of) for pieces in walks for piece in pieces) < LEAST_DAYS:
            return
        backwards = [[piece.key for piece in pieces] for pieces in reversed(walks)]
        for number in range(helpers):
            mine = backwards[number::helpers]
            child = multiprocessing.get_context("spawn").Process(target=work, args=(mine,), daemon=True)
            child.start()
            children.append(child)

    try:
        yield share
    finally:
        # What they were at is written whole or not at all, and nobody needs it any more.
        for child in children:
            child.terminate()
        for child in children:
            child.join()


def help_publishing(slug: str) -> Work:
    """Return the work of a process that helps to publish a theatre of the database."""
    return partial(_help_publishing, slug)


def help_compiling(snapshot: Snapshot, root: Path, walk: Walk = walk_grounds) -> Work:
    """Return the work of a process that helps to compile a snapshot, keeping what it makes in `FolderStore(root)`."""
    return partial(_help_compiling, snapshot, root, walk)


def _help_publishing(slug: str, walks: Sequence[Sequence[str]]) -> None:
    django.setup()
    from .publish import help_publish  # models can't be imported before

    with rare_collections():
        for keys in walks:
            help_publish(slug=slug, keys=keys)


def _help_compiling(snapshot: Snapshot, root: Path, walk: Walk, walks: Sequence[Sequence[str]]) -> None:
    store, numbers = FolderStore(root), Numbers(snapshot)
    with rare_collections():
        plan = plan_pieces(snapshot, numbers, claim_texts(snapshot))
        for keys in walks:
            wanted = [[piece for piece in pieces if piece.key in keys] for pieces in plan.values()]
            for pieces in walks_to_make(wanted, store):
                make_walk(snapshot, numbers, pieces, store, walk)

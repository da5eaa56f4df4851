"""A small run of the proof that `python -m tests.benchmarks ingest` makes with ten thousand reports."""

from __future__ import annotations

import pytest

from tests.benchmarks.ingest import NAMED, Proof, prove
from tests.services import Missing

REPORTS = 150


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    try:
        return prove(REPORTS, tmp_path_factory.mktemp("proof"))
    except Missing as missing:
        pytest.skip(str(missing))


def test_every_mention_is_geocoded_exactly_once_though_a_worker_is_killed_and_redis_forgets(proof: Proof) -> None:
    assert (proof.reports, proof.mentions) == (REPORTS, REPORTS * NAMED)
    assert (proof.once, proof.more_often, proof.never) == (REPORTS * NAMED, 0, 0)


def test_the_worker_was_killed_and_redis_restarted_on_the_way(proof: Proof) -> None:
    assert 0 < proof.geocoded_when_killed < proof.expected
    assert proof.geocoded_when_killed <= proof.geocoded_when_restarted < proof.expected

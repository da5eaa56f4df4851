"""Many reports through two workers, one of which is killed, while Redis is restarted and forgets all messages: what is lost?

Real servers: PostgreSQL, Redis, `manage.py ingest`, two workers and the timer as the image starts them. A trigger in the database
writes down every geocoding of a mention, whoever does it, so that exactly once is counted and not concluded.
"""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from tests import services

REPORTS = 10_000
THEATRE, SOURCE = "northern-syria", "sohr"
PLACES = "Aleppo Hama Idlib Saraqib Anadan Damascus Homs Manbij".split()
NAMED = 3  # places in each report
#: Of all mentions, so many are geocoded when a worker is killed, and when Redis is restarted.
KILL_AT, RESTART_AT = 0.15, 0.4
AUDIT = """
create table geocoding (mention uuid not null);
create function note_geocoding() returns trigger language plpgsql as $$
begin insert into geocoding values (new.id); return new; end $$;
create trigger note_geocoding after update on conflictmap_mention for each row
when (old.geocoded_at is distinct from new.geocoded_at or old.status is distinct from new.status)
execute function note_geocoding();
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was counted: mentions that were to be found, that are there, that were geocoded once and more often."""

    reports: int
    expected: int
    mentions: int
    once: int
    more_often: int
    never: int
    geocoded_when_killed: int
    geocoded_when_restarted: int
    messages_lost: int
    seconds: float
    cpu_seconds: float

    @property
    def holds(self) -> bool:
        return self.expected == self.mentions == self.once and self.more_often == self.never == 0


def write_reports(folder: Path, count: int) -> None:
    """Write so many short reports, each of other words, and each naming three places of the theatre."""
    for number in range(count):
        first, second, third = (PLACES[(number * step + step) % len(PLACES)] for step in (1, 3, 5))
        (folder / f"{number:06}.txt").write_text(
            f"Notice {number} of the day\n\nShells fell on {first} in the night, {number % 90 + 2} of them, residents said. "
            f"By noon it was quiet in {second}. Nobody was seen on the road to {third} before {number} o'clock.\n"
        )


def prove(
    count: int, scratch: Path, *, sweep_seconds: int = 3, say: Callable[[str], None] = lambda _line: None
) -> Proof:
    """Take in so many reports, kill a worker and restart Redis on the way, wait until all is read, and count."""
    reports = scratch / "reports"
    reports.mkdir()
    write_reports(reports, count)
    expected, began, spent = count * NAMED, time.monotonic(), _cpu_seconds()
    with ExitStack() as stack:
        database = stack.enter_context(services.postgres())
        redis, redis_url = services.redis_service(stack.enter_context(services.temporary_folder("cm-redis-")))
        stack.enter_context(services.running(redis))
        env = services.environment(
            DATABASE_URL=database, REDIS_URL=redis_url, CONFLICTMAP_VAR=str(scratch), SECRET_KEY="a key of this proof",
            SWEEP_SECONDS=str(sweep_seconds), TASK_VISIBILITY_SECONDS="20", LOG_LEVEL="INFO", OPENBLAS_NUM_THREADS="1",
        )  # fmt: skip
        for command in (["migrate", "--verbosity", "0"], ["load_theatre", services.THEATRE_FOLDER]):
            services.run(["python", "manage.py", *command], env)
        counting = stack.enter_context(_connected(database))
        # The theatre's own reports are of no interest here.
        counting.execute("update conflictmap_report set extracted_at = now()")
        counting.execute(AUDIT)
        import redis as client

        client.Redis.from_url(redis_url).flushall()
        workers = [services.celery_worker(scratch, env, name) for name in ("first", "second")]
        for worker in (*workers, services.celery_beat(scratch, env)):
            stack.enter_context(services.running(worker))
        ingest = stack.enter_context(
            subprocess.Popen(
                [
                    *("python", "manage.py", "ingest", str(reports), "--theatre", THEATRE, "--source", SOURCE),
                    *("--published-at", "2024-12-01", "--quiet"),
                ],
                cwd=services.ROOT,
                env=env,
            )
        )
        stack.callback(ingest.kill)

        def geocoded() -> int:
            return _number(counting, "select count(*) from geocoding")

        _wait(lambda: geocoded() >= expected * KILL_AT, ingest, say)
        workers[0].kill()
        killed = geocoded()
        say(f"a worker is killed when {killed:,} of {expected:,} mentions are geocoded")
        workers[0].start()
        _wait(lambda: geocoded() >= expected * RESTART_AT, ingest, say)
        lost = int(client.Redis.from_url(redis_url).llen("conflictmap:celery") or 0)
        redis.kill()
        redis.start()
        restarted = geocoded()
        say(f"Redis is restarted, and forgets {lost:,} messages, when {restarted:,} are geocoded")
        _wait(lambda: ingest.poll() is not None and geocoded() >= expected, ingest, say)
        # Whatever still waits in the queue must change nothing.
        _wait(lambda: not client.Redis.from_url(redis_url).llen("conflictmap:celery"), ingest, say)
        return Proof(
            reports=_number(counting, "select count(*) from conflictmap_report where title like 'Notice %'"),
            expected=expected,
            mentions=_number(counting, "select count(*) from conflictmap_mention"),
            once=_number(
                counting, "select count(*) from (select from geocoding group by mention having count(*) = 1) a"
            ),
            more_often=_number(
                counting, "select count(*) from (select from geocoding group by mention having count(*) > 1) a"
            ),
            never=_number(
                counting, "select count(*) from conflictmap_mention where id not in (select mention from geocoding)"
            ),
            geocoded_when_killed=killed,
            geocoded_when_restarted=restarted,
            messages_lost=lost,
            seconds=time.monotonic() - began,
            cpu_seconds=_cpu_seconds() - spent,
        )


def main(count: int) -> None:
    """Print what was counted."""
    print(f"\n{count:,} short reports, two workers on PostgreSQL and Redis, one killed, Redis restarted")
    with services.temporary_folder("cm-ingest-") as scratch:
        proof = prove(count, scratch, sweep_seconds=30, say=lambda line: print(f"  {line}", flush=True))
    print(f"  reports {proof.reports:,}; mentions expected {proof.expected:,}, there {proof.mentions:,}")
    print(f"  geocoded once {proof.once:,}, more often {proof.more_often:,}, never {proof.never:,}")
    print(f"  {proof.seconds:.0f} s, of them {proof.cpu_seconds:.0f} s of processors' time of all that ended")
    print(
        "  every mention was geocoded exactly once" if proof.holds else "  NOT every mention was geocoded exactly once"
    )


def _wait(done: Callable[[], bool], ingest: subprocess.Popen[bytes], say: Callable[[str], None]) -> None:
    until = time.monotonic() + 3600
    while not done():
        if ingest.poll() not in (None, 0):
            raise RuntimeError(f"manage.py ingest ended with {ingest.returncode}")
        if time.monotonic() > until:
            raise RuntimeError("waited an hour in vain")
        time.sleep(0.05)


def _connected(url: str) -> psycopg.Connection[Any]:
    parts = urlsplit(url)
    return psycopg.connect(
        host=unquote(parts.hostname or ""), user=parts.username, dbname=parts.path.lstrip("/"), autocommit=True
    )


def _number(connection: psycopg.Connection[Any], query: Any) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

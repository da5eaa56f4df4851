"""Ctrl-C ends `manage.py derive`, wherever it comes."""

from __future__ import annotations

import signal

import pytest

from conflictmap.management.commands.derive import interruptible


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_ctrl_c_that_python_loses_in_a_destructor_ends_it_at_the_next_date() -> None:
    class Dropped:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with interruptible() as stop_if_asked:
        stop_if_asked()
        Dropped()
        with pytest.raises(KeyboardInterrupt):
            stop_if_asked()

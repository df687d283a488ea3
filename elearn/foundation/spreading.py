"""Work without effects that is spread over two processes, where there are several pieces of it and the system can fork."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

PROCESSES = 2
FEWEST = 4  # for fewer, beginning a process takes longer than it spares

_task: dict[str, Any] = {}


def spread(work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
    """What the work makes of each item, in their order. It touches no database: connections belong to one process.

    A process that has threads does it alone: they would not come along, and locks that they hold would stay held.
    """
    if len(items) < FEWEST or threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    processes = min(PROCESSES, os.cpu_count() or 1)
    with multiprocessing.get_context("fork").Pool(processes, _task.update, [{"work": work, "items": items}]) as pool:
        yield from pool.imap(_done, range(len(items)))


def _done(number: int) -> Any:  # pragma: no cover  # its process is ended before it can say what it ran
    """In the other process, which has work and items from the one that it was forked from: they need not be sent."""
    return _task["work"](_task["items"][number])

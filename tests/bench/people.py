"""How long it takes to find people who are registered twice, and how few pairs are looked at for it."""

from collections.abc import Iterator

from tests.bench.measuring import Measured
from tests.unit.invented import measure

OFFICERS = 50_000


def suggestions() -> Iterator[Measured]:
    """CPU of suggesting, and the share of all pairs that was compared."""
    found = measure(OFFICERS, seed=1)
    yield Measured(f"duplicates suggested among {OFFICERS:,} officers, CPU", found.seconds, "s", 60.0)
    yield Measured("pairs of officers compared for it", 100 * found.examined, "%", 2.0)

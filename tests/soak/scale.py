"""How much is tried: a tenth in the ordinary test run, all of it under SOAK=full, which is what `make soak` says."""

import os

FULL = os.environ.get("SOAK") == "full"


def times(full: int) -> int:
    """The number to try, given the full one."""
    return full if FULL else full // 10

"""How many people a number must be about to be told to somebody who may not see whose it is."""

SMALLEST = 10


def coarse(number: int | None) -> int | None:
    """A number as somebody may see it who may see no names: rounded down to tens, none from 1 to 9."""
    return None if number is None or 0 < number < SMALLEST else number - number % SMALLEST

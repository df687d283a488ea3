"""How many people a number must be about to be told to somebody who may not see whose it is."""

SMALLEST = 10

"""A published test, for figures that others found too."""

from collections.abc import Sequence
from fractions import Fraction

from elearn.quizzes.rules.analysis import Sheet

# Section 6 of the Law School Admission Test: how many of 1,000 answered five questions right (1) or wrong (0) in this way.
# Bock & Lieberman (1970), Psychometrika 35(2), 179–197; the data "LSAT" of the package ltm for R (Rizopoulos 2006, Journal
# of Statistical Software 17(5)), which finds an alpha of 0.295.
LSAT = """
00000 3 00001 6 00010 2 00011 11 00100 1 00101 1 00110 3 00111 4 01000 1 01001 8 01011 16 01101 3 01110 2 01111 15
10000 10 10001 29 10010 14 10011 81 10100 3 10101 28 10110 15 10111 80 11000 16 11001 56 11010 21 11011 173 11100 11
11101 61 11110 28 11111 298
"""
LSAT_ROWS = [
    [int(digit) for digit in pattern]
    for pattern, count in zip(LSAT.split()[::2], LSAT.split()[1::2], strict=True)
    for _officer in range(int(count))
]


def sheets(rows: Sequence[Sequence[float | Fraction]]) -> list[Sheet]:
    """A sheet for each row; questions are called a, b, c …"""
    return [Sheet(dict(zip("abcdefghij", row, strict=False))) for row in rows]

"""How close two words are: one typing error apart, or alike by Jaro and Winkler."""

from functools import lru_cache

_PREFIX_COUNTS = 4
_PREFIX_WEIGHT = 0.1


def one_error_apart(one: str, other: str) -> bool:
    """Whether a letter more, less or another, or two neighbours exchanged, makes the one the other.

    Damerau (1964), Communications of the ACM 7(3), 171–176, found four of five misspellings to be one of these.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    if len(rest) != len(other_rest):
        return rest[1:] == other_rest or rest == other_rest[1:]
    return rest[1:] == other_rest[1:] or (rest[1::-1] == other_rest[:2] and rest[2:] == other_rest[2:])


@lru_cache(maxsize=1 << 18)
def jaro_winkler(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, equal; a common beginning counts more.

    Jaro (1989), Journal of the American Statistical Association 84, 414–420; Winkler (1990), Proceedings of the Section on
    Survey Research Methods, 354–359. Winkler's other adjustments (long strings, similar letters) are left out.
    """
    if one == other:
        return 1.0
    firsts, seconds = _common(one, other), _common(other, one)
    if not firsts:
        return 0.0
    common = len(firsts)
    exchanged = sum(a != b for a, b in zip(firsts, seconds, strict=True)) / 2
    jaro = (common / len(one) + common / len(other) + (common - exchanged) / common) / 3
    prefix = 0
    for a, b in zip(one[:_PREFIX_COUNTS], other, strict=False):
        if a != b:
            break
        prefix += 1
    return jaro + prefix * _PREFIX_WEIGHT * (1 - jaro)


def _common(one: str, other: str) -> str:
    """The letters of the one that the other has near the same place, each of the other's used once."""
    window = max(0, max(len(one), len(other)) // 2 - 1)
    left = list(other)
    found = []
    for at, letter in enumerate(one):
        for place in range(max(0, at - window), min(len(other), at + window + 1)):
            if left[place] == letter:
                left[place] = ""
                found.append(letter)
                break
    return "".join(found)

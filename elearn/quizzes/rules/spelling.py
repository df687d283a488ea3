"""When words that an officer typed are the same as words that count."""

import unicodedata
from collections.abc import Collection

# How exactly: capitals count, accents count, ё and е differ. The last one is a freedom: Russian letters may stand for the
# Kazakh ones that look like them, which many keyboards lack.
WAYS = ("case", "accents", "yo", "kazakh")

# Figures as Arabic, and as Persian and Urdu write them.
FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)

# One of each sort: keyboards and editors choose among them, not who types.
_QUOTES = dict.fromkeys(map(ord, "'\"`´‘’‚‛“”„‟‹›«»′″ʹʼ＇＂"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_SIGNS = FIGURES | _QUOTES | _HYPHENS

_TATWEEL = "ـ"  # only stretches a word
_YO = str.maketrans("Ёё", "Ее")
_BARE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_AFTER_LATIN = "Ͱ"  # the first Greek letter
_KAZAKH = "әғқңөұүһі"
_LOOKS_LIKE = dict(zip(_KAZAKH + _KAZAKH.upper(), "агкноуухиАГКНОУУХИ", strict=True))


def same_words(typed: str, accepted: str, exact: Collection[str]) -> bool:
    """Whether the typed words count as the accepted ones; `exact` are some of WAYS."""
    one, other = plain_words(typed, exact), plain_words(accepted, exact)
    if "kazakh" not in exact or len(one) != len(other):
        return one == other
    return all(letter in (wanted, _LOOKS_LIKE.get(wanted)) for letter, wanted in zip(one, other, strict=True))


def plain_words(words: str, exact: Collection[str] = ()) -> str:
    """The words without what does not matter; empty where that is all.

    The full stop at the end, the number of spaces, the sort of quotes, hyphens and figures, and what cannot be seen never
    matter; capitals, accents and ё only where `exact` says so.
    """
    words = _composed(words.translate(_SIGNS))
    if "case" not in exact:
        words = _composed(words.casefold())
    if "yo" not in exact:
        words = words.translate(_YO)
    if "accents" not in exact:
        words = "".join(map(_without_accent, words.translate(_BARE)))
    return " ".join(words.split()).rstrip(" .")


def _composed(words: str) -> str:
    """A letter and its accent as one character where there is one; nothing invisible, such as a change of direction."""
    composed = unicodedata.normalize("NFKC", words)
    return "".join(letter for letter in composed if letter != _TATWEEL and unicodedata.category(letter) != "Cf")


def _without_accent(letter: str) -> str:
    """Signs beside a letter go: Arabic vowels, Russian stress. Letters of one piece lose theirs if Latin: й is no и."""
    if unicodedata.combining(letter):
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isalpha() and base < _AFTER_LATIN else letter

"""What the spellings of one name have in common: Жұмабаев, Zhumabayev, Jūmabaev, Joumabaïev and جومابايف.

A key is coarse on purpose, finer than a phonetic code such as Soundex and made for the spellings of our countries. Two names
with one key may still be two names: people decide.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from elearn.people.rules import letters


class Ending(StrEnum):
    """What a name ends in beyond its stem; it tells a family name from the given name it was made of."""

    NONE = ""
    FAMILY = "family"  # -ов, -ева, -off
    CHILD_OF = "child-of"  # -ович, -евна, -ұлы, -қызы, uulu


@dataclass(frozen=True)
class Part:
    """One part of a name: all its sounds; its stem; its consonants, which also Arabic letters tell; and its ending.

    Empty where nothing was written. `vowels` is False for Arabic letters, where the stem lacks the short ones.
    """

    sounds: str
    stem: str
    consonants: str
    ending: Ending = Ending.NONE
    vowels: bool = True

    def __bool__(self) -> bool:
        return bool(self.stem)


@dataclass(frozen=True)
class Name:
    """The parts of somebody's name, in the fields in which they were written."""

    family: Part
    given: Part
    patronymic: Part


# Words that only join others: "son of", and the article, also assimilated as in er-Rahman (but Er-Tai keeps its Er).
# Ben is often written in one word with the name: Bensalah.
_JOINING = re.compile(r"\b(?:b[ei]n(?=\w{3})|(?:ibn|b[ei]?nt?|[aeu]l) (?=\S)|[aeu](\S{1,2}) (?=\1))")

# Several letters, or one by its neighbours, that stand for one sound; ч and ш are one: ch is English for ч, French for ш.
_SOUNDS = {
    spelling: sound
    for sound, spellings in {
        "c": "shch sch tch tsh sh ch",
        "j": "dzh zh dj",
        "h": "kh",
        "g": "gh",
        "f": "ph",
        "t": "th",
        "d": "dh",
        "k": "ck qu q",
        "ks": "x",
        "s": "ts",
        "n": "ngh ng",
        "ai": "ae",
        "u": "ou oe o",
        "i": "e y",
    }.items()
    for spelling in spellings.split()
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_RULES = (
    (re.compile(r"(?<=[oe])(?:w|ff?)(?=a?$)"), "v"),  # Ivanow, Ivanoff, Solovieff
    (re.compile(r"(?<=[^aeiouy])yo"), "e"),  # Alyona, and so Алёна, which is Алена
    (re.compile(r"gu(?=[ei])"), "g"),  # Guerman
    (re.compile(r"^ou(?=[aei])"), "v"),  # Oualid
    (re.compile(r"w(?=[aeiouy])"), "v"),
    (re.compile(r"w"), "u"),
    (re.compile(r"j(?=[^aeiouyj]|$)"), "y"),  # Ajgul, Abaj
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c(?!h)"), "k"),
)
_TWICE = re.compile(r"(.)\1+")
_CHILD_OF = re.compile(r"(?<=...)(?:[ui]v(?:ic|na)|ul[iu]|[kg]izi?)$")
_IN_ARABIC = re.compile(r"(?<=...[ui])f(?=(?:ic|n?a)?$)")  # ف for в; not in شريف or لطيف, which are shorter
_FAMILY = re.compile(r"(?<=..)[ui]va?$")
_FEMININE = re.compile(r"(?<=in)a$|(?<=sk)aia$")
_VOWEL = re.compile("[aiu]")
_BLURRED = str.maketrans("pgv", "bkf")  # Arabic writes ب for п, ف for в, and ق, ك or غ for г


def read(family: str, given: str, patronymic: str) -> Name:
    """The name as it is compared with others."""
    return Name(part(family), part(given), part(patronymic))


@lru_cache(maxsize=1 << 16)
def part(text: str) -> Part:
    """What is compared of one part of a name. Ben, El and Al, spaces, hyphens and final -i, -e and -h do not matter."""
    sounds = key(_JOINING.sub("", " ".join(letters.words(text))).replace(" ", ""))
    vowels = not letters.in_arabic(text)
    if not vowels:
        sounds = _IN_ARABIC.sub("v", sounds)
    child = _CHILD_OF.sub("", sounds)
    if child != sounds:
        return Part(sounds, _stem(child), _consonants(child), Ending.CHILD_OF, vowels)
    stem = _FAMILY.sub("", sounds)
    ending = Ending.FAMILY if stem != sounds else Ending.NONE
    return Part(sounds, _stem(stem), _consonants(sounds), ending, vowels)


def key(word: str) -> str:
    """The sounds of a word of the letters a to z, each once: four sorts of sibilants, three vowels."""
    if "zh" in word:  # then j is й, as in Zhumabajev
        word = word.replace("j", "y")
    for found, instead in _RULES:
        word = found.sub(instead, word)
    return _TWICE.sub(r"\1", _SOUND.sub(lambda match: _SOUNDS[match[0]], word))


def _stem(sounds: str) -> str:
    sounds = _FEMININE.sub("", sounds)
    return re.sub(r"(?<=..)(?:i|(?<=[aiu])h)$", "", sounds)


def _consonants(sounds: str) -> str:
    bare = _VOWEL.sub("", sounds).translate(_BLURRED)
    return (bare.removesuffix("h") if len(bare) > 1 else bare) or sounds

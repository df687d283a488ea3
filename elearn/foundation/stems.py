"""Words as search and glossaries compare them: without capitals, accents and endings, as any keyboard types them."""

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

# Letters and digits, with the signs that stand on letters: vowels in Arabic, stress in Russian.
WORD = re.compile(r"[^\W_]++(?:[\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad]++[^\W_]*+)*+")
# PostgreSQL leaves out words of more than 2,046 bytes; nobody looks for one of half as many letters.
LONGEST = 100
# What is left of a Kazakh or Kyrgyz word is never shorter.
SHORTEST = 4

_ALGORITHMS = {"en": "english", "ru": "russian", "fr": "french", "ar": "arabic"}
# Russian keyboards lack these: who types тутку means түтку. Typed Arabic rarely tells these forms apart.
_FOLDED = str.maketrans("әғқңөұүһіىةٱ", "агкноуухиيها")
_INVISIBLE = {0x640: None, 0xAD: None}

# Case, number and possession, in the letters that are left after folding; from the longest to the shortest.
_KAZAKH = (
    "лар лер дар дер тар тер дагы деги тагы теги ндагы ндеги нын нин дын дин тын тин ны ни ды ди ты ти га ге ка ке на не "
    "да де та те нда нде дан ден тан тен нан нен мен бен пен ымыз имиз мыз миз ыныз иниз ым им ын ин сы си ы и"
)
_KYRGYZ = (
    f"{_KAZAKH} лор дор тор догу тогу нун дун тун ну ду ту го ко до то ндо дон тон нон ыбыз ибиз убуз быз биз буз "
    "ум ун су у"
)
_SUFFIXES = {
    language: tuple(sorted(set(suffixes.split()), key=lambda suffix: (-len(suffix), suffix)))
    for language, suffixes in (("kk", _KAZAKH), ("ky", _KYRGYZ))
}
# “And the …” is written as one word, which the library does not take apart.
_AND = re.compile("^[وف](?=ال..)")
# Typed for ة at the end; where it means “his”, it is an ending too.
_TYPED_H = re.compile("ه$")
# A stem that ends in п or к ends in б or г before a vowel: кітап, кітабы.
_HARDENED = str.maketrans("бг", "пк")


class _Stemmers(threading.local):
    """The library's objects keep the word they work on, so threads do not share them."""

    def __init__(self) -> None:
        self.of = {language: snowballstemmer.stemmer(name) for language, name in _ALGORITHMS.items()}


_stemmers = _Stemmers()


def stems(text: str, language: str) -> list[str]:
    """The stems of the words in a text of a language, in order."""
    return [found for found, _start, _end in placed(text, language)]


def counted(text: str, language: str) -> Counter[str]:
    """How often each stem stands in a text, in the order in which they come first."""
    found = Counter([stem(word, language) for word in WORD.findall(text)])
    del found[""]
    return found


def placed(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Each stem with where its word begins and ends. A letter alone is no word."""
    for word in WORD.finditer(text):
        if found := stem(word[0], language):
            yield found, word.start(), word.end()


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one word, in small letters and digits; empty when it is a letter alone."""
    plain = unicodedata.normalize("NFKC", word).translate(_INVISIBLE).casefold()
    plain = "".join(map(_digit, plain)).replace("ё", "е")
    if language in _ALGORITHMS:
        # Before accents go: the endings of French and the prefixes of Arabic are told by them.
        bare = _without_vowels(plain)
        bare = _TYPED_H.sub("ة", _AND.sub("", bare)) if language == "ar" else bare
        plain = str(_stemmers.of[language].stemWord(bare))
        plain = plain.removesuffix("s") if language == "fr" else plain  # the library leaves détenus as it is
    plain = _folded(plain)
    if language in _SUFFIXES:
        plain = _without_suffixes(plain, _SUFFIXES[language])
    return "" if len(plain) == 1 and plain.isalpha() else plain[:LONGEST]


def _digit(letter: str) -> str:
    """Figures of every script as those of this one."""
    return str(unicodedata.decimal(letter)) if unicodedata.decimal(letter, None) is not None else letter


def _without_vowels(word: str) -> str:
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def _folded(word: str) -> str:
    """Without accents; й stays, which is a letter of its own."""
    bare = unicodedata.normalize("NFD", word.translate(_FOLDED).replace("й", "\0"))
    return "".join(letter for letter in bare if letter.isalnum() or letter == "\0").replace("\0", "й")


def _without_suffixes(word: str, suffixes: tuple[str, ...]) -> str:
    while suffix := next((each for each in suffixes if word.endswith(each)), ""):
        if len(word) - len(suffix) < SHORTEST:
            break
        word = word.removesuffix(suffix)
    return word[:-1] + word[-1:].translate(_HARDENED)

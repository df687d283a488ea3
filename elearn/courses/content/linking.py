"""Links the terms of a glossary where a lesson first uses them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from elearn.foundation.stems import WORD, placed, stem

# A tag, a character written as its name, or text between them.
_TOKEN = re.compile(r"<(?:\"[^\"]*\"|[^>\"])*>|&#?\w+;|[^<&]+")
_NAME = re.compile(r"</?(\w+)")
# Headings, links and code stay as they are; so does the heading of a box.
_LEFT_ALONE = frozenset({"h2", "h3", "h4", "a", "code"})
_BOX_HEADING = '<p class="heading">'

Word = tuple[str, int, int]  # stem, from, to


class Linker:
    """Knows the terms of one language, given as {id: words}, by the stems of their words; the first of two alike counts."""

    def __init__(self, terms: Mapping[str, str], language: str) -> None:
        self._language = language
        self._terms: dict[tuple[str, ...], str] = {}
        for term_id, words in terms.items():
            stems = tuple(stem for stem, _start, _end in placed(words, language))
            if stems:
                self._terms.setdefault(stems, term_id)
        self._lengths: dict[str, list[int]] = {}
        for stems in sorted(self._terms, key=lambda stems: (-len(stems), stems)):
            self._lengths.setdefault(stems[0], []).append(len(stems))

    def linked(self, html: str, part_id: str) -> str:
        """The safe HTML of a lesson, with each term a link to the glossary where it stands first, in any form."""
        if not self._terms:
            return html
        used: set[str] = set()
        pieces, inside = [], ""
        for token in _TOKEN.findall(html):
            if token.startswith("<"):
                inside = _inside(inside, token)
            elif not inside and not token.startswith("&"):
                token = self._with_links(token, part_id, used)
            pieces.append(token)
        return "".join(pieces)

    def _with_links(self, text: str, part_id: str, used: set[str]) -> str:
        pieces, end = [], 0
        for term_id, start, stop in self._found(text, used):
            address = f"glossary?from={part_id}#term-{term_id}"
            link = f'<a id="term-{part_id}-{term_id}" href="{escape(address)}">{text[start:stop]}</a>'
            pieces += [text[end:start], link]
            end = stop
        return "".join((*pieces, text[end:]))

    def _found(self, text: str, used: set[str]) -> Iterator[tuple[str, int, int]]:
        """Terms that stand in a text for the first time, with from where to where; the longest of those that begin alike."""
        if not any(stem(word, self._language) in self._lengths for word in WORD.findall(text)):
            return  # as in most texts: nobody need know where their words stand
        words, number = list(placed(text, self._language)), 0
        while number < len(words):
            if words[number][0] not in self._lengths:  # as nearly all of them
                number += 1
                continue
            term_id, length = self._term_at(text, words, number)
            if term_id and term_id not in used:
                used.add(term_id)
                yield term_id, words[number][1], words[number + length - 1][2]
            number += length

    def _term_at(self, text: str, words: Sequence[Word], number: int) -> tuple[str, int]:
        """The term whose words begin with this one, and how many words it has; none has the length of one."""
        for length in self._lengths[words[number][0]]:
            here = words[number : number + length]
            term_id = self._terms.get(tuple(stem for stem, _start, _end in here), "")
            gaps = (text[one[2] : other[1]] for one, other in pairwise(here))
            if term_id and not any(gap.strip(" \n\xa0-") for gap in gaps):
                return term_id, length
        return "", 1


def _inside(inside: str, tag: str) -> str:
    """The element to be left alone in which one is after the tag; empty when in none."""
    found = _NAME.match(tag)
    name = found[1] if found else ""
    if inside:
        return "" if tag.startswith("</") and name == inside else inside
    return name if not tag.startswith("</") and (name in _LEFT_ALONE or tag == _BOX_HEADING) else ""

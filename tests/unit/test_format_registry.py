"""Which format a file is in, in which letters, and that no file keeps the server busy."""

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from time import process_time

import pytest

from elearn.quizzes.formats import aiken, gift, moodle_tree, moodle_xml, registry
from elearn.quizzes.formats.encodings import decoded
from elearn.quizzes.formats.exchange import (
    NOT_TEXT,
    TOO_LARGE,
    TOO_MUCH_TEXT,
    Imported,
    Refused,
    text_of,
)
from elearn.quizzes.formats.registry import FORMATS, READABLE, UNCLEAR, WRITTEN_ONLY
from elearn.quizzes.rules.kind import Fault

GIFT = "Who?{=law ~anybody}\n"
AIKEN = "Who?\nA) The law\nB) Anybody\nANSWER: A\n"
XML = '<quiz><question type="truefalse"><questiontext><text>Who?</text></questiontext></question></quiz>'


def found(text: str | bytes, name: str = "questions", wanted: str = "") -> str | Fault:
    """The name of the format in which a file is read, or why it is not."""
    data = text if isinstance(text, bytes) else text.encode()
    try:
        return registry.imported(data, name, wanted)[0].name
    except Refused as refused:
        return refused.fault


@pytest.mark.parametrize(
    ("text", "name", "format_name"),
    [
        (GIFT, "questions.txt", "gift"),
        (AIKEN, "questions.txt", "aiken"),
        (AIKEN.replace(")", "."), "questions", "aiken"),
        (XML, "questions.txt", "moodle-xml"),
        (f"\ufeff\n<?xml version='1.0'?>{XML}", "questions", "moodle-xml"),
        ('<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "a.xml", moodle_tree.DECLARES),
        # Both, or neither: the ending says it, or nobody knows.
        (f"{GIFT}\n{AIKEN}", "questions.gift", "gift"),
        (f"{GIFT}\n{AIKEN}", "questions.txt", UNCLEAR),
        (f"{AIKEN.replace('law', '{law}')}", "questions.GIFT", "gift"),
        ("Who?", "questions.gift", "gift"),
        ("Who?", "questions.txt", UNCLEAR),
        ("Who?", "questions.docx", UNCLEAR),
        ("", "", UNCLEAR),
        (b"PK\x03\x04\x14", "package.zip", WRITTEN_ONLY),
        (b"\xff\xff", "a.txt", NOT_TEXT),
        (b"{" * 10_000_001, "a.txt", TOO_LARGE),
    ],
)
def test_what_a_file_is_in(text: str | bytes, name: str, format_name: str | Fault) -> None:
    assert found(text, name) == format_name


def test_what_is_chosen_counts() -> None:
    assert [found(AIKEN, "a.txt", name) for name in READABLE] == ["gift", "aiken", moodle_tree.NOT_MOODLE]


def test_every_format_is_written_and_all_but_one_read() -> None:
    assert [*FORMATS] == ["gift", "aiken", "moodle-xml", "qti"]
    assert [*READABLE] == ["gift", "aiken", "moodle-xml"]
    assert [len(each.write([], "ru").data) > 20 for each in FORMATS.values()] == [False, False, True, True]


RUSSIAN = "Кто может приказать обыск?{=Кого называет закон ~Любой}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_letters_that_are_recognised(encoding: str) -> None:
    assert text_of(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert text_of(f"// 1\n{RUSSIAN}".encode(encoding)) == f"// 1\n{RUSSIAN}"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "iso-8859-5", "utf-8"])
def test_letters_that_xml_declares(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.upper()}"?><quiz>{RUSSIAN}</quiz>'
    assert decoded(text.encode(encoding)) == text


def test_a_declaration_that_cannot_be_is_passed_over() -> None:
    for said in ("utf-16", "zip_codec", "utf-7", "unheard-of"):
        text = f"<?xml version='1.0' encoding='{said}'?><quiz/>"
        assert decoded(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (RUSSIAN.encode("koi8-r"), 1),
        (RUSSIAN.encode("cp866"), 1),
        ("\nÀ la fin, où étés sont là{T}".encode("latin-1"), 2),
        ("\n\nРежим {T} caf".encode("windows-1251") + b"\xe9", 3),
        ("Кім тінтуге құқылы?{=Заң}".encode("kz1048"), 1),
        (b"q\n\xed\xa0\x80{T}", 2),  # half a letter
        (b"\xff\xfe\x00\xd8q\x00", 1),
        (b"\xff\xfeq", 1),
        (b"q{T}\x00", 1),
        (b"\x00\x00\x00q", 1),
        (b"q\xff\xff", 1),
    ],
    ids=["koi8", "dos", "french", "mixed", "kazakh", "surrogate", "surrogate-16", "odd", "nul", "utf-32", "bytes"],
)
def test_letters_that_nobody_can_know_are_refused(data: bytes, line: int) -> None:
    with pytest.raises(Refused) as refused:
        text_of(data)
    assert (refused.value.fault, refused.value.line) == (NOT_TEXT, line)


MEGABYTES = 9_900_000
QUESTIONS = 4_990


def filled(piece: str) -> bytes:
    """So many of these as a file may have."""
    return (piece * min(QUESTIONS, MEGABYTES // len(piece.encode()))).encode()


def laughs() -> bytes:
    """Each entity is ten of the one before: https://en.wikipedia.org/wiki/Billion_laughs_attack"""
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<!DOCTYPE q [<!ENTITY a "ha">{entities}]><quiz><question>&j;</question></quiz>'.encode()


CORPUS: dict[str, bytes] = {
    **{f"ten megabytes of {sign}": (sign * (MEGABYTES // len(sign))).encode() for sign in (*"{}[]<>()#=~\\&",)},
    "elements": b"<quiz>" + b"<a>" * 3_000_000,
    "questions": b"<quiz>" + b"<question>" * 900_000,
    "comments": b"<quiz>" + b"<!--" * 2_000_000,
    "laughs": laughs(),
    "external": b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "external subset": b'<!DOCTYPE q SYSTEM "http://127.0.0.1:9/q.dtd"><quiz/>',
    "nul": b"\x00" * 1_000_000,
    "zip": b"PK\x03\x04" + b"\x00" * 1_000_000,
    "random": os.urandom(1_000_000),
    "one line": b"x" * 1_000_000 + b"{T}",
    "lines": b"\n" * MEGABYTES,
    "options": b"A) x\n" * 1_900_000,
    "answers": b"ANSWER: A\n" * 900_000,
    "huge number": b"q{#" + b"9" * 1_000_000 + b":1}",
    "huge exponent": b"q{#1e999999999:1}",
    "huge numbers": filled("q{#" + "9" * 900 + ":1}\n\n"),
    "rules": filled("[markdown]q\\n\\n" + "- " * 900 + "{T}\n\n"),
    "quotes": filled("[markdown]" + "> " * 900 + "{T}\n\n"),
    "links": filled("[markdown]" + "[a](" * 400 + "{T}\n\n"),
    "pictures": filled("[markdown]" + "![a](" * 380 + "{T}\n\n"),
    "cells": filled("[markdown]" + "|a" * 800 + "{T}\n\n"),
    "gaps": filled("[markdown]" + "[[a]]" * 380 + "{T}\n\n"),
    "bold": filled("q" + "**a" * 600 + "{T}\n\n"),
    "ticks": filled("q" + "`" * 1_900 + "{T}\n\n"),
    "words": filled("q{=" + "=".join("abcdefghij" * 9) + "}\n\n"),
    "wrong options": filled("q{" + "~x" * 50 + "=y}\n\n"),
    "feedback": filled("q{=a~b#" + "*x* " * 400 + "}\n\n"),
    "html": filled("[html]" + "<b>a</b>" * 7 + "{T}\n\n"),
    "one tag each": filled("[html]<b>a</b>{T}\n\n"),
    "the same title": filled("::same::q{T}\n\n"),
    "aiken": filled("q\nA) " + "*x* " * 900 + "\nB) y\nANSWER: A\n\n"),
    # Below ten megabytes by far, but full of signs that take long.
    "escaped feedback": filled("q{=a#" + "*x* " * 200 + "~b#" + "c " * 20 + "}\n\n"),
    "escaped signs": filled("\\{" * 450 + "{T}\n\n"),
    "lists": filled("[markdown]" + "- a\\n" * 180 + "{T}\n\n"),
    "moodle signs": b"<quiz>" + filled(
        "<question type='truefalse'><questiontext format='html'><text>" + "*x* " * 200 + "</text></questiontext>"
        "<answer fraction='100'><text>true</text></answer></question>"
    ) + b"</quiz>",
    "moodle": b"<quiz>" + filled(
        "<question type='truefalse'><name><text>same</text></name><questiontext format='html'><text>&lt;b&gt;a&lt;/b&gt;"
        "</text></questiontext><answer fraction='100'><text>true</text></answer></question>"
    ) + b"</quiz>",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("read", [gift.read, aiken.read, moodle_xml.read], ids=["gift", "aiken", "moodle"])
@pytest.mark.parametrize("data", CORPUS.values(), ids=CORPUS)
def test_no_file_takes_long(data: bytes, read: Callable[[bytes], Imported]) -> None:
    """About a second at most: what is asserted leaves room for slow computers, and none for quadratic work."""
    start = process_time()
    with suppress(Refused):
        read(data)
    assert process_time() - start < 5


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (CORPUS["words"], TOO_MUCH_TEXT),
        (CORPUS["ticks"], TOO_MUCH_TEXT),
        (CORPUS["aiken"], TOO_MUCH_TEXT),
        (CORPUS["laughs"], moodle_tree.DECLARES),
        (CORPUS["external"], moodle_tree.DECLARES),
        (CORPUS["external subset"], moodle_tree.DECLARES),
    ],
)
def test_why_a_file_that_would_take_long_is_refused(data: bytes, fault: Fault) -> None:
    assert found(data) == fault


@pytest.mark.slow
def test_moodle_texts_are_weighed() -> None:
    answer = "<answer fraction='100'><text>true</text></answer>"
    question = f"<question type='truefalse'><questiontext><text>{'a' * 40_000}</text></questiontext>{answer}</question>"
    assert found("<quiz>" + question * 150 + "</quiz>") == TOO_MUCH_TEXT
    assert found("<quiz>" + question * 90 + "</quiz>") == "moodle-xml"


@pytest.mark.slow
def test_five_thousand_questions_of_some_length_are_read() -> None:
    one = "::%d::Who may order a search of a prisoner in this cell block?{=Whom the law names#Right.~Anybody#Only they.}\n\n"
    start = process_time()
    name, imported = registry.imported("".join(one % number for number in range(5_000)).encode(), "a.gift")
    assert process_time() - start < 10
    assert (name.name, len(imported.questions), imported.left_out) == ("gift", 5_000, ())

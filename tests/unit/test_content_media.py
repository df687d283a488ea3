"""Sounds, videos and documents of a module: what may be in them, how they are shown, and that what is said can be read."""

import pytest

from elearn.courses.content import rendering
from elearn.courses.content.media import mime_type
from elearn.courses.content.problems import MediumProblem
from elearn.foundation.manuscript.complaints import Problem, TextProblem
from elearn.foundation.markup import render
from tests.factories_content import HOW, PNG, SEARCHES, read

H = "en/02-how.md"
TRANSCRIPT = "\n\n/// transcript | What is said\nKeys.\n///\n"
DATA = {
    "mp3": b"ID3\x04 sound",
    "ogg": b"OggS\x00 sound",
    "m4a": b"\0\0\0\x20ftypM4A sound",
    "mp4": b"\0\0\0\x20ftypisom video",
    "webm": b"\x1aE\xdf\xa3 video",
    "pdf": b"%PDF-1.7",
}
PLAYED = sorted(DATA.keys() - {"pdf"})


def complaints(text: str, name: str, data: bytes) -> list[tuple[str, Problem]]:
    found = read({**SEARCHES, H: HOW + text, f"media/{name}": data}).complaints
    return [(each.file, each.problem) for each in found]  # type: ignore[misc]


@pytest.mark.parametrize("ending", PLAYED)
def test_what_is_played_has_a_transcript(ending: str) -> None:
    name = f"talk.{ending}"
    shown = f"\n![A talk](../media/{name})"
    assert complaints(shown + TRANSCRIPT, name, DATA[ending]) == []
    for without in ("", "\n\nMore." + TRANSCRIPT, "\n\n/// case | A\nB\n///"):
        assert complaints(shown + without, name, DATA[ending]) == [(f"searches/{H}", TextProblem.NO_TRANSCRIPT)]


def test_documents_are_linked_to() -> None:
    assert complaints("\n[A form](../media/form.pdf)\n", "form.pdf", DATA["pdf"]) == []
    dead = complaints("\n[A form](../media/other.pdf)\n", "form.pdf", DATA["pdf"])
    assert dead == [(f"searches/{H}", TextProblem.DEAD_LINK), ("searches/media/form.pdf", MediumProblem.UNUSED)]
    linked = complaints("\n[A](../media/door.png)\n", "door.png", PNG)
    assert linked == [(f"searches/{H}", TextProblem.DEAD_LINK), ("searches/media/door.png", MediumProblem.UNUSED)]


@pytest.mark.parametrize("ending", sorted(DATA))
def test_a_name_that_says_something_else(ending: str) -> None:
    name = f"talk.{ending}"
    shown = f"\n[A](../media/{name})" if ending == "pdf" else f"\n![A](../media/{name}){TRANSCRIPT}"
    assert complaints(shown, name, PNG) == [(f"searches/media/{name}", MediumProblem.NOT_A_PICTURE)]
    large = DATA[ending] + b"\0" * 20_000_000
    assert complaints(shown, name, large) == [(f"searches/media/{name}", MediumProblem.TOO_LARGE)]


def test_kinds_are_known_by_their_first_bytes() -> None:
    assert [mime_type(DATA[ending]) for ending in sorted(DATA)] == [
        "audio/mp4",
        "audio/mpeg",
        "video/mp4",
        "audio/ogg",
        "application/pdf",
        "video/webm",
    ]
    assert [mime_type(data) for data in (b"", b"<html>", b"<svg>", b"RIFF0000WAVE", b"MZ")] == [""] * 5


def test_how_they_are_shown() -> None:
    media = {"a.mp3": "/media/1", "b.webm": "/media/2", "c.pdf": "/media/3"}
    assert render('![A "talk"](../media/a.mp3)', media=media) == (
        '<p><audio controls preload="none" aria-label="A &quot;talk&quot;" src="/media/1"></audio></p>'
    )
    assert render("![A door](../media/b.webm)", media=media) == (
        '<p><video controls preload="none" aria-label="A door" src="/media/2"></video></p>'
    )
    assert render("[A form](../media/c.pdf)", media=media) == (
        '<p><a href="/media/3" rel="noopener noreferrer">A form</a></p>'
    )
    assert "<audio" not in render('<audio src="x" autoplay></audio>', media=media)
    assert 'class="notice transcript"' in render("/// transcript | What is said\nKeys.\n///")


def test_another_recording_is_another_edition() -> None:
    text = HOW + "\n![A](../media/a.mp3)" + TRANSCRIPT
    modules = [read({**SEARCHES, H: text, "media/a.mp3": b"ID3" + more}).modules[0] for more in (b"a", b"b")]
    one, other = (rendering.published(module, "r", 1).editions for module in modules)
    assert {part for part in one if one[part] != other[part]} == {"how"}

"""Blocks beside their translations: which are missing, stale, unmarked or done; putting one into a file."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.courses.content import translations
from elearn.courses.content.blocks import cut
from elearn.courses.content.placing import PlaceProblem, put
from elearn.courses.content.translations import Pair, pairs, with_marks
from elearn.courses.rules.translating import State, counts, digest, offered, state
from tests.factories_content import TRANSLATED, WHY_RU, in_bytes, read

FILES = in_bytes(TRANSLATED)
KEYS = [
    "module.md#title",
    "module.md#summary",
    "module.md#objectives.lawful",
    "module.md#objectives.dignity",
    "01-why.md#",
    "01-why.md#tests",
    "02-how.md#",
    "quiz.md#order",
    "quiz.md#when",
    "quiz.md#manner",
    "scenario-gate.md#",
    "scenario-gate.md#parcel",
    "scenario-gate.md#asked",
    "scenario-gate.md#hall",
]
MARKED = {**FILES, **with_marks(FILES, "ru", lambda _pair: True)[0]}


def states(files: Mapping[str, bytes]) -> dict[str, State]:
    return {pair.key: pair.state for pair in pairs(files, "ru")}


def one(files: Mapping[str, bytes], key: str) -> Pair:
    return next(pair for pair in pairs(files, "ru") if pair.key == key)


def edited(path: str, old: str, new: str) -> dict[str, bytes]:
    text = MARKED[path].decode()
    assert old in text
    return {**MARKED, path: text.replace(old, new, 1).encode()}


def test_states() -> None:
    assert state("A", False, "") is State.MISSING
    assert state("A", True, "") is State.UNMARKED
    assert state("A  b\n", True, digest("A b")) is State.DONE
    assert state("A b.", True, digest("A b")) is State.STALE
    assert counts([State.DONE, State.STALE, State.DONE]) == {
        State.MISSING: 0,
        State.STALE: 1,
        State.UNMARKED: 0,
        State.DONE: 2,
    }


def test_which_languages_are_offered() -> None:
    assert offered({"ru": 0, "kk": 3, "fr": 1}, ["en", "fr"]) == {"ru", "fr"}


def test_every_block_is_there() -> None:
    assert states(FILES) == dict.fromkeys(KEYS, State.UNMARKED)
    assert states(MARKED) == dict.fromkeys(KEYS, State.DONE)
    assert {pair.state for pair in pairs(FILES, "kk")} == {State.MISSING}
    assert translations.languages(FILES) == ("ru",)
    assert translations.missing(FILES) == {"ru": 0}


def test_what_translators_see() -> None:
    texts = {pair.key: pair.source.text for pair in pairs(FILES, "ru")}
    assert texts["module.md#title"] == "Searches"
    assert texts["02-how.md#"] == "# How we search\n\nWith respect."
    assert texts["quiz.md#order"].split("\n")[:3] == [
        "## Who may order a search? {#order}",
        "",
        "- Whom the law names {#law}",
    ]
    assert texts["scenario-gate.md#parcel"].endswith("- [Search all](#hall): One parcel is no reason.")
    assert one(FILES, "01-why.md#tests").source.shown.startswith("## The tests\n\nAsk three questions.\n\n*A gate*")


def test_marks_mean_nothing_to_what_is_read() -> None:
    marked, plain = read(_texts(MARKED)).modules[0], read(TRANSLATED).modules[0]
    assert marked.said == plain.said
    assert (marked.parts, marked.pages, marked.questions, marked.terms) == (
        plain.parts,
        plain.pages,
        plain.questions,
        plain.terms,
    )
    assert (
        b"## \xd0\x9f\xd1\x80\xd0\xbe\xd0\xb2\xd0\xb5\xd1\x80\xd0\xba\xd0\xb8 {#tests from=" in MARKED["ru/01-why.md"]
    )


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}


@pytest.mark.parametrize(
    ("path", "old", "new", "key"),
    [
        ("en/01-why.md", "A search keeps", "A search may keep", "01-why.md#"),
        ("en/01-why.md", "Why we search", "Why search", "01-why.md#"),
        ("en/01-why.md", "Ask three", "Ask four", "01-why.md#tests"),
        ("en/quiz.md", "It needs a reason", "It needs one", "quiz.md#when"),
        ("en/scenario-gate.md", "Two complaints", "Three complaints", "scenario-gate.md#hall"),
        ("module.md", "Say when", "Know when", "module.md#objectives.lawful"),
    ],
)
def test_a_changed_sentence_makes_its_translation_stale(path: str, old: str, new: str, key: str) -> None:
    assert states(edited(path, old, new)) == dict.fromkeys(KEYS, State.DONE) | {key: State.STALE}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("en/quiz.md", "difficulty=2", "difficulty=3"),
        ("en/quiz.md", "- [ ] Anybody", "- [x] Anybody"),
        ("en/scenario-gate.md", "+2:", "+1:"),
        ("en/01-why.md", "minutes: 10", "minutes: 12"),
        ("en/01-why.md", "Ask three questions.", "Ask three\nquestions."),
    ],
)
def test_what_is_not_translated_makes_nothing_stale(path: str, old: str, new: str) -> None:
    assert states(edited(path, old, new)) == dict.fromkeys(KEYS, State.DONE)


def test_a_block_without_its_text_is_missing() -> None:
    assert states(edited("ru/01-why.md", "Три вопроса.\n", ""))["01-why.md#tests"] is State.MISSING


SECTIONS = st.lists(
    st.tuples(st.text("abc ", min_size=1, max_size=8).filter(str.strip), st.sampled_from(["", "/// case | X\ny\n///"])),
    min_size=1,
    max_size=6,
)


def _lesson(title: str, sections: Mapping[str, str]) -> bytes:
    body = "\n\n".join(f"## H {id_} {{#{id_}}}\n\n{words}" for id_, words in sections.items())
    return f"---\nid: why\ntitle: {title}\n---\nIntro.\n\n{body}\n".encode()


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(SECTIONS, st.data())
def test_exactly_the_translations_of_what_changed_turn_stale(
    sections: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Reorder, split and edit the source at random: every block whose words are the same is done, every other one is not."""
    source = {f"s{number}": " ".join(pair).strip() for number, pair in enumerate(sections)}
    files = {
        "module.md": FILES["module.md"],
        "en/01-why.md": _lesson("T", source),
        "ru/01-why.md": _lesson("П", source),
    }
    files = {**files, **with_marks(files, "ru", lambda _pair: True)[0]}
    new = {id_: source[id_] for id_ in data.draw(st.permutations([*source]))}
    for id_ in data.draw(st.sets(st.sampled_from([*source]))):
        new[id_] = data.draw(st.sampled_from([f"{source[id_]} more", f"not {source[id_]}", source[id_]]))
    split = data.draw(st.sampled_from([None, *source]))
    if split:
        new = {**new, split: "half", "added": "the other half"}
    found = {
        pair.source.id: pair.state
        for pair in pairs({**files, "en/01-why.md": _lesson("T", new)}, "ru")
        if pair.path == "en/01-why.md"
    }
    wanted = {id_: State.DONE if new[id_] == source.get(id_) else State.STALE for id_ in new}
    assert found == {"": State.DONE} | wanted | ({"added": State.MISSING} if split else {})


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(KEYS), st.text("абв \n", min_size=1, max_size=30).filter(str.strip), st.sampled_from(["\n", "\r\n"])
)
def test_putting_a_block_leaves_every_other_byte_alone(key: str, words: str, ending: str) -> None:
    files = {path: data.replace(b"\n", ending.encode()) for path, data in MARKED.items() if path.endswith(".md")}
    pair = one(files, key)
    assert pair.translation
    text = files[pair.file].decode()
    head, _newline, _body = pair.translation.text.partition("\n")
    extra = "\n".join(line for line in pair.translation.text.split("\n")[1:] if "{#" in line or "](#" in line)
    said = f"{head}\n\n{words.strip()}\n\n{extra}".strip() if pair.path != "module.md" else " ".join(words.split())
    placed = put(pair.file, text, pair.source, said, pair.origin, "ru", [])
    assert isinstance(placed, str)
    start, end = pair.translation.start, pair.translation.end
    assert placed[:start] == text[:start]
    assert placed.endswith(text[end:])
    assert placed.count("\r\n") == (placed.count("\n") if ending == "\r\n" else 0)
    again = next(block for block in cut(pair.file, placed, "ru") if block.id == pair.source.id)
    assert (" ".join(again.text.split()), again.origin) == (" ".join(said.split()), pair.origin)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.permutations(KEYS))
def test_a_whole_translation_put_in_block_by_block_in_any_order(order: list[str]) -> None:
    files = {path: data for path, data in FILES.items() if not path.startswith("ru/")}
    keys = sorted(order, key=lambda key: not key.endswith("#"))  # titles first, the rest in any order
    for key in keys:
        pair, wanted = one(files, key), one(MARKED, key).translation
        assert wanted
        ids = [each.source.id for each in pairs(files, "ru") if each.path == pair.path]
        placed = put(pair.file, files.get(pair.file, b"").decode(), pair.source, wanted.text, pair.origin, "ru", ids)
        assert isinstance(placed, str)
        files[pair.file] = placed.encode()
    assert states(files) == dict.fromkeys(KEYS, State.DONE)
    texts = {path: data.decode() for path, data in files.items() if path.endswith(".md")}
    written = read(texts)
    assert written.complaints == ()
    assert written.modules[0].pages == read(TRANSLATED).modules[0].pages
    assert [block.id for block in cut("ru/quiz.md", texts["ru/quiz.md"], "ru")] == ["order", "when", "manner"]


@pytest.mark.parametrize(
    ("key", "words", "expected"),
    [
        ("module.md#title", " ", (PlaceProblem.NO_WORDS, {})),
        ("module.md#title", "A\x80", (PlaceProblem.NO_WORDS, {})),
        ("01-why.md#tests", "Без заголовка", (PlaceProblem.NO_HEADING, {})),
        ("01-why.md#tests", "## {#tests}\n\nТри.", (PlaceProblem.NO_HEADING, {})),
        ("01-why.md#tests", "## А\n\nТри.\n\n### Б {#b}\n", (PlaceProblem.STRANGE_IDS, {"ids": "b"})),
        ("01-why.md#tests", "## А\n\nТри.\n\n## Б\n", (PlaceProblem.OTHER_BLOCKS, {})),
        ("quiz.md#order", "## Кто?\n\n- Закон {#law}\n\n> Да.", (PlaceProblem.LOST_IDS, {"ids": "anybody"})),
        ("scenario-gate.md#parcel", "## А\n\n- [Да](#asked): Да.", (PlaceProblem.LOST_IDS, {"ids": "#hall"})),
    ],
)
def test_what_cannot_be_put(key: str, words: str, expected: object) -> None:
    pair = one(FILES, key)
    assert put(pair.file, FILES[pair.file].decode(), pair.source, words, pair.origin, "ru", []) == expected


def test_a_block_of_a_file_without_its_title() -> None:
    pair = one(FILES, "01-why.md#tests")
    assert put(pair.file, "", pair.source, "## А\n\nТри.", pair.origin, "ru", ["", "tests"]) == (
        PlaceProblem.NO_TITLE,
        {},
    )


def test_a_file_that_begins() -> None:
    pair = one(FILES, "01-why.md#")
    assert put(pair.file, "", pair.source, "# Зачем: обыск\n\nОружие.", pair.origin, "ru", [""]) == (
        f'---\nid: why\ntitle: "Зачем: обыск"\nfrom: "{pair.origin}"\n---\nОружие.\n'
    )


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: {en: A}\n", 'title: {en: A, kk: "B {from=12345678}"}\n'),
        ("title: {en: A, kk: C}\n", 'title: {en: A, kk: "B {from=12345678}"}\n'),
        ("title:\n  en: A\nhours: 1\n", 'title:\n  en: A\n  kk: "B {from=12345678}"\nhours: 1\n'),
        ("title:\n  en: |\n    A\nhours: 1\n", 'title:\n  en: |\n    A\n  kk: "B {from=12345678}"\nhours: 1\n'),
        ("title:\n  kk: >\n    C\n  en: A\n", 'title:\n  kk: "B {from=12345678}"\n  en: A\n'),
    ],
)
def test_an_entry_of_the_outline(front: str, expected: str) -> None:
    [source] = [block for block in cut("module.md", f"---\n{front}---\n", "en") if block.id == "title"]
    placed = put("module.md", f"---\n{front}---\n", source, "B", "12345678", "kk", [])
    assert placed == f"---\n{expected}---\n"


def test_marking_changes_the_marks_alone() -> None:
    marked = MARKED["ru/01-why.md"].decode()
    origins = {block.id: block.origin for block in cut("ru/01-why.md", marked, "ru")}
    assert marked == WHY_RU.replace("Зачем обыск\n", f'Зачем обыск\nfrom: "{origins[""]}"\n').replace(
        "{#tests}", f"{{#tests from={origins['tests']}}}"
    )
    assert with_marks(MARKED, "ru", lambda _pair: True) == ({}, [])

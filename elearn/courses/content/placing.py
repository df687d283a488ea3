"""Puts one block into a file of a translation, and leaves every other byte of the file as it is."""

import json
import re
from collections.abc import Sequence

import yaml

from elearn.courses.content.blocks import FRONT, Block, children, cut, entries, is_part, named
from elearn.courses.content.folder import MODULE_FILE
from elearn.foundation.manuscript.complaints import N_, Problem
from elearn.foundation.manuscript.text import ORIGIN, with_origin

_NUMBER = re.compile(r"\d+-")
_MARKS = re.compile(r"\{[^{}]*\}\s*$")
_TOP = re.compile(r"^##(?!#)", re.MULTILINE)
_IDS = re.compile(r"\{#([^{}\s]+)\}")
_TARGETS = re.compile(r"^ {0,3}[-*+]\s+\[.+?\]\((#[^\s()]+)\)", re.MULTILINE)


class PlaceProblem(Problem):
    """Why words cannot be put into a file as the translation of a block."""

    NO_HEADING = (
        N_("The first line is not the heading of the source."),
        N_("Begin with as many # signs as the source, then the words of the heading."),
    )
    NO_TITLE = (
        N_("The file of this block does not begin with its title yet."),
        N_("Translate its title and introduction first."),
    )
    LOST_IDS = (
        N_("These ids of the source are missing: %(ids)s."),
        N_("Copy them with their curly braces to the same places in the translation."),
    )
    STRANGE_IDS = (
        N_("The source does not have these ids: %(ids)s."),
        N_("Use the ids of the source, or delete these."),
    )
    NO_WORDS = (N_("There are no words here that could be kept."), N_("Write the words of the entry in one line."))
    OTHER_BLOCKS = (
        N_("These words would change other blocks of the file too."),
        N_("Write no further ## heading and no line of --- here."),
    )


def marked(path: str, text: str, block: Block, origin: str) -> str:
    """The file whose block says from which source text it was made. `block` is one of the file as it stands."""
    if path == MODULE_FILE:
        return _written_over(text, block.start, block.end, _quoted(f"{block.text} {{{ORIGIN}={origin}}}"))
    if not block.id:
        return _with_entries(text, {ORIGIN: json.dumps(origin)})
    end = text.find("\n", block.start) % (len(text) + 1)
    line = text[block.start : end]
    return _spliced(text, block.start, end, with_origin(line, origin))


def put(
    path: str, text: str, source: Block, words: str, origin: str, language: str, order: Sequence[str]
) -> str | tuple[PlaceProblem, dict[str, object]]:
    """The file with these words as the translation of a block of the source, made from the text of that origin.

    `order` are the ids of the source in its file. An empty `text` is a file that is not there yet. What cannot be put is
    answered with the reason and its values.
    """
    words = words.replace("\r\n", "\n").strip()
    if path == MODULE_FILE:
        return _put_entry(text, source.id, " ".join(words.split()), origin, language)
    problem = _problem(source, words)
    if problem:
        return problem
    before = cut(path, text, language)
    if source.id and is_part(path) and not any(not each.id for each in before):
        return PlaceProblem.NO_TITLE, {}
    new = words if source.id else words.partition("\n")[2].strip()
    if source.id:
        first, newline, body = words.partition("\n")
        new = with_origin(_with_id(first, source.id), origin) + newline + body
    placed = _placed(path, text, before, source.id, new, order)
    if not source.id:
        title = " ".join(words.partition("\n")[0].lstrip("#").split())
        placed = _with_entries(placed, {"title": _quoted(title), ORIGIN: json.dumps(origin)})
    after = {each.id: each.text for each in cut(path, placed, language)}
    others = {each.id: each.text for each in before if each.id != source.id}
    if {id_: said for id_, said in after.items() if id_ != source.id} != others or source.id not in after:
        return PlaceProblem.OTHER_BLOCKS, {}
    return placed


def _problem(source: Block, words: str) -> tuple[PlaceProblem, dict[str, object]] | None:
    """What the words of a block lack at first sight."""
    first = words.partition("\n")[0]
    level = source.text.partition(" ")[0]
    if first.partition(" ")[0] != level or not _MARKS.sub("", first).strip("# \t"):
        return PlaceProblem.NO_HEADING, {}
    wanted, there = _ids(source.text), _ids(words)
    if lost := [each for each in wanted if each not in there and each != source.id]:
        return PlaceProblem.LOST_IDS, {"ids": ", ".join(lost)}
    if len(_TOP.findall(words)) > (level == "##"):
        return PlaceProblem.OTHER_BLOCKS, {}
    if strange := [each for each in there if each not in wanted]:
        return PlaceProblem.STRANGE_IDS, {"ids": ", ".join(strange)}
    return None


def _ids(text: str) -> list[str]:
    return [*_IDS.findall(text), *_TARGETS.findall(text)]


def _with_id(heading: str, id_: str) -> str:
    return f"{_MARKS.sub('', heading).rstrip()} {{#{id_}}}"


def _placed(path: str, text: str, before: Sequence[Block], id_: str, new: str, order: Sequence[str]) -> str:
    ending = "\r\n" if "\r\n" in text else "\n"
    new = new.replace("\n", ending)
    if not id_:
        return _with_introduction(path, text, before, new, ending)
    there = {each.id: each for each in before}
    if id_ in there:
        return _spliced(text, there[id_].start, there[id_].end, new)
    earlier = [there[each] for each in order[: order.index(id_)] if each in there]
    if earlier:
        last = earlier[-1]
        gap = ending if not last.id and not last.has_body else 2 * ending
        return _spliced(text, last.end, last.end, gap + new + ("" if text[last.end :] else ending))
    if before:
        return _spliced(text, before[0].start, before[0].start, new + 2 * ending)
    return f"{text}{new}{ending}"


def _with_introduction(path: str, text: str, before: Sequence[Block], new: str, ending: str) -> str:
    front = FRONT.match(text)
    if front is None:
        part_id = _NUMBER.sub("", path.rpartition("/")[2].removesuffix(".md"), count=1)
        return f"---{ending}id: {part_id}{ending}---{ending}{new}{ending if new else ''}{text}"
    head = next(each for each in before if not each.id)
    rest = text[head.end :]
    body = f"{ending}{new}" if new else ""
    return text[: front.end()] + body + (rest if rest or not new else ending)


def _with_entries(text: str, values: dict[str, str]) -> str:
    """The file whose front matter has these entries, each written as YAML."""
    for key, value in values.items():
        front = FRONT.match(text)
        if front is None:
            return text
        node, at = entries(front[1]).get(key), front.start(1)
        if node is None:
            ending = "\r\n" if "\r\n" in front[0] else "\n"
            text = _spliced(text, front.end(1), front.end(1), f"{key}: {value}{ending}")
        else:
            text = _over(text, at, node, value)
    return text


def _put_entry(
    text: str, name: str, words: str, origin: str, language: str
) -> str | tuple[PlaceProblem, dict[str, object]]:
    """The text of module.md with words of one entry in a language; refused where they could not be read again."""
    placed = _with_words(text, name, f"{words} {{{ORIGIN}={origin}}}", language)
    said = {each.id: (each.text, each.origin) for each in cut(MODULE_FILE, placed, language)}
    return placed if words and said.get(name) == (words, origin) else (PlaceProblem.NO_WORDS, {})


def _with_words(text: str, name: str, words: str, language: str) -> str:
    front = FRONT.match(text)
    node = named(front[1]).get(name) if front else None
    if front is None or not isinstance(node, yaml.MappingNode) or not node.value:
        return text
    at, there = front.start(1), children(node).get(language)
    if there is not None:
        return _over(text, at, there, _quoted(words))
    if node.flow_style:
        end = at + node.value[-1][1].end_mark.index
        return _spliced(text, end, end, f", {language}: {_quoted(words)}")
    ending = "\r\n" if "\r\n" in front[0] else "\n"
    key = node.value[0][0].start_mark
    last = at + node.value[-1][1].end_mark.index
    line = f"{' ' * key.column}{language}: {_quoted(words)}"
    if text[last - 1] == "\n":  # a text of several lines ends with its last line's end
        return _spliced(text, last, last, f"{line}{ending}")
    rest = text.find("\n", last)
    return _spliced(text, rest + 1, rest + 1, f"{line}{ending}")


def _over(text: str, at: int, node: yaml.Node, value: str) -> str:
    return _written_over(text, at + node.start_mark.index, at + node.end_mark.index, value)


def _written_over(text: str, start: int, end: int, value: str) -> str:
    """The value of an entry written over. One of several lines may end with its last line's end, which stays."""
    return _spliced(text, start, end, value + ("\n" if end > start and text[end - 1] == "\n" else ""))


def _quoted(words: str) -> str:
    """A text as YAML, in quotes where it would be something else without."""
    try:
        plain = yaml.safe_load(f"a: {words}") == {"a": words}
    except yaml.YAMLError:
        plain = False
    return words if plain and not set(words) & set("{}[],#") else json.dumps(words, ensure_ascii=False)


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]

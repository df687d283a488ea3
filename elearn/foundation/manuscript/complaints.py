"""What is wrong with a text that somebody wrote, where, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol


def N_(sentence: str) -> str:
    """The sentence itself, marked for translation: it is translated where it is shown."""
    return sentence


class Problem(Enum):
    """Each feature lists its own: what is wrong and what to do, with %(name)s where a complaint's values go."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy


class Sentences(Protocol):
    """Whatever says what is wrong and what to do: a Problem, or what a kind of question finds."""

    @property
    def what(self) -> str: ...

    @property
    def remedy(self) -> str: ...


@dataclass(frozen=True)
class Complaint:
    """One problem in one line (counted from 1) of a file."""

    file: str
    line: int
    problem: Sentences
    values: Mapping[str, object] = field(default_factory=dict)


class TextProblem(Problem):
    """What can be wrong with any text."""

    NOT_UTF8 = (
        N_("This file is not written in UTF-8."),
        N_("Save it as UTF-8: in most editors, File, Save as, Encoding."),
    )
    STRANGE_CHARACTER = (
        N_("The invisible or damaged character U+%(code)s stands here."),
        N_("Delete it and type the word again."),
    )
    TANGLED = (
        N_("From here on the text is too long, too nested or too full of brackets."),
        N_("Split it into shorter paragraphs or lessons."),
    )
    NO_ID = (N_("This heading has no id."), N_("Write one after it in curly braces, for example {#first-steps}."))
    BAD_ID = (N_("“%(id)s” cannot be an id."), N_("Use lower-case Latin letters, digits and hyphens, at most 60."))
    DOUBLE_ID = (N_("The id “%(id)s” is used already in line %(first)d."), N_("Give each its own id."))
    UNKNOWN_MARK = (
        N_("“%(mark)s” means nothing in these curly braces."),
        N_("Write only what the description of the format names, for example {#first-steps}."),
    )
    SOURCE_ONLY = (
        N_("“%(mark)s” stands in the source language only."),
        N_("Delete it here: a translation repeats the ids and nothing else."),
    )
    BAD_ORIGIN = (
        N_("“%(mark)s” does not say of which source text this is a translation."),
        N_("Delete it: the page of translations, or flask content mark-translated, writes it."),
    )
    NO_WORDS = (N_("There are no words here."), N_("Write them before the curly braces."))
    WRONG_LEVEL = (
        N_("A heading here has two, three or four # signs."),
        N_("Write ## for a heading and ### for one below it."),
    )
    TEXT_BEFORE_HEADING = (
        N_("This text stands before the first ## heading and belongs to nothing."),
        N_("Move it below a heading or delete it."),
    )
    HTML = (
        N_("“%(tag)s” is HTML, which is shown as it is written."),
        N_("Write it in Markdown, or put it between ` signs if it is meant to be seen."),
    )
    DEAD_LINK = (
        N_("The link to “%(target)s” leads nowhere."),
        N_("Link to a heading of this page (#its-id) or to an address that begins with https://."),
    )
    NO_SUCH_PICTURE = (
        N_("There is no picture “%(target)s”."),
        N_("Put it into the folder media of the module and write ../media/ and its name."),
    )
    NO_DESCRIPTION = (
        N_("The picture “%(target)s” has no description."),
        N_("Say between the square brackets what it shows, for those who cannot see it."),
    )
    NO_TRANSCRIPT = (
        N_("Nobody can read what is said in “%(target)s”."),
        N_("Write it below, in a box that begins with /// transcript | What is said"),
    )
    UNKNOWN_BOX = (N_("There is no box “%(kind)s”."), N_("Use one of these: %(known)s."))
    BOX_WITHOUT_HEADING = (
        N_("This box has no heading."),
        N_("Write its kind, a line and its heading: /// case | On the wing"),
    )
    BOX_IN_BOX = (
        N_("A box begins before the one of line %(first)d has ended."),
        N_("End that box with a line of ///."),
    )
    BOX_NOT_CLOSED = (N_("This box does not end."), N_("End it with a line of ///."))
    BOX_NOT_OPENED = (
        N_("No box is open that could end here."),
        N_("Delete this line, or begin the box with its kind."),
    )
    NO_EMPTY_LINE = (
        N_("A list or a table begins here without an empty line before it."),
        N_("Put an empty line before it, else it is shown as running text."),
    )
    SHALLOW_LIST = (
        N_("This list item is indented by less than four spaces."),
        N_("Put four spaces before an item that belongs to the item above, none before any other."),
    )


class EntryProblem(Problem):
    """What can be wrong with entries written as YAML, and what to do."""

    NOT_YAML = (
        N_("This line cannot be read."),
        N_("Write key: value, two spaces for each step to the right, and quotes around a text that holds a colon."),
    )
    ALIAS = (
        N_("References with & and * are not used here."),
        N_("Write the value out, or put quotes around the text."),
    )
    DOUBLE_KEY = (N_("“%(key)s” stands here twice."), N_("Delete one of the two."))
    UNKNOWN_KEY = (N_("“%(key)s” is no entry of this file."), N_("Delete it."))
    MISSPELT_KEY = (N_("“%(key)s” is no entry of this file."), N_("Did you mean “%(near)s”?"))
    MISSING_KEY = (N_("The entry “%(key)s” is missing."), N_("Add it."))
    NOT_TEXT = (N_("“%(key)s” must be a text."), N_("Put quotes around it."))
    NOT_NUMBER = (N_("“%(key)s” must be a whole number."), N_("Write digits only, without quotes."))
    NOT_YES_OR_NO = (N_("“%(key)s” must be true or false."), N_("Write true or false, without quotes."))
    TOO_SMALL = (N_("“%(key)s” is too small."), N_("Write %(least)d or more."))
    TOO_LARGE = (N_("“%(key)s” is too large."), N_("Write %(most)d or less."))
    NOT_LIST = (N_("“%(key)s” must be a list."), N_("Put it between square brackets, with commas: [one, two]."))
    NOT_ENTRIES = (
        N_("“%(key)s” must hold entries of its own."),
        N_("Write each on a line of its own below it: two more spaces, key: value."),
    )
    NOT_DATE = (N_("“%(key)s” must be a date."), N_("Write year, month and day: 2026-11-30."))
    EMPTY = (N_("“%(key)s” is empty."), N_("Fill it in or delete it."))
    NOT_ONE_OF = (N_("“%(key)s” has a value that is not known."), N_("Use one of these: %(known)s."))
    NOT_ORIGIN = (
        N_("“%(key)s” does not say of which source text this is a translation."),
        N_("Delete it: the page of translations, or flask content mark-translated, writes it."),
    )
    NOT_ID = (
        N_("“%(key)s” needs an id."),
        N_("Use lower-case Latin letters, digits and hyphens, at most 60."),
    )

"""What a line becomes when it is clear what its author meant: for complaints of which one can be certain."""

import re
from collections.abc import Sequence

from elearn.foundation.manuscript.complaints import Complaint, EntryProblem, TextProblem
from elearn.people.rules.letters import words as in_latin
from elearn.quizzes.rules.kinds import essay, gaps, matching, ordering, rating

_IDS = re.compile(r"\{#([a-z0-9-]+)")
_SIGNS = re.compile(r"^(?:[#\s|>*+-]|\d+\.|\[[x ]\])+|\{[^{}]*\}\s*$")
_NO_ID = {TextProblem.NO_ID, essay.NO_ID, gaps.NO_ID, matching.NO_ID, ordering.NO_ID, rating.NO_ID}
_MOST_WORDS = 4
_LONGEST = 40


def fixed(lines: Sequence[str], complaint: Complaint, source: bool) -> str | None:
    """The line of the complaint as it shall be; None where that is not certain.

    A translation has the ids of its source, which nobody can guess.
    """
    line = lines[complaint.line - 1] if complaint.line <= len(lines) else ""
    if complaint.problem is TextProblem.NO_EMPTY_LINE:
        return f"\n{line}"
    if complaint.problem is EntryProblem.MISSPELT_KEY:
        key, near = (str(complaint.values[name]).rpartition(".")[2] for name in ("key", "near"))
        return line.replace(f"{key}:", f"{near}:", 1) if line.count(f"{key}:") == 1 else None
    if complaint.problem in _NO_ID and source:
        return _with_id(line, complaint, {taken for each in lines for taken in _IDS.findall(each)})
    return None


def _with_id(line: str, complaint: Complaint, taken: set[str]) -> str | None:
    words = str(complaint.values.get("words", ""))
    mark = f"{{#{_new_id(words or line, taken)}}}"
    if complaint.problem is gaps.NO_ID:
        gap = f"[[{complaint.values['gap']}]]"
        return line.replace(gap, gap + mark) if line.count(gap) == 1 else None
    if line.lstrip().startswith("|"):
        cell = words or line.split("|")[1].strip()
        return line.replace(cell, f"{cell} {mark}") if line.count(cell) == 1 else None
    if not line.rstrip().endswith("}"):
        return f"{line.rstrip()} {mark}"
    before, _, marks = line.rpartition("{")
    return f"{before}{mark[:-1]} {marks}"


def _new_id(text: str, taken: set[str]) -> str:
    """An id that says what the words say, in Latin letters, and that nothing else in the file has."""
    words = in_latin(_SIGNS.sub("", text.split("|")[1] if text.lstrip().startswith("|") else text))
    stem = "-".join(words[:_MOST_WORDS])[:_LONGEST].strip("-") or "part"
    return next(new for new in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if new not in taken)

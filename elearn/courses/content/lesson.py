"""Reads a lesson: front matter, headings with ids, and its text."""

from typing import Any

from elearn.courses.content.frontmatter import Front
from elearn.courses.content.parts import WrittenPage, WrittenPart
from elearn.foundation.manuscript import prose
from elearn.foundation.manuscript.text import Manuscript, complain_of_doubles, headings, marked, without_origins
from elearn.quizzes.content.quiz import Setting


def read_lesson(manuscript: Manuscript, front: Front[Any], setting: Setting) -> WrittenPart:
    """The lesson. What is wrong with it is noted in the manuscript."""
    anchors = [
        (heading.line, marked(manuscript, heading.line, heading.words, source=setting.source).id or "")
        for heading in headings(front.body)
        if heading.level == 2 or "{" in heading.words
    ]
    complain_of_doubles(manuscript, anchors)
    ids = {anchor: line for line, anchor in anchors if anchor}
    prose.check(manuscript, front.body, setting.media, ids)
    title = front.said.title if front.said else ""
    return WrittenPart(front, (WrittenPage("", title, without_origins(front.body).strip()),), ids)

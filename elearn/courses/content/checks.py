"""Whether the files of a module fit together."""

from elearn.courses.content import glossary, translation
from elearn.courses.content.problems import MediumProblem, ModuleProblem
from elearn.courses.content.reading import Written
from elearn.courses.content.shapes import ModuleFront, Papers
from elearn.courses.rules.module import FINAL, PRE_TEST, SCENARIO_PREFIX
from elearn.foundation.manuscript import prose
from elearn.foundation.manuscript.entries import Path
from elearn.quizzes.content import quiz
from elearn.quizzes.rules.seating import Draw, shortages

# Words that stand in the addresses of a module's other pages where a part has its id.
RESERVED = frozenset({"certificate", "enrol", "glossary", "package", "papers", "print"})


def check(written: Written) -> None:
    """Note in each manuscript what does not fit the others."""
    _check_translations(written)
    _check_media(written)
    if written.said:
        _check_words(written, written.said)
        _check_contents(written, written.said)
        _check_papers(written, written.said)
        _check_rule76(written, written.said)


def _check_translations(written: Written) -> None:
    """With source files of which nothing is complained: what is wrong there is wrong in every translation."""
    originals = written.parts.get(written.source, {})
    translated_parts = (parts for language, parts in written.parts.items() if language != written.source)
    for part_id, part in (part for parts in translated_parts for part in parts.items()):
        original = originals.get(part_id)
        if original is None:
            part.manuscript.complain(1, ModuleProblem.NOT_IN_SOURCE, id=part_id)
        elif part.found and original.found and not original.manuscript.complaints:
            translation.compare(part.manuscript, part.found, original.found)
    source_quiz = written.quizzes.get(written.source)
    for language, translated in written.quizzes.items():
        if source_quiz and language != written.source and not source_quiz.manuscript.complaints:
            quiz.compare(translated.manuscript, translated.found, source_quiz.found)
    source_terms = written.glossaries[written.source].found if written.source in written.glossaries else ()
    for translated_terms in (each for language, each in written.glossaries.items() if language != written.source):
        glossary.compare(translated_terms.manuscript, translated_terms.found, source_terms)


def _check_media(written: Written) -> None:
    if not written.media:
        return  # searching long texts for pictures takes time that the preview does not have
    shown = {name for manuscript in written.manuscripts for name in prose.pictures(manuscript.whole.text)}
    for name, picture in written.media.items():
        if name not in shown:
            picture.manuscript.complain(1, MediumProblem.UNUSED)


def _check_words(written: Written, said: ModuleFront) -> None:
    if said.id != written.name:
        written.complain(("id",), ModuleProblem.OTHER_ID, id=said.id, name=written.name)
    texts = {"title": said.title, "summary": said.summary}
    texts |= {f"objectives.{objective}": words for objective, words in said.objectives.items()}
    for key, words in texts.items():
        if said.source not in words:
            entry = tuple(key.split("."))
            written.complain(entry, ModuleProblem.NOT_IN_SOURCE_LANGUAGE, key=key, language=said.source)


def _check_contents(written: Written, said: ModuleFront) -> None:
    there = written.parts.get(said.source, {})
    for number, part_id in enumerate(said.contents):
        entry = ("contents", number)
        if part_id in RESERVED:
            written.complain(entry, ModuleProblem.RESERVED_ID, id=part_id)
        if part_id in said.contents[:number]:
            written.complain(entry, ModuleProblem.TWICE_IN_CONTENTS, id=part_id)
        elif part_id not in there:
            name = part_id if part_id.startswith(SCENARIO_PREFIX) else f"{number + 1:02}-{part_id}"
            written.complain(entry, ModuleProblem.NO_SUCH_PART, id=part_id, file=f"{said.source}/{name}.md")
    for part_id, part in there.items():
        if part_id not in said.contents:
            part.manuscript.complain(1, ModuleProblem.NOT_IN_CONTENTS, id=part_id)


def _check_papers(written: Written, said: ModuleFront) -> None:
    if said.source not in written.quizzes:
        written.complain(("papers",), ModuleProblem.NO_QUIZ)
        return
    source = written.quizzes[said.source]
    if not source.manuscript.lines or not all(
        question.objective in said.objectives and question.difficulty for question in source.found
    ):
        return  # until every question can be read and says what it tests, nothing can be counted
    lines = _lines(said.papers)
    for entry, line in lines.items():
        if line.objective not in (None, *said.objectives):
            known = ", ".join(sorted(said.objectives))
            written.complain(entry, ModuleProblem.UNKNOWN_OBJECTIVE, objective=line.objective, known=known)
    known_lines = [line for line in lines.values() if line.objective in (None, *said.objectives)]
    for short in shortages(known_lines, source.found):
        entry = next(entry for entry, line in lines.items() if line in short.lines)
        values = {"lines": str(short), "wanted": short.wanted, "there": short.there}
        written.complain(entry, ModuleProblem.TOO_FEW_QUESTIONS, **values)


def _lines(papers: Papers) -> dict[Path, Draw]:
    """What all papers of an enrolment draw, under their entries in the front matter; the final assessment first."""
    named = {FINAL: papers.final} | ({PRE_TEST: papers.pre_test} if papers.pre_test else {})
    return {("papers", name, "draw", step): line for name, paper in named.items() for step, line in paper.lines.items()}


def _check_rule76(written: Written, said: ModuleFront) -> None:
    found = [(part.manuscript, part.found) for part in written.parts.get(said.source, {}).values()]
    fronts = [(manuscript, part.front, part.said) for manuscript, part in found if part and part.said]
    if len(fronts) < len(found):
        return  # what a lesson teaches whose front matter cannot be read is not known
    taught = {letter for _, _, lesson in fronts for letter in lesson.rule76}
    for number, letter in enumerate(said.rule76):
        if letter not in taught:
            written.complain(("rule76", number), ModuleProblem.NOT_TAUGHT, part=letter)
    for manuscript, front, lesson in fronts:
        for letter in sorted({*lesson.rule76} - {*said.rule76}):
            manuscript.complain(front.entries.line("rule76"), ModuleProblem.TAUGHT_UNSAID, part=letter)

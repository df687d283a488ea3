"""Whether a part in another language fits the one in the source language. It may be missing; what is there must fit."""

from elearn.courses.content.parts import WrittenPart
from elearn.courses.content.problems import ModuleProblem, ScenarioProblem
from elearn.foundation.manuscript.text import Manuscript


def compare(manuscript: Manuscript, translation: WrittenPart, source: WrittenPart) -> None:
    """Complain of ids that the source does not have, and of scenes that lead elsewhere."""
    for anchor, line in translation.anchors.items():
        if anchor not in source.anchors:
            manuscript.complain(line, ModuleProblem.NOT_IN_SOURCE, id=anchor)
    scenes = {scene.id: number for number, scene in enumerate(source.scenes)}
    for number, scene in enumerate(translation.scenes):
        if scene.id in scenes:
            _compare_choices(manuscript, translation, number, source, scenes[scene.id])


def _compare_choices(
    manuscript: Manuscript, translation: WrittenPart, number: int, source: WrittenPart, source_number: int
) -> None:
    line = translation.anchors[translation.scenes[number].id]
    targets = [choice.target for choice in source.scenes[source_number].choices]
    if [choice.target for choice in translation.scenes[number].choices] != targets:
        manuscript.complain(line, ScenarioProblem.OTHER_CHOICES, targets=", ".join(targets))
        return
    pairs = zip(translation.pages[number].choices, source.pages[source_number].choices, strict=True)
    if any(original.reason and not translated.reason for translated, original in pairs):
        manuscript.complain(line, ScenarioProblem.NO_REASON)

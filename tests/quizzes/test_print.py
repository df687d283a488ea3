"""The page of an open attempt on paper: the question with what was answered, and nothing that works on a screen only."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest
from playwright.sync_api import Page

from elearn.foundation import clock
from elearn.foundation.db import transaction
from elearn.quizzes.content import questions
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.quizzes.samples import written
from tests.world import World

PAPER = Blueprint("final", by_objective({"o": len(KINDS)}), minutes=40, pass_percent=100)
# Lists to choose from show on paper what is chosen, and boxes whether they are ticked.
ON_PAPER = """() => {
  const main = document.querySelector("main").cloneNode(true);
  document.querySelector("main").replaceWith(main);
  for (const list of main.querySelectorAll("select")) list.replaceWith(`[${list.selectedOptions[0].label}]`);
  for (const field of main.querySelectorAll("input[type=text], textarea")) field.replaceWith(`[${field.value}]`);
  for (const box of main.querySelectorAll(":checked")) box.replaceWith("[x]");
  return main.innerText;
}"""


# What each page says under its heading, with the right answer given.
PRINTED = (
    "Who is told first? Choose one answer. [x] The shift leader Nobody",
    "What goes into the report? Choose every answer that is right. There may be several. [x] Facts [x] The time Rumours",
    "Visits may be refused as a punishment. Is this true or false? True [x] False Why? [x] Contact with the family stays. "
    "Visits are a reward.",
    "What do you do first? Choose what goes with each part. Something may be left over. Tell the nurse Tell the shift leader "
    "Search all cells He stops eating [Tell the nurse] Two groups sit apart [Tell the shift leader]",
    "Put the steps in order Choose a number for each step: 1 for what comes first, and so on. Use each number once. "
    "Say who you are [1] Search in private [2] Write it down [3]",
    "How long may it last? Type a number. [73916] hours",
    "Whose rules are they? Type a few words. [zzsecret-Mandela]",
    "Fill in the gaps. Search in [zzsecret-private] and with [zzsecret-respect].",
    "Case: the quiet man He came three weeks ago and speaks to nobody. Give every factor a number on the scale. It counts "
    "when it lies within the range that the panel of experts gave. 1 no concern … 5 high concern Contacts 1 2 3 [x] 4 5 "
    "Talk of revenge [x] 1 2 3 4 5",
    "Write the report. Write your answer. Somebody at your academy reads it and marks it. Not more than 150 words. What is "
    "marked: Facts come first What is done next [At 14:10 I saw it.]",
)


def parts(text: str) -> list[str]:
    """The words in any order, as chance puts the parts in one, without the number before what is chosen from a list."""
    return sorted(re.sub(r"\[\d\. ", "[", text).split())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_question_prints_and_nothing_else(world: World, site: str, page: Page) -> None:
    asked = [questions.question(sample, {}) for sample in written().values()]
    words = {each.id: questions.words(written()[each.kind], each.kind, "en", {}) for each in asked}
    with clock.stopped_at(datetime.now(UTC)):
        attempt_id = factories.start(world.kostanay, factories.freeze(asked, {"en": words}), PAPER)
        with transaction():
            for each in asked:
                right = KINDS[each.kind].right(each) or {"text": ("At 14:10 I saw it.",)}
                attempting.save(attempt_id, world.kostanay.officers[0], each.id, 1, right)
    page.emulate_media(media="print")
    printed = []
    for number in range(1, 11):
        page.goto(f"{site}/attempts/{attempt_id}?n={number}")
        heading, _, below = " ".join(page.evaluate(ON_PAPER).split()).partition(f" Question {number} of 10 ")
        assert heading == "Gate and keys: Final assessment"
        printed.append(parts(below))
    assert sorted(printed) == sorted(map(parts, PRINTED))
    page.reload()  # with its fields
    assert len(pypdf.PdfReader(BytesIO(page.pdf(format="A4"))).pages) == 1

"""Which questions stand on a paper that is printed."""

from collections.abc import Iterable, Mapping

from elearn.courses.rules.module import FINAL, PRE_TEST
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint, Item, draw

# A number is written on every paper, and copied by hand.
MOST_NUMBERS = 9_999


def paper_of_number(
    papers: Mapping[str, Blueprint], bank: Iterable[Question], paper: str, number: int
) -> tuple[Item, ...]:
    """The paper of a number, always the same one, so that its key can be printed later.

    Pre-test and final assessment of one number are parallel forms, as for one who sits both: no question stands on both.
    """
    asked = list(bank)
    before = draw(papers[PRE_TEST], asked, number, form=number, beside=[papers[FINAL]])
    if paper == PRE_TEST:
        return before
    return draw(papers[paper], asked, number, form=number, without={item.question_id for item in before})

"""Single choice: one option is right."""

from fractions import Fraction

from elearn.quizzes.rules.choice import Choice
from elearn.quizzes.rules.kind import N_, Answer, Question


class Single(Choice):
    """`- [x]` before the right option, `- [ ]` before the others."""

    label = N_("Single choice")
    many = False

    def score(self, question: Question, answer: Answer) -> Fraction:
        return Fraction(int(answer["choice"] == tuple(question.key["right"])))


KIND = Single()
